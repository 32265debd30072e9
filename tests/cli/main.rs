//! The program as a user meets it: arguments in; files, lines and exit statuses out.

mod batch;
mod contract;
mod crash;
mod scratch;

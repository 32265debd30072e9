//! The program as a user meets it: arguments in; files, lines and exit statuses out.

mod batch;
mod bombs;
mod contract;
mod crash;
mod mutations;
mod outputs;
mod scratch;
mod seeds;

#[path = "../../examples/mutate/mutation.rs"]
mod mutation;

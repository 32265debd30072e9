//! The PDF room from outside: small files made here, byte by byte, and what must be read from them.

// Files are written as text here, and coordinates are compared that come out of exact arithmetic.
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::float_cmp,
    clippy::many_single_char_names
)]

mod builder;
mod files;
mod hostile;
mod marks;
mod pictures;
mod text;
mod unseen;

//! The PDF room from outside: small files made here, byte by byte, and what must be read from them.

mod builder;
mod files;
mod hostile;
mod marks;
mod text;

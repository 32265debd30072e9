//! Pages of `docs/` that are written from the code and its data, and compared with it.
//! `YUSUAN_UPDATE=1 cargo test --test pages` writes them.

mod rules;
mod vocabulary;

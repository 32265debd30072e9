//! Codes, concepts, table titles, section names: loads the data files, answers "what is this called?".

/// The names that yusuan knows; [`Vocabulary::default`] is built in, users add files.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {}

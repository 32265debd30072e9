//! The batch: what to read, what is unchanged, rayon, atomic writing, run.json.

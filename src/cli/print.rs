//! Printing: what a document or a file name contains cannot steer a terminal.

use std::fmt;
use std::io::{self, Write as _};

use super::exit::Exit;
pub use crate::emit::terminal::safe;

/// The same for a text of several lines.
pub fn safe_lines(text: &str) -> String {
    text.lines().fold(String::with_capacity(text.len()), |mut out, line| {
        out.push_str(&safe(line));
        out.push('\n');
        out
    })
}

/// Writes data to standard output. A closed pipe (`yusuan rules | head`) ends quietly.
pub fn data(bytes: &[u8]) -> Result<(), Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            note(format_args!("cannot write to standard output: {e}"));
            Err(Exit::Unwritten)
        }
        _ => Ok(()),
    }
}

/// Says something to the person, on standard error.
pub fn note(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "yusuan: {}", safe(&message.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe_lines("a\nb\u{7}\n"), "a\nb\\u{7}\n");
    }
}

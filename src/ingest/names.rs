//! File names as people have them: UTF-8, GBK from old Windows archives, or neither.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// A file name as text: UTF-8 as it is, else GBK, else with the bytes that are neither written as `%XX`.
pub fn decode(name: &OsStr) -> String {
    // Outside Unix this is UTF-8 already, or nearly so.
    decode_bytes(name.as_encoded_bytes())
}

/// The same for the bytes of an archive entry's name.
pub fn decode_bytes(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if let Some(text) = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(bytes) {
        return text.into_owned();
    }
    bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
        use std::fmt::Write as _;
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// The last part of a path, for a file that was given itself.
pub fn last(path: &Path) -> String {
    path.file_name().map_or_else(|| "unnamed".to_owned(), decode)
}

/// A path of these bytes, as Unix has them; elsewhere they are UTF-8.
pub fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The bytes of a path, for [`path_of`].
pub fn bytes_of(path: &Path) -> Cow<'_, [u8]> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        Cow::Borrowed(path.as_os_str().as_bytes())
    }
    #[cfg(not(unix))]
    Cow::Owned(path.to_string_lossy().into_owned().into_bytes())
}

/// The names of a relative path, or `None` when it leads outside (`..`, an absolute path, a drive).
pub fn inner(path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for name in path.split(['/', '\\']) {
        match name {
            "." => {}
            "" | ".." => return None,
            _ if name.contains('\0') || (name.len() == 2 && name.ends_with(':')) => return None,
            _ => names.push(name.to_owned()),
        }
    }
    (!names.is_empty()).then_some(names)
}

/// The names of a path below `root`, or `None` when it is not below it.
pub fn below(path: &Path, root: &Path) -> Option<Vec<String>> {
    let path = path.canonicalize().ok()?;
    let rest = path.strip_prefix(root).ok()?;
    rest.components()
        .map(|c| if let Component::Normal(name) = c { Some(decode(name)) } else { None })
        .collect()
}

/// The extension in lower case, empty without one.
pub fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default()
}

/// A name without its last extension. A name that begins with its only dot has none.
pub fn stem(name: &str) -> Cow<'_, str> {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => Cow::Borrowed(stem),
        _ => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_were_meant() {
        assert_eq!(decode_bytes("预算 2025.pdf".as_bytes()), "预算 2025.pdf");
        assert_eq!(decode_bytes(b"\xd4\xa4\xcb\xe3.pdf"), "预算.pdf");
        assert_eq!(decode_bytes(b"a\xff.pdf"), "a%FF.pdf");
    }

    #[test]
    fn nothing_leads_outside() {
        assert_eq!(inner("a/./b.pdf"), Some(vec!["a".to_owned(), "b.pdf".to_owned()]));
        assert_eq!(inner("a\\b.pdf"), Some(vec!["a".to_owned(), "b.pdf".to_owned()]));
        for bad in ["../a.pdf", "a/../../b.pdf", "/etc/a.pdf", "C:\\a.pdf", "", ".", "..", "a\\..\\b"] {
            assert_eq!(inner(bad), None, "{bad}");
        }
    }

    #[test]
    fn stems() {
        assert_eq!(stem("a.b.PDF"), "a.b");
        assert_eq!(stem("plain"), "plain");
        assert_eq!(stem(".pdf"), ".pdf");
        assert_eq!(extension("a.PDF"), "pdf");
    }
}

//! Encodings of simple fonts: base encodings, `/Differences`, glyph names. ISO 32000-2, 9.6.5 and annex D.

use lopdf::{Dictionary, Document, Object};

use crate::pdf::resolve::{array, deref, name};

/// Characters of the codes 0 to 255; `None` where the encoding has none.
pub(super) type Encoding = Box<[Option<char>; 256]>;

/// What a simple font's `/Encoding` says.
#[derive(Debug)]
pub(super) struct Declared {
    /// Characters by code.
    pub chars: Encoding,
    /// Whether the file names a base encoding or differences at all.
    pub declared: bool,
}

/// Reads `/Encoding`; `symbolic` fonts without one have a built-in encoding, which is not guessed here.
pub(super) fn read(doc: &Document, font: &Dictionary, symbolic: bool) -> Declared {
    let base_font = name(doc, font, b"BaseFont").unwrap_or_default();
    let object = font.get(b"Encoding").ok().and_then(|o| deref(doc, o));
    let base = match object {
        Some(Object::Name(n)) => Some(n.as_slice()),
        Some(Object::Dictionary(d)) => name(doc, d, b"BaseEncoding"),
        _ => None,
    };
    let mut chars = match base {
        Some(b"WinAnsiEncoding") => single_byte(encoding_rs::WINDOWS_1252),
        Some(b"MacRomanEncoding") => single_byte(encoding_rs::MACINTOSH),
        None if base_font.ends_with(b"Symbol") => symbol(),
        None if base_font.ends_with(b"ZapfDingbats") => dingbats(),
        None if symbolic => Box::new([None; 256]),
        _ => standard(),
    };
    let mut declared =
        base.is_some() || base_font.ends_with(b"Symbol") || base_font.ends_with(b"ZapfDingbats");
    if let Some(Object::Dictionary(d)) = object {
        let mut code = 0usize;
        for item in array(doc, d, b"Differences").unwrap_or_default().iter().take(4096) {
            match deref(doc, item) {
                Some(Object::Integer(i)) => code = usize::try_from(*i).unwrap_or(256),
                Some(Object::Name(n)) => {
                    if let Some(slot) = chars.get_mut(code) {
                        declared = true;
                        *slot = glyph_name(n);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    Declared { chars, declared }
}

/// The built-in encoding of the standard font Symbol (annex D.5).
fn symbol() -> Encoding {
    let low =
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\0αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼";
    let high = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\0\0↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑\0\0\0\0\0\0\0\0\0\0\0〉∫⌠\0⌡";
    let mut out: Encoding = Box::new([None; 256]);
    for (first, text) in [(0x20, low), (0xA0, high)] {
        for (slot, c) in out.iter_mut().skip(first).zip(text.chars()) {
            *slot = Some(c).filter(|c| *c != '\0');
        }
    }
    out
}

/// The built-in encoding of the standard font ZapfDingbats (annex D.6): Unicode's block keeps its order, but for
/// the shapes that had a place already.
fn dingbats() -> Encoding {
    let mut out: Encoding = Box::new([None; 256]);
    for (code, slot) in out.iter_mut().enumerate().take(0x7F).skip(0x21) {
        *slot = char::from_u32(0x2701 + (code as u32 - 0x21));
    }
    out[0x20] = Some(' ');
    for (code, c) in [
        (0x25, '☎'),
        (0x2A, '☛'),
        (0x2B, '☞'),
        (0x48, '★'),
        (0x6C, '●'),
        (0x6E, '■'),
        (0x73, '▲'),
        (0x74, '▼'),
        (0x75, '◆'),
        (0x77, '◗'),
    ] {
        out[code] = Some(c);
    }
    for (code, slot) in out.iter_mut().enumerate().take(0xB6).skip(0xAC) {
        *slot = char::from_u32(0x2460 + (code as u32 - 0xAC));
    }
    for (code, slot) in out.iter_mut().enumerate().take(0xD4).skip(0xB6) {
        *slot = char::from_u32(0x2776 + (code as u32 - 0xB6));
    }
    out
}

fn single_byte(encoding: &'static encoding_rs::Encoding) -> Encoding {
    let mut out = Box::new([None; 256]);
    for (code, slot) in out.iter_mut().enumerate().skip(32) {
        let byte = [code as u8];
        let (text, _) = encoding.decode_without_bom_handling(&byte);
        *slot = text.chars().next().filter(|c| !c.is_control() && *c != char::REPLACEMENT_CHARACTER);
    }
    out
}

/// StandardEncoding: ASCII but for the quotes, and a few characters above.
pub(super) fn standard() -> Encoding {
    let mut out: Encoding = Box::new([None; 256]);
    for (code, slot) in out.iter_mut().enumerate().take(0x7F).skip(0x20) {
        *slot = char::from_u32(code as u32);
    }
    out[0x27] = Some('’');
    out[0x60] = Some('‘');
    let high = [
        (0xA1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ"),
        (0xB1, "–†‡·"),
        (0xB6, "¶•‚„”»…‰"),
        (0xBF, "¿"),
        (0xC1, "`´ˆ˜¯˘˙¨"),
        (0xCA, "˚¸"),
        (0xCD, "˝˛ˇ—"),
        (0xE1, "Æ"),
        (0xE3, "ª"),
        (0xE8, "ŁØŒº"),
        (0xF1, "æ"),
        (0xF5, "ı"),
        (0xF8, "łøœß"),
    ];
    for (first, text) in high {
        for (slot, c) in out.iter_mut().skip(first).zip(text.chars()) {
            *slot = Some(c);
        }
    }
    out
}

/// The character of a glyph name by the rules of the Adobe Glyph List: listed names, `uni4E00`, `u20000`, and a
/// suffix after a dot that does not count.
pub(super) fn glyph_name(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let base = match name.find('.') {
        Some(0) => return None,
        Some(dot) => &name[..dot],
        None => name,
    };
    if let Some(hex) = base.strip_prefix("uni").filter(|h| h.len() >= 4 && h.is_ascii()) {
        return from_hex(&hex[..4]);
    }
    if let Some(hex) = base.strip_prefix('u').filter(|h| (4..=6).contains(&h.len()))
        && let Some(c) = from_hex(hex)
    {
        return Some(c);
    }
    if let [b] = base.as_bytes()
        && b.is_ascii_alphabetic()
    {
        return Some(char::from(*b));
    }
    super::names::NAMES.binary_search_by_key(&base, |n| n.0).ok().map(|i| super::names::NAMES[i].1)
}

fn from_hex(hex: &str) -> Option<char> {
    if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_the_rules_of_the_glyph_list() {
        assert_eq!(glyph_name(b"A"), Some('A'));
        assert_eq!(glyph_name(b"uni6237"), Some('户'));
        assert_eq!(glyph_name(b"u20000"), Some('\u{20000}'));
        assert_eq!(glyph_name(b"seven.tnum"), Some('7'));
        assert_eq!(glyph_name(b"parenleft"), Some('('));
        assert_eq!(glyph_name(b"g17"), None);
        assert_eq!(glyph_name(b".notdef"), None);
        assert_eq!(glyph_name(b"uniXYZW"), None);
    }

    #[test]
    fn the_list_of_names_is_sorted() {
        assert!(super::super::names::NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn base_encodings() {
        assert_eq!(single_byte(encoding_rs::WINDOWS_1252)[0x80], Some('€'));
        assert_eq!(single_byte(encoding_rs::MACINTOSH)[0xA5], Some('•'));
        assert_eq!(standard()[0xD0], Some('—'));
        assert_eq!(standard()[0xB7], Some('•'));
        assert_eq!(standard()[0xFB], Some('ß'));
        assert_eq!((symbol()[0xB7], symbol()[0xFE], symbol()[0x61]), (Some('•'), None, Some('α')));
        assert_eq!((dingbats()[0x33], dingbats()[0x6C], dingbats()[0x6F]), (Some('✓'), Some('●'), Some('❏')));
    }
}

//! Predefined CMaps (ISO 32000-2, 9.7.5.2) and the character collections behind them. Systems for official
//! documents and OFD converters name them with fonts that are not embedded, and write no ToUnicode.

use std::sync::OnceLock;

use hayro_cmap::{BfString, CMap, CMapName, load_embedded};

/// How the codes of a predefined CMap are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Two bytes, the CID itself.
    Identity,
    Ucs2,
    Utf16,
    Utf8,
    Utf32,
    /// GB 2312, GBK, GB 18030: one, two or four bytes.
    Gb,
    /// Apple's GB 2312: 80, FD, FE and FF are single bytes.
    GbMac,
    /// Big5, Shift-JIS, UHC and the like: one byte or two.
    OneOrTwo,
    /// JIS X 0208 rows and cells.
    Two,
}

/// A predefined CMap by name.
#[derive(Debug, Clone)]
pub(super) struct Predefined {
    form: Form,
    name: Box<[u8]>,
}

impl Predefined {
    /// The CMap of this name; `None` when the standard knows none.
    pub fn named(name: &[u8]) -> Option<Self> {
        let has = |part: &[u8]| name.windows(part.len()).any(|w| w == part);
        let form = match name {
            b"Identity-H" | b"Identity-V" | b"Identity" => Form::Identity,
            _ if has(b"UCS2") => Form::Ucs2,
            _ if has(b"UTF16") => Form::Utf16,
            _ if has(b"UTF8") => Form::Utf8,
            _ if has(b"UTF32") => Form::Utf32,
            _ if name.starts_with(b"GBpc") => Form::GbMac,
            _ if name.starts_with(b"GB") => Form::Gb,
            b"H" | b"V" => Form::Two,
            _ => match CMapName::from_bytes(name) {
                CMapName::Custom(_) => return None,
                _ => Form::OneOrTwo,
            },
        };
        Some(Self { form, name: name.into() })
    }

    /// Reads the next code: its value and length in bytes.
    #[inline]
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match (self.form, bytes) {
            (Form::Identity | Form::Ucs2 | Form::Two, [a, b, ..]) => (u32::from(*a) << 8 | u32::from(*b), 2),
            _ => self.next_odd(bytes),
        }
    }

    /// The next code of a form whose codes differ in length, or of a string that breaks off.
    fn next_odd(&self, bytes: &[u8]) -> (u32, usize) {
        let first = bytes.first().copied().unwrap_or(0);
        let second = bytes.get(1).copied();
        let wanted = match self.form {
            Form::Utf16 => 2 + 2 * usize::from((0xD8..0xDC).contains(&first)),
            Form::Utf32 => 4,
            Form::Utf8 => match first {
                0..0xC0 => 1,
                0xC0..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            },
            Form::Gb if first < 0x81 || first == 0xFF => 1,
            Form::Gb if self.name.starts_with(b"GBK2K") && second.is_some_and(|b| b.is_ascii_digit()) => 4,
            Form::GbMac if matches!(first, 0..=0x80 | 0xFD..) => 1,
            // Half-width katakana of Shift-JIS stand alone.
            Form::OneOrTwo if first < 0x81 || (self.is_shift_jis() && (0xA0..0xE0).contains(&first)) => 1,
            _ => 2,
        };
        let length = wanted.clamp(1, bytes.len().max(1));
        (bytes.iter().take(length).fold(0, |v, &b| v << 8 | u32::from(b)), length)
    }

    fn is_shift_jis(&self) -> bool {
        self.name.windows(4).any(|w| w == b"RKSJ")
    }

    /// The character of a code, where the code itself says it.
    pub fn char(&self, code: u32, length: usize) -> Option<char> {
        let bytes = code.to_be_bytes();
        let bytes = bytes.get(4usize.checked_sub(length)?..)?;
        match self.form {
            Form::Ucs2 | Form::Utf32 => char::from_u32(code),
            Form::Utf8 => std::str::from_utf8(bytes).ok()?.chars().next(),
            Form::Utf16 => {
                let units = bytes.chunks_exact(2).map(|p| p.iter().fold(0, |v, &b| v << 8 | u16::from(b)));
                char::decode_utf16(units).next()?.ok()
            }
            Form::Gb | Form::GbMac => {
                let (text, bad) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
                let mut chars = text.chars();
                chars.next().filter(|_| !bad && chars.next().is_none())
            }
            Form::Identity | Form::OneOrTwo | Form::Two => None,
        }
    }

    /// The CID of a code.
    pub fn cid(&self, code: u32, length: usize) -> Option<u32> {
        if self.form == Form::Identity {
            return Some(code);
        }
        if let Some(cid) = self.latin_cid(code, length) {
            return Some(cid);
        }
        match self.form {
            // Not among the CMaps that PDF predefines, but written: the same collection by UTF-16.
            Form::Utf8 | Form::Utf32 => {
                let mut units = [0; 2];
                let units = self.char(code, length)?.encode_utf16(&mut units);
                let code = units.iter().fold(0, |v, u| v << 16 | u32::from(*u));
                let name =
                    String::from_utf8_lossy(&self.name).replace("UTF8", "UTF16").replace("UTF32", "UTF16");
                look_up(name.as_bytes(), code, 2 * units.len())
            }
            _ => look_up(&self.name, code, length),
        }
    }

    /// The CID of a printable ASCII character in the CMaps of Adobe-GB1: many files use those CMaps for a few
    /// figures or a space only, and loading one costs more than the rest of such a file's fonts.
    fn latin_cid(&self, code: u32, length: usize) -> Option<u32> {
        if !(0x20..=0x7E).contains(&code) {
            return None;
        }
        let proportional = 1 + (code - 0x20);
        // Adobe-GB1 has half-width Latin characters at 814 and their space at 7716.
        let half_width = if code == 0x20 { 7716 } else { 814 + (code - 0x21) };
        match (&*self.name, length) {
            (b"GB-EUC-H" | b"GB-EUC-V" | b"GBK-EUC-H" | b"GBK-EUC-V", 1) => Some(half_width),
            (b"GBK2K-H" | b"GBK2K-V" | b"GBKp-EUC-H" | b"GBKp-EUC-V" | b"GBpc-EUC-H" | b"GBpc-EUC-V", 1)
            | (b"UniGB-UCS2-H" | b"UniGB-UCS2-V" | b"UniGB-UTF16-H" | b"UniGB-UTF16-V", 2) => {
                Some(proportional)
            }
            _ => None,
        }
    }

    /// The character collection that the CIDs belong to.
    pub fn collection(&self) -> Option<Collection> {
        let has =
            |parts: &[&str]| parts.iter().any(|p| self.name.windows(p.len()).any(|w| w == p.as_bytes()));
        match self.form {
            Form::Identity => None,
            Form::Gb | Form::GbMac => Some(Collection::Gb1),
            Form::Two => Some(Collection::Japan1),
            _ if has(&["UniGB"]) => Some(Collection::Gb1),
            _ if has(&["KSC", "UniKS"]) => Some(Collection::Korea1),
            _ if has(&["RKSJ", "UniJIS", "EUC-H", "EUC-V"]) && !has(&["CNS"]) => Some(Collection::Japan1),
            _ => Some(Collection::Cns1),
        }
    }
}

/// The CID of a code by a CMap that is kept once it is loaded (or once it is known that there is none).
fn look_up(name: &[u8], code: u32, length: usize) -> Option<u32> {
    type Kept = (Box<[u8]>, Option<CMap>);
    static MAPS: [OnceLock<Kept>; 8] = [const { OnceLock::new() }; 8];
    // Few names occur in one run; each keeps the first free place.
    for place in &MAPS {
        let (kept, map) = place.get_or_init(|| (name.into(), load(name)));
        if **kept == *name {
            return map.as_ref()?.lookup_cid_code(code, length as u8);
        }
    }
    load(name)?.lookup_cid_code(code, length as u8)
}

fn load(name: &[u8]) -> Option<CMap> {
    CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded)
}

/// Adobe's character collections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    Gb1,
    Cns1,
    Japan1,
    Korea1,
}

impl Collection {
    /// By the `/Ordering` of a CIDSystemInfo.
    pub fn ordering(name: &[u8]) -> Option<Self> {
        match name {
            b"GB1" => Some(Self::Gb1),
            b"CNS1" => Some(Self::Cns1),
            b"Japan1" => Some(Self::Japan1),
            b"Korea1" => Some(Self::Korea1),
            _ => None,
        }
    }

    /// The character of a CID.
    pub fn char(self, cid: u32) -> Option<char> {
        static TABLES: [OnceLock<Box<[char]>>; 4] = [const { OnceLock::new() }; 4];
        let (place, name) = match self {
            Self::Gb1 => (0, CMapName::AdobeGb1Ucs2),
            Self::Cns1 => (1, CMapName::AdobeCns1Ucs2),
            Self::Japan1 => (2, CMapName::AdobeJapan1Ucs2),
            Self::Korea1 => (3, CMapName::AdobeKorea1Ucs2),
        };
        let table = TABLES.get(place)?.get_or_init(|| {
            let Some(map) = load_embedded(name).and_then(|d| CMap::parse(d, load_embedded)) else {
                return Box::default();
            };
            (0..=32_767u32)
                .map(|cid| match map.lookup_bf_string(cid) {
                    Some(BfString::Char(c)) => c,
                    Some(BfString::String(s)) => s.chars().next().unwrap_or('\0'),
                    None => '\0',
                })
                .collect()
        });
        table.get(cid as usize).copied().filter(|c| *c != '\0' && *c != char::REPLACEMENT_CHARACTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_cids_are_those_of_the_cmaps() {
        let names = "GB-EUC GBK-EUC GBK2K GBKp-EUC GBpc-EUC UniGB-UCS2 UniGB-UTF16";
        for name in names.split(' ').flat_map(|n| [format!("{n}-H"), format!("{n}-V")]) {
            let map = Predefined::named(name.as_bytes()).expect("predefined");
            let length = if name.starts_with("Uni") { 2 } else { 1 };
            for code in 0x20..=0x7E {
                let known = map.latin_cid(code, length);
                assert!(
                    known.is_some() && known == look_up(name.as_bytes(), code, length),
                    "{name} {code:x}"
                );
            }
            assert_eq!(map.latin_cid(0x7F, length), None);
        }
    }

    #[test]
    fn an_unknown_cmap_spoils_no_other() {
        assert_eq!(look_up(b"UniGB-Nonsense-H", 0x31, 1), None);
        let gbk = Predefined::named(b"GBK-EUC-H").expect("predefined");
        assert!(gbk.cid(0x31, 1).is_some());
        let utf8 = Predefined::named(b"UniGB-UTF8-H").expect("known by its form");
        let utf16 = Predefined::named(b"UniGB-UTF16-H").expect("predefined");
        assert_eq!(utf8.cid(0x00E9_A284, 3), utf16.cid(0x9884, 2));
    }

    fn read(name: &[u8], mut bytes: &[u8]) -> String {
        let map = Predefined::named(name).expect("a predefined CMap");
        let mut out = String::new();
        while !bytes.is_empty() {
            let (code, length) = map.next_code(bytes);
            bytes = &bytes[length..];
            let by_cid = map.cid(code, length).and_then(|cid| map.collection()?.char(cid));
            out.extend(map.char(code, length).or(by_cid));
        }
        out
    }

    #[test]
    fn each_form_of_code_gives_its_text() {
        let gbk = encoding_rs::GBK.encode("预算12.5万元（户）").0.into_owned();
        for name in [&b"GBK-EUC-H"[..], b"GBK-EUC-V", b"GBKp-EUC-H", b"GBK2K-H", b"GB-EUC-H", b"GBpc-EUC-H"] {
            assert_eq!(read(name, &gbk), "预算12.5万元（户）", "{}", String::from_utf8_lossy(name));
        }
        let wide: Vec<u8> = "预算1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(b"UniGB-UCS2-H", &wide), "预算1");
        assert_eq!(read(b"UniGB-UTF16-V", &wide), "预算1");
        assert_eq!(read(b"UniGB-UTF8-H", "预算1".as_bytes()), "预算1");
        assert_eq!(read(b"ETen-B5-H", &encoding_rs::BIG5.encode("預算1").0), "預算1");
        assert!(Predefined::named(b"NoSuch-H").is_none());
    }

    #[test]
    fn cids_of_both_ways_agree() {
        let gbk = Predefined::named(b"GBK-EUC-H").unwrap();
        let uni = Predefined::named(b"UniGB-UCS2-H").unwrap();
        assert_eq!(gbk.cid(0xD4A4, 2), uni.cid('预' as u32, 2));
        assert_eq!(Collection::Gb1.char(gbk.cid(0xD4A4, 2).unwrap()), Some('预'));
        // ASCII is half as wide in GBK-EUC and proportional in UniGB.
        assert_eq!(gbk.cid(0x31, 1), Some(830));
        assert_eq!(uni.cid(0x31, 2), Some(18));
        assert_eq!(Collection::Gb1.char(830), Some('1'));
    }
}

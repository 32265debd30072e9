//! What an embedded TrueType or OpenType font says of its glyphs: its `cmap` read backwards, and glyph names.
//! Every loop is bounded by the bytes at hand or by the number of glyph indices.

use super::encoding::glyph_name;

/// Groups of a format 12 subtable that are read.
const MAX_GROUPS: usize = 20_000;
/// Codes that one subtable may map in all.
const MAX_CODES: usize = 200_000;

/// Characters by glyph index; 0 where none is known.
#[derive(Debug, Default)]
pub(super) struct Sfnt {
    chars: Vec<u32>,
    /// Glyph index by code of the symbol or Macintosh subtable.
    codes: Option<Box<[u16; 256]>>,
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at.checked_add(2)?).and_then(|b| b.try_into().ok()).map(u16::from_be_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at.checked_add(4)?).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes)
}

/// A table of an sfnt file.
pub(super) fn table(data: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let base = if data.starts_with(b"ttcf") { u32_at(data, 12)? as usize } else { 0 };
    let count = usize::from(u16_at(data, base.checked_add(4)?)?);
    for i in 0..count {
        let record = base + 12 + 16 * i;
        if data.get(record..record + 4)? == tag.as_slice() {
            let (offset, length) = (u32_at(data, record + 8)? as usize, u32_at(data, record + 12)? as usize);
            let end = offset.saturating_add(length).min(data.len());
            return data.get(offset..end);
        }
    }
    None
}

impl Sfnt {
    pub fn read(data: &[u8]) -> Self {
        let mut me = Self::default();
        if let Some(cmap) = table(data, *b"cmap") {
            me.read_cmap(cmap);
        }
        if let Some(post) = table(data, *b"post").and_then(ttf_parser::post::Table::parse) {
            for (gid, name) in post.names().enumerate().take(65_536) {
                if let Some(c) = glyph_name(name.as_bytes()) {
                    me.set(gid as u32, c as u32);
                }
            }
        }
        me
    }

    fn read_cmap(&mut self, cmap: &[u8]) {
        let count = usize::from(u16_at(cmap, 2).unwrap_or(0)).min(64);
        let subtable = |i: usize| {
            let at = 4 + 8 * i;
            let kind = (u16_at(cmap, at)?, u16_at(cmap, at + 2)?);
            Some((kind, cmap.get(u32_at(cmap, at + 4)? as usize..)?))
        };
        for i in 0..count {
            let Some((kind, data)) = subtable(i) else { continue };
            match kind {
                (0, _) | (3, 1 | 10) => {
                    each(data, |code, gid| self.set(gid, code));
                }
                (3 | 1, 0) => {
                    let mut codes = self.codes.take().unwrap_or_else(|| Box::new([0; 256]));
                    each(data, |code, gid| {
                        // A symbol font keeps its codes at F000.
                        let code = if (0xF000..0xF100).contains(&code) { code - 0xF000 } else { code };
                        if let Some(slot) = codes.get_mut(code as usize)
                            && *slot == 0
                        {
                            *slot = gid as u16;
                        }
                    });
                    self.codes = Some(codes);
                }
                _ => {}
            }
        }
    }

    /// The first code of a glyph wins, but a character wins over the radical that looks like it.
    fn set(&mut self, gid: u32, code: u32) {
        let Some(gid) = usize::try_from(gid).ok().filter(|g| (1..65_536).contains(g)) else { return };
        if char::from_u32(code).is_none_or(char::is_control) {
            return;
        }
        if self.chars.len() <= gid {
            self.chars.resize(gid + 1, 0);
        }
        if let Some(slot) = self.chars.get_mut(gid) {
            let private = (0xE000..0xF900).contains(slot);
            let radical = (0x2E80..0x2FE0).contains(slot) || (0xF900..0xFB00).contains(slot);
            if *slot == 0 || ((private || radical) && !(0xE000..0xF900).contains(&code)) {
                *slot = code;
            }
        }
    }

    /// The character of a glyph.
    pub fn char(&self, gid: u32) -> Option<char> {
        self.chars.get(gid as usize).copied().filter(|c| *c != 0).and_then(char::from_u32)
    }

    /// The glyph of a simple font's code by the font's own symbol or Macintosh subtable.
    pub fn glyph_of_code(&self, code: u32) -> Option<u32> {
        let gid = *self.codes.as_ref()?.get(code as usize)?;
        (gid != 0).then_some(u32::from(gid))
    }
}

/// Calls `f` with each code and glyph index of a subtable.
fn each(data: &[u8], mut f: impl FnMut(u32, u32)) -> Option<()> {
    match u16_at(data, 0)? {
        0 => {
            for code in 0..256 {
                f(code as u32, u32::from(*data.get(6 + code)?));
            }
        }
        4 => {
            let twice = usize::from(u16_at(data, 6)?);
            let mut left = MAX_CODES;
            for i in 0..twice / 2 {
                let end = u32::from(u16_at(data, 14 + 2 * i)?);
                let start = u32::from(u16_at(data, 16 + twice + 2 * i)?);
                let delta = u16_at(data, 16 + 2 * twice + 2 * i)?;
                let offset_at = 16 + 3 * twice + 2 * i;
                let offset = usize::from(u16_at(data, offset_at)?);
                for code in start..=end.min(0xFFFE) {
                    left = left.checked_sub(1)?;
                    let gid = if offset == 0 {
                        (code as u16).wrapping_add(delta)
                    } else {
                        match u16_at(data, offset_at + offset + 2 * (code - start) as usize) {
                            Some(0) | None => 0,
                            Some(gid) => gid.wrapping_add(delta),
                        }
                    };
                    if gid != 0 {
                        f(code, u32::from(gid));
                    }
                }
            }
        }
        6 => {
            let first = u32::from(u16_at(data, 6)?);
            for i in 0..usize::from(u16_at(data, 8)?) {
                f(first + i as u32, u32::from(u16_at(data, 10 + 2 * i)?));
            }
        }
        12 => {
            let groups = (u32_at(data, 12)? as usize).min(MAX_GROUPS);
            let mut left = MAX_CODES;
            for i in 0..groups {
                let at = 16 + 12 * i;
                let (start, end, gid) = (u32_at(data, at)?, u32_at(data, at + 4)?, u32_at(data, at + 8)?);
                for code in start..=end.min(0x10_FFFF) {
                    left = left.checked_sub(1)?;
                    f(code, gid.saturating_add(code - start));
                }
            }
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font(cmap: &[u8]) -> Vec<u8> {
        let mut out = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        out.extend_from_slice(b"cmap");
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&28u32.to_be_bytes());
        out.extend_from_slice(&(cmap.len() as u32).to_be_bytes());
        out.extend_from_slice(cmap);
        out
    }

    fn cmap12(groups: &[(u32, u32, u32)]) -> Vec<u8> {
        let mut out = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
        out.extend_from_slice(&(16 + 12 * groups.len() as u32).to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&(groups.len() as u32).to_be_bytes());
        for (a, b, c) in groups {
            for v in [a, b, c] {
                out.extend_from_slice(&v.to_be_bytes());
            }
        }
        out
    }

    #[test]
    fn the_cmap_is_read_backwards_and_characters_win_over_radicals() {
        let sfnt = Sfnt::read(&font(&cmap12(&[(0x2F2F, 0x2F2F, 7), (0x5DE5, 0x5DE6, 7)])));
        assert_eq!(sfnt.char(7), Some('工'));
        assert_eq!(sfnt.char(8), Some('左'));
        assert_eq!(sfnt.char(9), None);
    }

    #[test]
    fn a_cmap_that_maps_everything_ends() {
        let sfnt = Sfnt::read(&font(&cmap12(&vec![(0, u32::MAX, 1); 1000])));
        assert!(sfnt.chars.len() <= 65_536);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end(cmap: Vec<u8>) {
            Sfnt::read(&cmap);
            Sfnt::read(&font(&cmap));
        }
    }
}

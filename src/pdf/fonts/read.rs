//! A font dictionary → how its codes are read, what they mean and how wide they are. ISO 32000-2, 9.6 to 9.8.

use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;
use super::embedded::Embedded;
use super::predefined::{Collection, Predefined};
use super::widths::{self, CidWidths};
use super::{Codes, Font, ToUnicode, Widths, encoding};
use crate::error::Error;
use crate::pdf::budget::Budget;
use crate::pdf::resolve::{array, as_dict, deref, dict, get, matrix, name, number, rect};

impl Font {
    pub(super) fn read(doc: &Document, font: &Dictionary, budget: &mut Budget) -> Result<Self, Error> {
        let to_unicode = match get(doc, font, b"ToUnicode") {
            Some(Object::Stream(s)) => {
                let map = CMap::parse(&budget.inflate(doc, s)?);
                if map.has_text() { ToUnicode::Map(map) } else { ToUnicode::None }
            }
            Some(Object::Name(n)) if n.starts_with(b"Identity") => ToUnicode::Identity,
            _ => ToUnicode::None,
        };
        let subtype = name(doc, font, b"Subtype").unwrap_or_default();
        let base_font = name(doc, font, b"BaseFont").unwrap_or_default().to_vec();
        let mut me = Self { to_unicode, ..Self::blank(base_font) };
        let descendant = array(doc, font, b"DescendantFonts")
            .and_then(|a| a.first())
            .and_then(|o| deref(doc, o))
            .and_then(as_dict);
        let descriptor = dict(doc, descendant.unwrap_or(font), b"FontDescriptor");
        me.program = descriptor.and_then(Embedded::locate);
        me.describe(doc, descriptor);
        if subtype == b"Type0" || descendant.is_some() {
            me.read_composite(doc, font, descendant, budget)?;
        } else {
            let flags = descriptor.and_then(|d| number(doc, d, b"Flags")).unwrap_or(0.0) as i64;
            let encoding = encoding::read(doc, font, flags & 4 != 0);
            me.declared = encoding.declared;
            me.chars = Some(encoding.chars);
            me.widths = Widths::Simple(widths::simple(doc, font, descriptor));
            if subtype == b"Type3" {
                me.read_type3(doc, font);
            }
        }
        me.narrow_digits = me.has_narrow_digits();
        Ok(me)
    }

    /// Ascent, descent and weight from the descriptor, where they are sane.
    fn describe(&mut self, doc: &Document, descriptor: Option<&Dictionary>) {
        let lower = String::from_utf8_lossy(&self.name).to_ascii_lowercase();
        self.bold = ["bold", "black", "heavy", "simhei", "黑体"].iter().any(|w| lower.contains(w));
        let Some(d) = descriptor else { return };
        let em = |key: &[u8]| number(doc, d, key).unwrap_or(0.0) as f32 / 1000.0;
        let (up, down) = (em(b"Ascent"), -em(b"Descent").abs());
        if (0.5..=1.3).contains(&up) && down >= -0.6 && (0.7..=1.5).contains(&(up - down)) {
            (self.ascent, self.descent) = (up, down);
        }
        let flags = number(doc, d, b"Flags").unwrap_or(0.0) as i64;
        self.bold |= flags & (1 << 18) != 0 || em(b"FontWeight") >= 0.6;
    }

    fn read_composite(
        &mut self,
        doc: &Document,
        font: &Dictionary,
        descendant: Option<&Dictionary>,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        let mut predefined = Predefined::named(b"Identity-H");
        match get(doc, font, b"Encoding") {
            Some(Object::Stream(s)) => {
                let map = CMap::parse(&budget.inflate(doc, s)?);
                self.vertical = map.vertical;
                if let Some(base) = map.base.as_deref().filter(|_| !map.has_codespace() && !map.has_cids()) {
                    predefined = Predefined::named(base).or(predefined);
                } else if map.has_codespace() {
                    self.codes = Codes::Mapped(Box::new(map));
                    predefined = None;
                }
            }
            Some(Object::Name(n)) => {
                self.vertical = n.ends_with(b"-V") || n == b"V";
                predefined = Predefined::named(n).or(predefined);
            }
            _ => {}
        }
        let stated = descendant.and_then(|d| {
            let info = dict(doc, d, b"CIDSystemInfo")?;
            match get(doc, info, b"Ordering")? {
                Object::String(s, _) | Object::Name(s) => Collection::ordering(s),
                _ => None,
            }
        });
        if let Some(d) = descendant {
            self.widths = Widths::Cid(CidWidths::read(doc, d));
            if let Ok(Object::Reference(id)) = d.get(b"CIDToGIDMap") {
                self.gid_map = Some(*id);
            }
            // An embedded TrueType font whose CIDs are glyph indices says GB1 at times and means nothing by it.
            let glyphs_only = self.program.is_some()
                && name(doc, d, b"Subtype") == Some(b"CIDFontType2")
                && self.gid_map.is_none();
            self.collection = match &predefined {
                Some(p) if p.collection().is_some() => p.collection(),
                _ if glyphs_only => None,
                _ => stated,
            };
        }
        if let Some(p) = predefined {
            self.codes = Codes::Predefined(p);
        }
        Ok(())
    }

    fn read_type3(&mut self, doc: &Document, font: &Dictionary) {
        let m = matrix(doc, font, b"FontMatrix");
        self.unit = m.a as f32;
        if self.unit == 0.0 || font.get(b"FontMatrix").is_err() {
            self.unit = 0.001;
        }
        let height = (m.d.abs() as f32).max(f32::MIN_POSITIVE);
        if let Some(b) = rect(doc, font, b"FontBBox") {
            let (up, down) = (b.y1 as f32 * height, b.y0 as f32 * height);
            if (0.5..=1.3).contains(&up) && (-0.6..=0.0).contains(&down) {
                (self.ascent, self.descent) = (up, down);
            }
        }
    }
}

//! Appearances of annotations: they are printed with the page. ISO 32000-2, 12.5.5. What fills in the document
//! (form fields, typewriter text) is its text; what readers add to it (comments, stamps, highlights, seals) is not.

use lopdf::{Dictionary, Object, Stream};

use super::marked::Marks;
use super::state::State;
use super::{Interpreter, PageContent};
use crate::error::Error;
use crate::pdf::geometry::{Matrix, Rect};
use crate::pdf::resolve::{array, as_dict, deref, dict, get, matrix, name, number, rect};

/// Annotations of a page that are looked at.
const MAX_ANNOTATIONS: usize = 10_000;

impl<'d> Interpreter<'d, '_> {
    /// Draws what the page's annotations show, on top of the page.
    pub(super) fn annotations(&mut self, content: &PageContent<'d, '_>, clip: Rect) -> Result<(), Error> {
        let Some(annotations) = array(self.doc, content.page, b"Annots") else { return Ok(()) };
        for annotation in annotations.iter().take(MAX_ANNOTATIONS) {
            let Some(d) = deref(self.doc, annotation).and_then(as_dict) else { continue };
            let Some(stream) = self.appearance(d) else {
                self.sink.page.unshown += usize::from(self.filled_without_appearance(d));
                continue;
            };
            if !self.fills_in(d) {
                self.sink.page.remarks += 1;
                continue;
            }
            let Some(target) = rect(self.doc, d, b"Rect") else { continue };
            let Some(bbox) = rect(self.doc, &stream.dict, b"BBox") else { continue };
            // The form's box, after its own matrix, is fitted to the annotation's rectangle.
            let drawn = matrix(self.doc, &stream.dict, b"Matrix").hull(bbox.x0, bbox.y0, bbox.x1, bbox.y1);
            if drawn.width() <= 0.0 || drawn.height() <= 0.0 {
                continue;
            }
            let (sx, sy) = (target.width() / drawn.width(), target.height() / drawn.height());
            let fit = Matrix::new([sx, 0.0, 0.0, sy, target.x0 - sx * drawn.x0, target.y0 - sy * drawn.y0]);
            let ctm = fit.then(&content.base);
            if ctm.is_finite() {
                self.form(stream, content.resources, State::new(ctm, clip), &Marks::default())?;
            }
        }
        Ok(())
    }

    /// Whether an annotation is part of what the document says.
    fn fills_in(&self, d: &'d Dictionary) -> bool {
        let is = |d: &'d Dictionary, key: &[u8], wanted: &[u8]| name(self.doc, d, key) == Some(wanted);
        match name(self.doc, d, b"Subtype") {
            // The appearance of a signature is a seal.
            Some(b"Widget") => {
                let parent = dict(self.doc, d, b"Parent");
                !is(d, b"FT", b"Sig") && !parent.is_some_and(|p| is(p, b"FT", b"Sig"))
            }
            Some(b"FreeText") => is(d, b"IT", b"FreeTextTypeWriter") || is(d, b"IT", b"FreeTextTypewriter"),
            _ => false,
        }
    }

    /// Whether a form field has a value and no appearance: a viewer draws it as it likes, and the file does not say
    /// where its characters stand.
    fn filled_without_appearance(&self, d: &'d Dictionary) -> bool {
        let parent = dict(self.doc, d, b"Parent");
        let of = |key: &[u8]| get(self.doc, d, key).or_else(|| parent.and_then(|p| get(self.doc, p, key)));
        name(self.doc, d, b"Subtype") == Some(b"Widget")
            && !d.has(b"AP")
            && matches!(of(b"FT").map(Object::as_name), Some(Ok(b"Tx" | b"Ch")))
            && matches!(of(b"V"), Some(Object::String(value, _)) if !value.is_empty())
    }

    /// The stream that shows an annotation; `None` when it is not printed or only marks something up.
    fn appearance(&self, d: &'d Dictionary) -> Option<&'d Stream> {
        let flags = number(self.doc, d, b"F").unwrap_or(0.0) as i64;
        // Bits 2 and 6: hidden, not viewed.
        if flags & 0b10_0010 != 0
            || matches!(name(self.doc, d, b"Subtype"), Some(b"Popup" | b"Link" | b"Text"))
        {
            return None;
        }
        if d.get(b"OC").is_ok_and(|oc| !self.optional.visible(self.doc, oc)) {
            return None;
        }
        match get(self.doc, dict(self.doc, d, b"AP")?, b"N")? {
            Object::Stream(s) => Some(s),
            Object::Dictionary(states) => {
                let state = name(self.doc, d, b"AS")?;
                match get(self.doc, states, state)? {
                    Object::Stream(s) => Some(s),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

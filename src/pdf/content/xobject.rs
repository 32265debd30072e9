//! External objects: forms run in place, images leave their box. ISO 32000-2, 8.8 to 8.10.

use lopdf::{Dictionary, Document, Object, Stream};

use super::marked::Marks;
use super::state::{Space, State};
use super::{Interpreter, Run};
use crate::error::Error;
use crate::pdf::budget::exceeded;
use crate::pdf::picture::{self, Picture};
use crate::pdf::resolve::{deref, dict, get, matrix, name, rect};

impl<'d> Interpreter<'d, '_> {
    pub(super) fn xobject(&mut self, named: &[u8], run: &mut Run<'d, '_>) -> Result<(), Error> {
        let Some(Object::Stream(stream)) = self.resource(run.resources, b"XObject", named) else {
            return Ok(());
        };
        let off = stream.dict.get(b"OC").is_ok_and(|oc| !self.optional.visible(self.doc, oc));
        if off || run.marks.hidden() {
            return Ok(());
        }
        match name(self.doc, &stream.dict, b"Subtype") {
            Some(b"Form") => self.form(stream, run.resources, run.state, &run.marks),
            Some(b"Image") => {
                let object = run
                    .resources
                    .and_then(|r| dict(self.doc, r, b"XObject"))
                    .and_then(|d| d.get(named).ok())
                    .and_then(|o| o.as_reference().ok());
                if let Some(object) = object.filter(|_| self.pictures.len() < picture::MOST) {
                    self.pictures.push(Picture { object, matrix: run.state.ctm });
                }
                let stencil =
                    matches!(get(self.doc, &stream.dict, b"ImageMask"), Some(Object::Boolean(true)));
                let masked = stream.dict.has(b"SMask") || stream.dict.has(b"Mask");
                let opaque = !stencil && !masked && run.state.style.fill.alpha > 0.9;
                self.image(run, object.map_or(0, |id| id.0), opaque)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn image(&mut self, run: &Run<'d, '_>, object: u32, opaque: bool) -> Result<(), Error> {
        let r = run.state.ctm.hull(0.0, 0.0, 1.0, 1.0);
        self.sink.image(&r, &run.state.clip, object, opaque)
    }

    /// Runs a form in `state`; its own matrix and box are applied here.
    pub(super) fn form(
        &mut self,
        stream: &'d Stream,
        resources: Option<&'d Dictionary>,
        mut state: State,
        marks: &Marks,
    ) -> Result<(), Error> {
        if self.depth >= self.budget.limits.nesting {
            return Err(exceeded("nesting", self.budget.limits.nesting));
        }
        state.ctm = matrix(self.doc, &stream.dict, b"Matrix").then(&state.ctm);
        if !state.ctm.is_finite() {
            return Ok(());
        }
        if let Some(b) = rect(self.doc, &stream.dict, b"BBox") {
            state.clip = state.clip.intersect(&state.ctm.hull(b.x0, b.y0, b.x1, b.y1));
        }
        if state.clip.is_empty() {
            return Ok(());
        }
        let data = self.budget.inflate(self.doc, stream)?;
        let resources = dict(self.doc, &stream.dict, b"Resources").or(resources);
        self.depth += 1;
        let result = self.run(&data, resources, state, marks.inherit());
        self.depth -= 1;
        result
    }
}

/// What the operands of `sc` mean in a named colour space.
pub(super) fn colour_space(doc: &Document, resources: Option<&Dictionary>, named: &[u8]) -> Space {
    match named {
        b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"G" | b"RGB" | b"CMYK" => return Space::Device,
        b"Pattern" => return Space::Other,
        _ => {}
    }
    let space = resources.and_then(|r| dict(doc, r, b"ColorSpace")).and_then(|d| get(doc, d, named));
    let family = match space {
        Some(Object::Name(n)) => Some(n.as_slice()),
        Some(Object::Array(a)) => a.first().and_then(|o| deref(doc, o)).and_then(|o| o.as_name().ok()),
        _ => None,
    };
    match family {
        Some(b"Separation" | b"DeviceN") => Space::Tint,
        Some(b"Lab") => Space::Lab,
        Some(b"Indexed" | b"Pattern") => Space::Other,
        _ => Space::Device,
    }
}

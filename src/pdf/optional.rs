//! Optional content: layers that are switched off are not on the page. ISO 32000-2, 8.11.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::resolve::{array, deref, dict, get, name};

/// Which optional content groups are off in the default configuration.
#[derive(Debug, Default)]
pub(super) struct OptionalContent {
    off: HashSet<ObjectId>,
    /// `/BaseState /OFF`: what is not in `on` is off.
    base_off: bool,
    on: HashSet<ObjectId>,
}

impl OptionalContent {
    pub fn read(doc: &Document) -> Self {
        let mut me = Self::default();
        let Some(properties) = doc.catalog().ok().and_then(|c| dict(doc, c, b"OCProperties")) else {
            return me;
        };
        let Some(config) = dict(doc, properties, b"D") else { return me };
        me.base_off = name(doc, config, b"BaseState") == Some(b"OFF");
        let ids = |key: &[u8]| {
            array(doc, config, key).unwrap_or_default().iter().filter_map(|o| o.as_reference().ok()).collect()
        };
        me.off = ids(b"OFF");
        me.on = ids(b"ON");
        me
    }

    /// Whether nothing is off, so that no look-up is needed.
    pub fn all_on(&self) -> bool {
        self.off.is_empty() && !self.base_off
    }

    fn group_on(&self, id: ObjectId) -> bool {
        !self.off.contains(&id) && (!self.base_off || self.on.contains(&id))
    }

    /// Whether what belongs to this group or membership dictionary is shown.
    pub fn visible(&self, doc: &Document, object: &Object) -> bool {
        if self.all_on() {
            return true;
        }
        let Some(Object::Dictionary(d)) = deref(doc, object) else { return true };
        if name(doc, d, b"Type") == Some(b"OCMD") {
            return self.membership(doc, d);
        }
        object.as_reference().map_or(true, |id| self.group_on(id))
    }

    fn membership(&self, doc: &Document, d: &Dictionary) -> bool {
        if let Some(expression) = array(doc, d, b"VE") {
            return self.expression(doc, expression, 0);
        }
        let groups: Vec<ObjectId> = match d.get(b"OCGs") {
            Ok(Object::Reference(id)) => match get(doc, d, b"OCGs") {
                Some(Object::Array(a)) => a.iter().filter_map(|o| o.as_reference().ok()).collect(),
                Some(Object::Dictionary(_)) => vec![*id],
                _ => Vec::new(),
            },
            Ok(Object::Array(a)) => a.iter().filter_map(|o| o.as_reference().ok()).collect(),
            _ => Vec::new(),
        };
        if groups.is_empty() {
            return true;
        }
        let mut states = groups.iter().map(|id| self.group_on(*id));
        match name(doc, d, b"P") {
            Some(b"AllOn") => states.all(|on| on),
            Some(b"AnyOff") => states.any(|on| !on),
            Some(b"AllOff") => states.all(|on| !on),
            _ => states.any(|on| on),
        }
    }

    /// A visibility expression: `[/And …]`, `[/Or …]`, `[/Not …]`.
    fn expression(&self, doc: &Document, items: &[Object], depth: usize) -> bool {
        let (Some(Object::Name(operator)), rest) = (items.first(), items.get(1..).unwrap_or_default()) else {
            return true;
        };
        if depth > 16 {
            return true;
        }
        let mut states = rest.iter().map(|o| match deref(doc, o) {
            Some(Object::Array(inner)) => self.expression(doc, inner, depth + 1),
            _ => o.as_reference().map_or(true, |id| self.group_on(id)),
        });
        match operator.as_slice() {
            b"And" => states.all(|on| on),
            b"Or" => states.any(|on| on),
            b"Not" => !states.next().unwrap_or(false),
            _ => true,
        }
    }
}

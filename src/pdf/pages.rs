//! The page tree, page boxes, and a page's content bytes. ISO 32000-2, 7.7.3 and 14.11.2.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::budget::{Budget, exceeded};
use super::geometry::{Matrix, Rect};
use super::resolve::{array, as_dict, as_number, deref, dict, get, name};
use super::text_of;
use crate::config::Limits;
use crate::error::Error;

/// Steps up the page tree that are looked at for an inherited entry.
const MAX_PARENTS: usize = 64;
/// Streams of one page's contents.
const MAX_CONTENT_STREAMS: usize = 10_000;

/// The pages of the tree in order; those that are missing in the file keep their place.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub pages: Vec<ObjectId>,
    /// How many of `pages` are missing.
    pub missing: usize,
    /// What the root says.
    pub count: Option<usize>,
}

impl Tree {
    /// Pages that can be read.
    pub fn present(&self) -> usize {
        self.pages.len() - self.missing
    }
}

/// Walks the page tree.
pub(super) fn collect(doc: &mut Document, limits: &Limits) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    let root = doc.catalog().ok().and_then(|c| c.get(b"Pages").ok()).cloned();
    let Some(root) = root.and_then(|root| numbered(doc, root)) else { return Ok(tree) };
    let count = doc.get_dictionary(root).ok().and_then(|d| super::resolve::number(doc, d, b"Count"));
    tree.count = count.filter(|c| (0.0..=1e7).contains(c)).map(|c| c as usize);
    let mut seen = HashSet::new();
    // Kids still to visit, the next one last.
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let Some(node) = doc.get_object(id).ok().and_then(as_dict) else {
            if id != root && tree.pages.len() < limits.pages {
                tree.missing += 1;
                tree.pages.push(id);
            }
            continue;
        };
        if let Some(kids) = array(doc, node, b"Kids").filter(|_| name(doc, node, b"Type") != Some(b"Page")) {
            if !seen.insert(id) {
                continue;
            }
            if stack.len() + kids.len() > limits.objects {
                return Err(exceeded("objects", limits.objects));
            }
            let direct = kids.iter().any(|k| matches!(k, Object::Dictionary(_)));
            if direct {
                let kids: Vec<Object> = kids.to_vec();
                let ids: Vec<ObjectId> = kids.into_iter().filter_map(|k| numbered(doc, k)).collect();
                let references = ids.iter().copied().map(Object::Reference).collect();
                if let Ok(Object::Dictionary(node)) = doc.get_object_mut(id) {
                    node.set("Kids", Object::Array(references));
                }
                stack.extend(ids.into_iter().rev());
            } else {
                stack.extend(kids.iter().rev().filter_map(|k| k.as_reference().ok()));
            }
        } else if id != root {
            if tree.pages.len() >= limits.pages {
                return Err(exceeded("pages", limits.pages));
            }
            tree.pages.push(id);
        }
    }
    Ok(tree)
}

/// The number of a node of the page tree. Some writers put a node into its parent, where a reference should stand;
/// such a one gets a number that the file does not use.
fn numbered(doc: &mut Document, node: Object) -> Option<ObjectId> {
    match node {
        Object::Reference(id) => Some(id),
        Object::Dictionary(_) => {
            let present = doc.objects.last_key_value().map_or(0, |(id, _)| id.0);
            let named = doc.reference_table.entries.last_key_value().map_or(0, |(id, _)| *id);
            let id = (present.max(named).max(doc.max_id).checked_add(1)?, 0);
            doc.max_id = id.0;
            doc.objects.insert(id, node);
            Some(id)
        }
        _ => None,
    }
}

/// An entry of a page or of the nearest node above it that has one.
pub(super) fn inherited<'a>(doc: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..MAX_PARENTS {
        if let Some(found) = get(doc, node, key) {
            return Some(found);
        }
        node = dict(doc, node, b"Parent")?;
    }
    None
}

/// Whether all fonts and content streams that a page names are there.
pub(super) fn is_complete(doc: &Document, id: ObjectId) -> bool {
    let Ok(page) = doc.get_dictionary(id) else { return false };
    // What is left of a stream whose data cannot be told is its dictionary.
    let readable =
        |o: &Object| deref(doc, o).is_some_and(|o| !matches!(o, Object::Null | Object::Dictionary(_)));
    let Some(resources) = inherited(doc, page, b"Resources").and_then(as_dict) else { return false };
    match resources.get(b"Font").ok().map(|o| deref(doc, o)) {
        Some(Some(Object::Dictionary(fonts))) if fonts.iter().all(|(_, o)| font_is_complete(doc, o)) => {}
        Some(_) => return false,
        None => {}
    }
    match page.get(b"Contents").ok().map(|o| (o, deref(doc, o))) {
        None => true,
        Some((_, Some(Object::Array(parts)))) => parts.iter().all(readable),
        Some((o, _)) => readable(o),
    }
}

/// Whether a font and what it is read with are there.
fn font_is_complete(doc: &Document, font: &Object) -> bool {
    let Some(d) = deref(doc, font).and_then(as_dict) else { return false };
    let there = |o: &Object| deref(doc, o).is_some_and(|o| !matches!(o, Object::Null));
    let descendants = array(doc, d, b"DescendantFonts").unwrap_or_default();
    descendants.iter().all(there)
        && [&b"ToUnicode"[..], b"Encoding", b"DescendantFonts"]
            .iter()
            .all(|key| d.get(key).map_or(true, there))
}

/// The Producer entry of the information dictionary.
pub(super) fn producer(doc: &Document) -> Option<String> {
    let info = deref(doc, doc.trailer.get(b"Info").ok()?).and_then(as_dict)?;
    let text = text_of(get(doc, info, b"Producer")?)?;
    let clean: String = text.chars().filter(|c| !c.is_control()).take(500).collect();
    (!clean.is_empty()).then_some(clean)
}

/// A page's visible box, rotation and unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageBox {
    user: Rect,
    rotate: u16,
    unit: f64,
}

impl PageBox {
    pub fn read(doc: &Document, page: &Dictionary) -> Self {
        let rect = |key: &[u8]| {
            let Some(Object::Array(a)) = inherited(doc, page, key) else { return None };
            let v: Vec<f64> = a.iter().filter_map(|o| as_number(doc, o)).collect();
            let [x0, y0, x1, y1] = v[..] else { return None };
            let r = Rect { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) };
            (r.width() > 1.0 && r.height() > 1.0).then_some(r)
        };
        let letter = Rect { x0: 0.0, y0: 0.0, x1: 612.0, y1: 792.0 };
        let media = rect(b"MediaBox").unwrap_or(letter);
        let crop =
            rect(b"CropBox").map(|c| c.intersect(&media)).filter(|c| c.width() > 1.0 && c.height() > 1.0);
        let rotate = inherited(doc, page, b"Rotate").and_then(|o| as_number(doc, o)).unwrap_or(0.0);
        let quarters = ((rotate / 90.0).round() as i64).rem_euclid(4) as u16;
        let unit = get(doc, page, b"UserUnit")
            .and_then(|o| as_number(doc, o))
            .filter(|u| (0.001..=1000.0).contains(u));
        Self { user: crop.unwrap_or(media), rotate: quarters, unit: unit.unwrap_or(1.0) }
    }

    /// User space to shown coordinates: top left origin, rotation and unit applied.
    pub fn base(&self) -> Matrix {
        let (u, r) = (self.unit, &self.user);
        match self.rotate {
            0 => Matrix::new([u, 0.0, 0.0, -u, -r.x0 * u, r.y1 * u]),
            1 => Matrix::new([0.0, u, u, 0.0, -r.y0 * u, -r.x0 * u]),
            2 => Matrix::new([-u, 0.0, 0.0, u, r.x1 * u, -r.y0 * u]),
            _ => Matrix::new([0.0, -u, -u, 0.0, r.y1 * u, r.x1 * u]),
        }
    }

    /// The visible box in shown coordinates.
    pub fn visible(&self) -> Rect {
        let (w, h) = self.shown_size();
        Rect { x0: 0.0, y0: 0.0, x1: f64::from(w), y1: f64::from(h) }
    }

    pub fn shown_size(&self) -> (f32, f32) {
        let (w, h) = ((self.user.width() * self.unit) as f32, (self.user.height() * self.unit) as f32);
        if self.rotate.is_multiple_of(2) { (w, h) } else { (h, w) }
    }
}

/// Appends a page's content to `out`, its streams separated by white space; gives how many could not be read.
pub(super) fn content(
    doc: &Document,
    page: &Dictionary,
    budget: &mut Budget,
    out: &mut Vec<u8>,
) -> Result<usize, Error> {
    let mut lost = 0;
    let mut add = |object: &Object, budget: &mut Budget| -> Result<(), Error> {
        match deref(doc, object) {
            Some(Object::Stream(s)) => {
                lost += usize::from(!budget.inflate_into(doc, s, out)?);
                out.push(b'\n');
            }
            _ => lost += 1,
        }
        Ok(())
    };
    let Ok(object) = page.get(b"Contents") else { return Ok(0) };
    match deref(doc, object) {
        Some(Object::Array(parts)) => {
            for part in parts.iter().take(MAX_CONTENT_STREAMS) {
                add(part, budget)?;
            }
        }
        Some(Object::Null) => {}
        _ => add(object, budget)?,
    }
    Ok(lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_stands_in_its_parent_is_a_page() {
        use lopdf::dictionary;
        let mut doc = Document::new();
        let page = |n: i64| Object::Dictionary(dictionary! { "Type" => "Page", "Rotate" => n });
        let kept = doc.add_object(page(2));
        let inner = dictionary! { "Type" => "Pages", "Kids" => vec![page(3), page(4)], "Count" => 2 };
        let kids = vec![page(1), Object::Reference(kept), Object::Dictionary(inner)];
        let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 4 };
        let root = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        doc.trailer.set("Root", root);
        let tree = collect(&mut doc, &Limits::default()).unwrap();
        let order: Vec<i64> = tree
            .pages
            .iter()
            .map(|id| doc.get_dictionary(*id).unwrap().get(b"Rotate").unwrap().as_i64().unwrap())
            .collect();
        assert_eq!((order, tree.missing, tree.count), (vec![1, 2, 3, 4], 0, Some(4)));
    }

    #[test]
    fn the_corner_that_is_shown_at_the_top_left() {
        let user = Rect { x0: 10.0, y0: 20.0, x1: 110.0, y1: 220.0 };
        let corners = [(10.0, 220.0), (10.0, 20.0), (110.0, 20.0), (110.0, 220.0)];
        for (rotate, (x, y)) in corners.into_iter().enumerate() {
            let area = PageBox { user, rotate: rotate as u16, unit: 2.0 };
            assert_eq!(area.base().apply(x, y), (0.0, 0.0), "{rotate}");
            let (w, h) = area.shown_size();
            let far = area.base().apply(10.0 + 110.0 - x, 20.0 + 220.0 - y);
            assert_eq!(far, (f64::from(w), f64::from(h)));
        }
    }
}

//! Damaged files: every object that still stands in the bytes is read, and the pages are put in order again.

use std::collections::HashSet;

use lopdf::{Document, Object, ObjectId};

use super::pages::{Tree, collect};
use super::resolve::{as_dict, name};
use crate::config::Limits;
use crate::error::Error;

/// Numbers of the catalog and page tree that are appended; lopdf's scan reads numbers up to a million.
const CATALOG: u32 = 999_998;
const PAGES: u32 = 999_999;

/// The document as a scan of all bytes gives it; `None` when there is no page in it.
pub(super) fn scan(
    bytes: &[u8],
    load: impl Fn(&[u8]) -> Result<Option<Document>, Error>,
    limits: &Limits,
) -> Result<Option<(Document, Tree)>, Error> {
    let Some(mut doc) = load(&completed(bytes))? else { return Ok(None) };
    let mut best: Option<(ObjectId, Tree)> = None;
    let catalogs: Vec<ObjectId> = doc
        .objects
        .iter()
        .filter(|(id, o)| {
            id.0 != CATALOG && as_dict(o).is_some_and(|d| name(&doc, d, b"Type") == Some(b"Catalog"))
        })
        .map(|(id, _)| *id)
        .take(64)
        .collect();
    for id in catalogs {
        doc.trailer.set("Root", Object::Reference(id));
        let tree = collect(&mut doc, limits)?;
        if tree.present() > 0 && best.as_ref().is_none_or(|(_, b)| tree.present() >= b.present()) {
            best = Some((id, tree));
        }
    }
    let broken = best.as_ref().is_none_or(|(_, tree)| tree.missing > 0);
    if broken {
        let mut tree = best.take().map_or_else(Tree::default, |(id, tree)| {
            doc.trailer.set("Root", Object::Reference(id));
            tree
        });
        tree.missing = 0;
        tree.pages.retain(|id| doc.objects.contains_key(id));
        let known: HashSet<ObjectId> = tree.pages.iter().copied().collect();
        let orphans = orphans(&doc);
        tree.pages.extend(orphans.into_iter().filter(|id| !known.contains(id)).take(limits.pages));
        return Ok((!tree.pages.is_empty()).then_some((doc, tree)));
    }
    Ok(best.map(|(id, tree)| {
        doc.trailer.set("Root", Object::Reference(id));
        (doc, tree)
    }))
}

/// Puts objects into `doc` that its cross-reference table lost, and streams of which only the dictionary was read;
/// gives how many.
pub(super) fn fill(
    doc: &mut Document,
    bytes: &[u8],
    load: impl Fn(&[u8]) -> Result<Option<Document>, Error>,
) -> Result<usize, Error> {
    let Some(found) = load(&completed(bytes))? else { return Ok(0) };
    let mut put = 0;
    for (id, object) in found.objects {
        let lost = match doc.objects.get(&id) {
            None => true,
            Some(Object::Dictionary(d)) => d.has(b"Length") && matches!(object, Object::Stream(_)),
            Some(_) => false,
        };
        if lost && id.0 < CATALOG {
            doc.objects.insert(id, object);
            put += 1;
        }
    }
    Ok(put)
}

/// Pages in the order of what is left of the tree: subtrees without a parent by object number, then the pages
/// that no node names, by object number.
fn orphans(doc: &Document) -> Vec<ObjectId> {
    let mut pages = Vec::new();
    let mut seen: HashSet<ObjectId> = HashSet::new();
    let kind = |id: &ObjectId| doc.objects.get(id).and_then(as_dict).and_then(|d| name(doc, d, b"Type"));
    let kids = |id: &ObjectId| -> Vec<ObjectId> {
        let d = doc.objects.get(id).and_then(as_dict);
        let kids = d.and_then(|d| super::resolve::array(doc, d, b"Kids")).unwrap_or_default();
        kids.iter().filter_map(|k| k.as_reference().ok()).collect()
    };
    let nodes: Vec<ObjectId> = doc.objects.keys().filter(|id| kind(id) == Some(b"Pages")).copied().collect();
    let children: HashSet<ObjectId> = nodes.iter().flat_map(kids).collect();
    for root in nodes.iter().filter(|id| !children.contains(id)) {
        let mut stack = vec![*root];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match kind(&id) {
                Some(b"Pages") => stack.extend(kids(&id).into_iter().rev()),
                Some(b"Page") => pages.push(id),
                _ => {}
            }
        }
    }
    pages.extend(doc.objects.keys().filter(|id| kind(id) == Some(b"Page") && !seen.contains(id)));
    pages
}

/// The bytes with an end: whatever is open is closed, and a trailer follows that a scan can use.
fn completed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 512);
    closed(bytes, &mut out);
    let mut add = |text: &str| out.extend_from_slice(text.as_bytes());
    add(&format!("{CATALOG} 0 obj\n<</Type/Catalog/Pages {PAGES} 0 R>>\nendobj\n"));
    add(&format!("{PAGES} 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"));
    add(&format!("trailer\n<</Size 1000000/Root {CATALOG} 0 R"));
    if let Some(reference) = last_reference(bytes, b"/Info") {
        add(&format!("/Info {} {} R", reference.0, reference.1));
    }
    if let Some(reference) = last_reference(bytes, b"/Encrypt") {
        add(&format!("/Encrypt {} {} R", reference.0, reference.1));
        if let Some(id) = last_identifier(bytes) {
            out.extend_from_slice(b"/ID ");
            out.extend_from_slice(id);
        }
    }
    out.extend_from_slice(b">>\nstartxref\n0\n%%EOF\n");
    out
}

/// Appends the bytes to `out`, each stream of an object with its `endstream` (some writers and mail gateways lose
/// it), and closes the object that a cut left open.
fn closed(bytes: &[u8], out: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some(end) = memchr::memmem::find(rest, b"endobj") {
        let (object, after) = rest.split_at(end);
        end_stream(object, out);
        let (word, after) = after.split_at(b"endobj".len());
        out.extend_from_slice(word);
        rest = after;
    }
    end_stream(rest, out);
    out.extend_from_slice(b"\nendobj\n");
}

/// Appends an object without its last word, its stream ended.
fn end_stream(object: &[u8], out: &mut Vec<u8>) {
    let find = |word: &[u8]| memchr::memmem::find(object, word);
    out.extend_from_slice(object);
    let open = find(b">>")
        .and_then(|at| memchr::memmem::find_iter(object, b"stream").find(|s| *s > at))
        .is_some_and(|at| matches!(object.get(at + b"stream".len()), Some(b'\r' | b'\n')));
    if open && find(b"endstream").is_none() {
        if !object.ends_with(b"\n") && !object.ends_with(b"\r") {
            out.push(b'\n');
        }
        out.extend_from_slice(b"endstream\n");
    }
}

/// The reference after the last occurrence of a key.
fn last_reference(bytes: &[u8], key: &[u8]) -> Option<ObjectId> {
    let at = bytes.windows(key.len()).rposition(|w| w == key)?;
    let rest = bytes.get(at + key.len()..)?;
    let text: String = rest.iter().take(32).map(|&b| char::from(b)).collect();
    let mut parts = text.split_ascii_whitespace();
    let (number, generation) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next()?.starts_with('R').then_some((number, generation))
}

/// The array after the last `/ID`.
fn last_identifier(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes.windows(3).rposition(|w| w == b"/ID")?;
    let rest = bytes.get(at + 3..)?.get(..512.min(bytes.len() - at - 3))?;
    let open = rest.iter().position(|b| *b == b'[')?;
    let close = rest.iter().position(|b| *b == b']')?;
    rest.get(open..=close)
}

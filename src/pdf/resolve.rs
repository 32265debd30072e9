//! Small, total look-ups in lopdf's objects: references followed, wrong types are `None`.

use lopdf::{Dictionary, Document, Object};

use super::geometry::{Matrix, Rect};

/// Follows references (lopdf stops at loops).
pub(super) fn deref<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object {
        Object::Reference(_) => doc.dereference(object).ok().map(|(_, o)| o),
        _ => Some(object),
    }
}

/// The entry of a dictionary, references followed.
pub(super) fn get<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    deref(doc, entry(dict, key)?)
}

/// The entry of a dictionary as it stands. (`Dictionary::get` writes a message for each key that is not there.)
fn entry<'a>(dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dict.as_hashmap().get(key)
}

/// The dictionary under a key; a stream's dictionary counts.
pub(super) fn dict<'a>(doc: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    as_dict(get(doc, from, key)?)
}

/// An object as a dictionary; a stream's dictionary counts.
pub(super) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(d) => Some(d),
        Object::Stream(s) => Some(&s.dict),
        _ => None,
    }
}

/// The array under a key.
pub(super) fn array<'a>(doc: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    match get(doc, from, key)? {
        Object::Array(a) => Some(a),
        _ => None,
    }
}

/// The name under a key.
pub(super) fn name<'a>(doc: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    match get(doc, from, key)? {
        Object::Name(n) => Some(n),
        _ => None,
    }
}

/// The finite number under a key.
pub(super) fn number(doc: &Document, from: &Dictionary, key: &[u8]) -> Option<f64> {
    as_number(doc, entry(from, key)?)
}

/// A finite number.
pub(super) fn as_number(doc: &Document, object: &Object) -> Option<f64> {
    match deref(doc, object)? {
        Object::Integer(i) => Some(*i as f64),
        Object::Real(r) if r.is_finite() => Some(f64::from(*r)),
        _ => None,
    }
}

/// `N` numbers under a key.
pub(super) fn numbers<const N: usize>(doc: &Document, from: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
    let items = array(doc, from, key)?;
    let mut out = [0.0; N];
    for (slot, item) in out.iter_mut().zip(items) {
        *slot = as_number(doc, item)?;
    }
    (items.len() >= N).then_some(out)
}

/// The matrix under a key, the identity where there is none.
pub(super) fn matrix(doc: &Document, from: &Dictionary, key: &[u8]) -> Matrix {
    numbers(doc, from, key).map_or(Matrix::IDENTITY, Matrix::new)
}

/// A rectangle with its corners in order.
pub(super) fn rect(doc: &Document, from: &Dictionary, key: &[u8]) -> Option<Rect> {
    let [a, b, c, d] = numbers(doc, from, key)?;
    Some(Rect { x0: a.min(c), y0: b.min(d), x1: a.max(c), y1: b.max(d) })
}

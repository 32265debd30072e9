//! What a document may still cost: bytes inflated, time. Every limit names itself when it is reached.

use std::time::{Duration, Instant};

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Document, Object, Stream};

use super::resolve::{as_dict, deref, get, number};

use crate::config::Limits;
use crate::error::Error;

/// The error of a limit.
pub(super) fn exceeded(name: &'static str, allowed: impl std::fmt::Display) -> Error {
    Error::exceeded(name, allowed)
}

/// Running totals of a document.
#[derive(Debug)]
pub(super) struct Budget {
    pub limits: Limits,
    inflated: usize,
    deadline: Instant,
    zlib: Decompress,
    /// Pixels of pictures that may still be looked at.
    pixels: usize,
}

/// Pixels of all pictures of a document: some five hundred pages at 200 dpi.
const PIXELS: usize = 2_000_000_000;

impl Budget {
    pub fn new(limits: Limits) -> Self {
        let now = Instant::now();
        let deadline =
            now.checked_add(Duration::from_millis(limits.millis)).unwrap_or(now + Duration::from_hours(24));
        Self { limits, inflated: 0, deadline, zlib: Decompress::new(true), pixels: PIXELS }
    }

    /// The same limits for what the document can do without: spending it does not end the document.
    pub fn aside(&self) -> Self {
        Self { limits: self.limits, inflated: 0, zlib: Decompress::new(true), ..*self }
    }

    /// Whether so many pixels may be looked at; they are counted.
    pub fn pixels(&mut self, wanted: usize) -> bool {
        let enough = wanted <= self.pixels;
        self.pixels = self.pixels.saturating_sub(wanted);
        enough
    }

    /// Fails when the time is up.
    pub fn check_time(&self) -> Result<(), Error> {
        if Instant::now() > self.deadline {
            return Err(exceeded("millis", self.limits.millis));
        }
        Ok(())
    }

    fn room(&self) -> usize {
        self.limits.stream_bytes.min(self.limits.document_bytes.saturating_sub(self.inflated))
    }

    /// The decoded bytes of a stream; what cannot be decoded is left out.
    pub fn inflate(&mut self, doc: &Document, stream: &Stream) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.inflate_into(doc, stream, &mut out)?;
        Ok(out)
    }

    /// Appends the decoded bytes of a stream to `out`; false when some of them are lost.
    pub fn inflate_into(
        &mut self,
        doc: &Document,
        stream: &Stream,
        out: &mut Vec<u8>,
    ) -> Result<bool, Error> {
        self.check_time()?;
        let start = out.len();
        let whole = match Filters::of(doc, &stream.dict) {
            Filters::None => {
                if stream.content.len() > self.room() {
                    return Err(self.over());
                }
                out.extend_from_slice(&stream.content);
                true
            }
            Filters::Flate => self.unzip(&stream.content, out)?,
            Filters::Other => self.other(doc, stream, out)?,
        };
        self.inflated = self.inflated.saturating_add(out.len() - start);
        Ok(whole)
    }

    fn over(&self) -> Error {
        if self.room() < self.limits.stream_bytes {
            exceeded("document_bytes", self.limits.document_bytes)
        } else {
            exceeded("stream_bytes", self.limits.stream_bytes)
        }
    }

    /// Deflate within the limits. A stream that breaks off gives what came before the break.
    fn unzip(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<bool, Error> {
        // Some writers put another line end between `stream` and the data.
        let junk = data.iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let data = data.get(junk..).unwrap_or_default();
        let start = out.len();
        let whole = self.unzip_as(true, data, out)?;
        if !whole && out.len() == start && data.len() > 2 {
            // A damaged header; the deflate data begins two bytes further on. Or there never was one.
            let whole = self.unzip_as(false, data.get(2..).unwrap_or_default(), out)?;
            if !whole && out.len() == start {
                return self.unzip_as(false, data, out);
            }
            return Ok(whole);
        }
        Ok(whole)
    }

    fn unzip_as(&mut self, header: bool, data: &[u8], out: &mut Vec<u8>) -> Result<bool, Error> {
        let start = out.len();
        let room = self.room();
        self.zlib.reset(header);
        out.reserve((4 * data.len()).clamp(1024, 1 << 20).min(room + 1));
        loop {
            let used = self.zlib.total_in() as usize;
            let input = data.get(used..).unwrap_or_default();
            let before = out.len();
            let status = self.zlib.decompress_vec(input, out, FlushDecompress::None);
            if out.len() - start > room {
                return Err(self.over());
            }
            match status {
                Ok(Status::StreamEnd) => return Ok(true),
                Ok(_) if out.len() == out.capacity() => {
                    let more = (out.len() - start).clamp(4096, 4 << 20).min(room + 1 - (out.len() - start));
                    out.reserve_exact(more.max(1));
                }
                Ok(_) if out.len() == before && self.zlib.total_in() as usize == used => return Ok(false),
                Ok(_) => {}
                // A wrong checksum at the very end loses nothing.
                Err(_) => return Ok(out.len() > start && data.len().saturating_sub(used) <= 4),
            }
        }
    }

    /// Other filters, and predictors: lopdf's decoders under the same limit.
    fn other(&mut self, doc: &Document, stream: &Stream, out: &mut Vec<u8>) -> Result<bool, Error> {
        let mut dict = Dictionary::new();
        for key in [&b"Filter"[..], b"DecodeParms"] {
            if let Some(value) = get(doc, &stream.dict, key) {
                let mut value = direct(doc, value, 0);
                full_names(&mut value);
                dict.set(key, value);
            }
        }
        // PostScript begins such data with `<~`, PDF does not.
        let data = stream.content.strip_prefix(b"<~").unwrap_or(&stream.content);
        let copy = Stream::new(dict, data.to_vec());
        match copy.get_plain_content_with_limit(self.room()) {
            Ok(data) => {
                out.extend_from_slice(&data);
                Ok(true)
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                Err(self.over())
            }
            Err(_) => Ok(false),
        }
    }
}

/// Filters by their full names: some writers use the short ones of inline images for all streams.
fn full_names(filter: &mut Object) {
    match filter {
        Object::Array(all) => all.iter_mut().for_each(full_names),
        Object::Name(name) => {
            let full: &[u8] = match name.as_slice() {
                b"A85" => b"ASCII85Decode",
                b"AHx" => b"ASCIIHexDecode",
                b"Fl" => b"FlateDecode",
                b"LZW" => b"LZWDecode",
                b"RL" => b"RunLengthDecode",
                _ => return,
            };
            *name = full.to_vec();
        }
        _ => {}
    }
}

/// A copy with the references inside arrays and dictionaries resolved, as lopdf's decoders want it.
fn direct(doc: &Document, object: &Object, depth: usize) -> Object {
    match object {
        _ if depth > 4 => Object::Null,
        Object::Reference(_) => deref(doc, object).map_or(Object::Null, |o| direct(doc, o, depth + 1)),
        Object::Array(items) => {
            items.iter().take(16).map(|o| direct(doc, o, depth + 1)).collect::<Vec<_>>().into()
        }
        Object::Dictionary(d) => {
            let mut copy = Dictionary::new();
            for (key, value) in d.iter().take(32) {
                copy.set(key.as_slice(), direct(doc, value, depth + 1));
            }
            Object::Dictionary(copy)
        }
        other => other.clone(),
    }
}

/// What must be undone to read a stream.
enum Filters {
    None,
    Flate,
    Other,
}

impl Filters {
    fn of(doc: &Document, d: &Dictionary) -> Self {
        let name = match get(doc, d, b"Filter") {
            None | Some(Object::Null) => return Self::None,
            Some(Object::Name(n)) => n.as_slice(),
            Some(Object::Array(a)) => match a.as_slice() {
                [] => return Self::None,
                [one] => deref(doc, one).and_then(|o| o.as_name().ok()).unwrap_or_default(),
                _ => return Self::Other,
            },
            Some(_) => return Self::Other,
        };
        let parameters = match get(doc, d, b"DecodeParms") {
            Some(Object::Array(a)) => a.first().and_then(|o| deref(doc, o)),
            other => other,
        };
        let predictor =
            parameters.and_then(as_dict).and_then(|p| number(doc, p, b"Predictor")).unwrap_or(1.0);
        if matches!(name, b"FlateDecode" | b"Fl") && predictor <= 1.0 { Self::Flate } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::error::ErrorCode;

    fn zip(data: &[u8]) -> Vec<u8> {
        let mut z = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        z.write_all(data).unwrap();
        z.finish().unwrap()
    }

    fn read(limits: Limits, content: Vec<u8>) -> (Result<bool, Error>, Vec<u8>) {
        let mut dict = Dictionary::new();
        dict.set("Filter", "FlateDecode");
        let mut out = b"before ".to_vec();
        let result =
            Budget::new(limits).inflate_into(&Document::new(), &Stream::new(dict, content), &mut out);
        (result, out)
    }

    #[test]
    fn whole_cut_and_damaged_streams() {
        let text: Vec<u8> = (0..20_000u32).flat_map(|i| i.to_string().into_bytes()).collect();
        let zipped = zip(&text);
        let (result, out) = read(Limits::default(), zipped.clone());
        assert!(result.unwrap() && out.get(7..) == Some(&text[..]));
        let (result, out) = read(Limits::default(), zipped[..zipped.len() / 2].to_vec());
        assert!(!result.unwrap() && out.len() > 10_000 && text.starts_with(&out[7..]));
        let mut wrong_sum = zipped.clone();
        *wrong_sum.last_mut().unwrap() ^= 1;
        assert_eq!(read(Limits::default(), wrong_sum).1.get(7..), Some(&text[..]));
        let mut no_header = zipped.clone();
        no_header[0] = 0;
        assert_eq!(read(Limits::default(), no_header).1.get(7..), Some(&text[..]));
    }

    #[test]
    fn a_bomb_names_its_limit() {
        let bomb = zip(&vec![b' '; 1 << 20]);
        let limits = Limits { stream_bytes: 1 << 16, ..Limits::default() };
        let error = read(limits, bomb.clone()).0.unwrap_err();
        assert_eq!(error.code(), ErrorCode::LimitExceeded);
        assert!(error.message().contains("stream_bytes"), "{error}");
        let limits = Limits { document_bytes: 1 << 16, ..Limits::default() };
        assert!(read(limits, bomb).0.unwrap_err().message().contains("document_bytes"));
        let exact = Limits { stream_bytes: 1 << 20, ..Limits::default() };
        assert!(read(exact, zip(&vec![b' '; 1 << 20])).0.unwrap());
    }
}

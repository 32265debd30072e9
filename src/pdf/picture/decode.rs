//! An image XObject as a bitmap. ISO 32000-2, 7.4.6 to 7.4.8 and 8.9.5.

use std::borrow::Cow;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use lopdf::{Dictionary, Document, Object, Stream};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::bitmap::Bitmap;
use crate::error::Error;
use crate::pdf::budget::Budget;
use crate::pdf::resolve::{as_dict, deref, get, number};

/// The picture in black and white; nothing when it cannot be decoded or has more pixels than `most`.
pub(super) fn bitmap(
    doc: &Document,
    budget: &mut Budget,
    stream: &Stream,
    most: usize,
) -> Result<Option<Bitmap>, Error> {
    let size = |key: &[u8]| number(doc, &stream.dict, key).filter(|n| *n >= 1.0).map(|n| n as usize);
    let (Some(width), Some(height)) = (size(b"Width"), size(b"Height")) else { return Ok(None) };
    if !fits(width, height, most) {
        return Ok(None);
    }
    let (filter, parameters) = last_filter(doc, &stream.dict);
    let parameters = parameters.and_then(as_dict);
    let found = match filter {
        b"DCTDecode" | b"DCT" => jpeg(&undone(doc, budget, stream)?, most.min(JPEG_PIXELS)),
        b"CCITTFaxDecode" | b"CCF" => {
            Some(fax(doc, &undone(doc, budget, stream)?, parameters, width, height))
        }
        b"JBIG2Decode" => {
            let globals = match parameters.and_then(|p| get(doc, p, b"JBIG2Globals")) {
                Some(Object::Stream(globals)) => budget.inflate(doc, globals)?,
                _ => Vec::new(),
            };
            jbig2(&undone(doc, budget, stream)?, &globals, most)
        }
        b"JPXDecode" => None,
        _ => {
            let palette = palette(doc, budget, &stream.dict)?;
            samples(doc, &stream.dict, &budget.inflate(doc, stream)?, palette.as_deref(), width, height)
        }
    };
    Ok(found.map(Bitmap::on_paper))
}

/// Pixels along one side; a bitmap's rows are whole words, so that a thin picture takes more than its pixels.
const MAX_SIDE: usize = 65_536;

/// Pixels of a JPEG picture: an A4 sheet at 600 dpi. Its decoder takes several bytes for each, a fax a bit.
const JPEG_PIXELS: usize = 36_000_000;

/// Whether a picture is small enough.
fn fits(width: usize, height: usize, most: usize) -> bool {
    width.max(height) <= MAX_SIDE && width * height <= most
}

/// The filter that is undone last, and its parameters.
fn last_filter<'d>(doc: &'d Document, dict: &'d Dictionary) -> (&'d [u8], Option<&'d Object>) {
    let last = |key: &[u8]| match get(doc, dict, key) {
        Some(Object::Array(items)) => items.last().and_then(|o| deref(doc, o)),
        one => one,
    };
    (last(b"Filter").and_then(|o| o.as_name().ok()).unwrap_or_default(), last(b"DecodeParms"))
}

/// The stream's bytes as its last filter wants them.
fn undone<'s>(doc: &Document, budget: &mut Budget, stream: &'s Stream) -> Result<Cow<'s, [u8]>, Error> {
    let before = |items: &[Object]| items.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default();
    let filters = match get(doc, &stream.dict, b"Filter") {
        Some(Object::Array(filters)) if filters.len() > 1 => before(filters),
        _ => return Ok(Cow::Borrowed(&stream.content)),
    };
    let mut dict = Dictionary::new();
    dict.set("Filter", filters);
    if let Some(Object::Array(parameters)) = get(doc, &stream.dict, b"DecodeParms") {
        dict.set("DecodeParms", before(parameters));
    }
    budget.inflate(doc, &Stream::new(dict, stream.content.clone())).map(Cow::Owned)
}

fn jpeg(data: &[u8], most: usize) -> Option<Bitmap> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), DecoderOptions::new_safe());
    decoder.decode_headers().ok()?;
    let (width, height) = decoder.dimensions()?;
    if !fits(width, height, most) {
        return None;
    }
    let grey = matches!(decoder.input_colorspace()?, ColorSpace::Luma | ColorSpace::YCbCr);
    let wanted = if grey { ColorSpace::Luma } else { ColorSpace::RGB };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(wanted));
    let pixels = decoder.decode().ok()?;
    let levels = if grey { pixels } else { pixels.chunks_exact(3).map(lightness).collect() };
    Some(Bitmap::of_levels(width, height, &levels))
}

/// Perceived lightness of red, green and blue.
fn lightness(rgb: &[u8]) -> u8 {
    let part = |i: usize, weight: u32| rgb.get(i).map_or(0, |v| weight * u32::from(*v));
    ((part(0, 77) + part(1, 150) + part(2, 29)) >> 8) as u8
}

fn fax(doc: &Document, data: &[u8], parameters: Option<&Dictionary>, width: usize, height: usize) -> Bitmap {
    struct Rows(Bitmap, usize);
    impl hayro_ccitt::Decoder for Rows {
        fn push_row(&mut self, changes: &[u32]) {
            for ends in changes.chunks(2) {
                let from = ends.first().map_or(0, |x| *x as usize);
                self.0.set_run(self.1, from, ends.get(1).map_or(usize::MAX, |x| *x as usize));
            }
            self.1 += 1;
        }
    }
    let of = |key: &[u8]| parameters.and_then(|p| get(doc, p, key));
    let flag = |key: &[u8], default: bool| match of(key) {
        Some(Object::Boolean(value)) => *value,
        _ => default,
    };
    let kind = parameters.and_then(|p| number(doc, p, b"K")).unwrap_or(0.0);
    let columns = parameters.and_then(|p| number(doc, p, b"Columns")).unwrap_or(1728.0);
    let settings = DecodeSettings {
        columns: columns.clamp(1.0, 65_536.0) as u32,
        rows: height as u32,
        end_of_block: flag(b"EndOfBlock", true),
        end_of_line: flag(b"EndOfLine", false),
        rows_are_byte_aligned: flag(b"EncodedByteAlign", false),
        encoding: if kind < 0.0 {
            EncodingMode::Group4
        } else if kind > 0.0 {
            EncodingMode::Group3_2D
        } else {
            EncodingMode::Group3_1D
        },
        strict: false,
    };
    let mut rows = Rows(Bitmap::new(width, height), 0);
    // What was read before an error counts.
    let _ = hayro_ccitt::decode(data, &mut rows, &mut DecoderContext::new(settings));
    rows.0
}

fn jbig2(data: &[u8], globals: &[u8], most: usize) -> Option<Bitmap> {
    struct Pixels(Bitmap, usize, usize);
    impl hayro_jbig2::Decoder for Pixels {
        fn push_pixel(&mut self, black: bool) {
            if black {
                self.0.set(self.1, self.2);
            }
            self.1 += 1;
        }
        fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
            let to = self.1 + 8 * chunk_count as usize;
            if black {
                self.0.set_run(self.2, self.1, to);
            }
            self.1 = to;
        }
        fn next_line(&mut self) {
            (self.1, self.2) = (0, self.2 + 1);
        }
    }
    let settings = hayro_jbig2::DecodeSettings::default();
    let globals =
        (!globals.is_empty()).then(|| hayro_jbig2::Globals::new(globals, &settings)).transpose().ok()?;
    let page = hayro_jbig2::Page::new_embedded(data, globals.as_ref(), &settings).ok()?;
    let (width, height) = (page.width() as usize, page.height() as usize);
    if !fits(width, height, most) {
        return None;
    }
    let mut pixels = Pixels(Bitmap::new(width, height), 0, 0);
    page.decode(&mut pixels).ok()?;
    Some(pixels.0)
}

/// Plain samples: one bit, or eight bits of grey, of red, green and blue, or of an index into a palette of these.
fn samples(
    doc: &Document,
    dict: &Dictionary,
    data: &[u8],
    palette: Option<&[u8]>,
    width: usize,
    height: usize,
) -> Option<Bitmap> {
    let bits = number(doc, dict, b"BitsPerComponent").unwrap_or(1.0) as u8;
    if bits <= 1 {
        return Some(Bitmap::of_bits(width, height, data));
    }
    let pixels = width * height;
    if bits != 8 || data.len() < pixels {
        return None;
    }
    let levels = match data.len() / pixels {
        1 | 2 => match palette {
            Some(palette) => {
                data.iter().map(|i| palette.get(usize::from(*i)).copied().unwrap_or(u8::MAX)).collect()
            }
            None => data.to_vec(),
        },
        3 => data.chunks_exact(3).map(lightness).collect(),
        _ => return None,
    };
    Some(Bitmap::of_levels(width, height, &levels))
}

/// The lightness of each colour of an indexed picture.
fn palette(doc: &Document, budget: &mut Budget, dict: &Dictionary) -> Result<Option<Vec<u8>>, Error> {
    let Some(Object::Array(space)) = get(doc, dict, b"ColorSpace") else { return Ok(None) };
    let [family, _, last, lookup] = space.as_slice() else { return Ok(None) };
    let named = |o: &Object| o.as_name().is_ok_and(|n| n == b"Indexed");
    let last = deref(doc, last).and_then(|o| o.as_i64().ok());
    let (Some(last), true) = (last, deref(doc, family).is_some_and(named)) else { return Ok(None) };
    let colours = match deref(doc, lookup) {
        Some(Object::String(bytes, _)) => bytes.clone(),
        Some(Object::Stream(stream)) => budget.inflate(doc, stream)?,
        _ => return Ok(None),
    };
    Ok(match colours.len() as i64 / last.saturating_add(1).max(1) {
        1 => Some(colours),
        3 => Some(colours.chunks_exact(3).map(lightness).collect()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_as_a_photograph_is_an_a4_sheet_at_most() {
        assert!(fits(4960, 7016, JPEG_PIXELS));
        assert!(!fits(7016, 9921, JPEG_PIXELS));
        assert!(!fits(MAX_SIDE + 1, 1, JPEG_PIXELS));
    }
}

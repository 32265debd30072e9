//! Every coding of a picture gives the same pixels, and a broken one none or the first of them.

use lopdf::{Dictionary, Document, Object, Stream};

use super::decode::bitmap;
use crate::config::Limits;
use crate::pdf::budget::Budget;

/// 64 × 16 pixels with a line of two pixels' height at row 8 from column 4 to 60, in every coding.
const FAX4: &str = "26a0786ffffcb59fc7ff80080080";
const FAX3: &str = "0013503c370013503c370013503c370013503c370013503c370013503c370013503c370013503c37\
    001356b2c004d5acb0013503c370013503c370013503c370013503c370013503c370013503c370";
const JPEG: &str = "ffd8ffe000104a46494600010100000100010000ffdb00430006040506050406060506070706080a100a0a09090a140e0f0c\
    1017141818171416161a1d251f1a1b231c1616202c20232627292a29191f2d302d283025282928ffc0000b08001000400101\
    1100ffc400160001010100000000000000000000000000000608ffc40025100000020a020301000000000000000000001202\
    04060711141856a4d3033105162432ffda0008010100003f00d520000000255ba77ccc37723ed7e327e48f2ff472f110e537\
    e124631223dc7a1294f8ec2d9cf5ad814f8ec2d9cf5ad814f8ec2d9cf5ad814f8ec2d9cf5ad814f8ec2d9cf5ad814f8ec2d9\
    cf5ad82ad8577ccc3093dea9e324274931f472f29c862fed24a103a5d43b1fffd9";
const JBIG2: &str = "0000000030000100000013000000400000001000000000000000000000000000000126000100000020000000\
    40000000100000000000000000000126a0786ffffcb59fc7ff80080080";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter_map(|b| (b as char).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks_exact(2).map(|pair| 16 * pair[0] + pair[1]).collect()
}

fn image(entries: &[(&str, Object)], data: Vec<u8>) -> Stream {
    let mut dict = Dictionary::new();
    dict.set("Width", 64);
    dict.set("Height", 16);
    for (key, value) in entries {
        dict.set(*key, value.clone());
    }
    Stream::new(dict, data)
}

fn decoded(stream: &Stream, most: usize) -> Option<Vec<(usize, usize, usize)>> {
    let mut budget = Budget::new(Limits::default());
    let bitmap = bitmap(&Document::new(), &mut budget, stream, most).unwrap()?;
    Some(
        (0..bitmap.height())
            .flat_map(|y| bitmap.runs(y).map(move |(a, b)| (y, a, b)).collect::<Vec<_>>())
            .collect(),
    )
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

#[test]
fn a_line_is_the_same_in_every_coding() {
    let parameters = |k: i64| {
        let mut p = Dictionary::new();
        p.set("K", k);
        p.set("Columns", 64);
        Object::Dictionary(p)
    };
    let filter = |f: &str| ("Filter", name(f));
    let mut bits = vec![0xff_u8; 128];
    let mut grey = vec![250_u8; 64 * 16];
    let mut indexed = vec![0_u8; 64 * 16];
    for y in [8, 9] {
        for x in 4..60 {
            bits[8 * y + x / 8] &= !(0x80 >> (x % 8));
            grey[64 * y + x] = 90;
            indexed[64 * y + x] = 1;
        }
    }
    let rgb: Vec<u8> = grey.iter().flat_map(|v| [*v, *v, 250]).collect();
    let eight = || ("BitsPerComponent", Object::Integer(8));
    let space = |lookup: &[u8]| {
        let string = Object::String(lookup.to_vec(), lopdf::StringFormat::Literal);
        ("ColorSpace", Object::Array(vec![name("Indexed"), name("DeviceRGB"), Object::Integer(1), string]))
    };
    let images = [
        ("one bit", image(&[], bits)),
        ("grey", image(&[eight()], grey)),
        ("colour", image(&[eight()], rgb)),
        ("palette", image(&[eight(), space(&[255, 255, 240, 80, 80, 80])], indexed)),
        ("group 4", image(&[filter("CCITTFaxDecode"), ("DecodeParms", parameters(-1))], bytes(FAX4))),
        ("group 3", image(&[filter("CCITTFaxDecode"), ("DecodeParms", parameters(0))], bytes(FAX3))),
        ("JBIG2", image(&[filter("JBIG2Decode")], bytes(JBIG2))),
        ("JPEG", image(&[filter("DCTDecode"), eight()], bytes(JPEG))),
    ];
    for (coding, stream) in &images {
        assert_eq!(decoded(stream, 1024).unwrap(), [(8, 4, 60), (9, 4, 60)], "{coding}");
        assert_eq!(decoded(stream, 1023), None, "{coding}: too large");
    }
    let thin = image(&[("Width", Object::Integer(1)), ("Height", Object::Integer(70_000))], vec![0; 70_000]);
    assert_eq!(decoded(&thin, usize::MAX), None, "thinner than a picture is");
    let twice = Object::Array(vec![name("ASCIIHexDecode"), name("DCTDecode")]);
    let hex = JPEG.replace(' ', "").into_bytes();
    assert!(decoded(&image(&[("Filter", twice)], hex), 1024).is_some());
}

#[test]
fn what_is_broken_gives_nothing_or_what_came_before() {
    for (filter, data) in [("DCTDecode", JPEG), ("JBIG2Decode", JBIG2), ("CCITTFaxDecode", FAX4)] {
        let data = bytes(data);
        for cut in 0..data.len() {
            for flip in [0, 0xff] {
                let mut broken = data.clone();
                broken[cut] ^= flip;
                broken.truncate(if flip == 0 { cut } else { data.len() });
                // It ends, and without a panic.
                decoded(&image(&[("Filter", name(filter))], broken), 4096);
            }
        }
    }
    assert_eq!(decoded(&image(&[("Filter", name("JPXDecode"))], vec![0; 99]), 4096), None);
    assert_eq!(decoded(&image(&[("BitsPerComponent", Object::Integer(16))], vec![0; 99]), 4096), None);
}

//! The bytes that a string stands for. ISO 32000-2, 7.3.4.

/// Appends the bytes of a string in parentheses.
pub(super) fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut i = 0;
    while let Some(&b) = raw.get(i) {
        i += 1;
        if b != b'\\' {
            // An unescaped line end of any kind is read as \n.
            if b == b'\r' {
                i += usize::from(raw.get(i) == Some(&b'\n'));
                out.push(b'\n');
            } else {
                out.push(b);
            }
            continue;
        }
        let Some(&e) = raw.get(i) else { return };
        i += 1;
        match e {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'0'..=b'7' => {
                let mut v = u32::from(e - b'0');
                for _ in 0..2 {
                    match raw.get(i) {
                        Some(&d @ b'0'..=b'7') => {
                            v = v * 8 + u32::from(d - b'0');
                            i += 1;
                        }
                        _ => break,
                    }
                }
                out.push((v & 0xFF) as u8);
            }
            b'\r' => i += usize::from(raw.get(i) == Some(&b'\n')),
            b'\n' => {}
            other => out.push(other),
        }
    }
}

/// The value of a hexadecimal digit; [`NO_DIGIT`] for any other byte.
static HEX: [u8; 256] = {
    let mut t = [NO_DIGIT; 256];
    let mut i = 0;
    while i < 10 {
        t[b'0' as usize + i] = i as u8;
        i += 1;
    }
    i = 0;
    while i < 6 {
        t[b'a' as usize + i] = 10 + i as u8;
        t[b'A' as usize + i] = 10 + i as u8;
        i += 1;
    }
    t
};
const NO_DIGIT: u8 = 0xFF;

/// The byte of two hexadecimal digits.
#[inline]
pub(super) fn pair(high: u8, low: u8) -> Option<u8> {
    let (h, l) = (HEX[high as usize], HEX[low as usize]);
    ((h | l) != NO_DIGIT).then_some(h << 4 | l)
}

/// Appends the bytes of a string in angle brackets. What is no digit is passed over; a last single digit is a
/// high one.
pub(super) fn unhex(raw: &[u8], out: &mut Vec<u8>) {
    let (pairs, rest) = raw.as_chunks::<2>();
    let mut clean = 0;
    for [h, l] in pairs {
        let Some(byte) = pair(*h, *l) else { break };
        out.push(byte);
        clean += 1;
    }
    let mut half: Option<u8> = None;
    for &b in pairs.iter().skip(clean).flatten().chain(rest) {
        let d = HEX[b as usize];
        if d == NO_DIGIT {
            continue;
        }
        half = match half {
            None => Some(d),
            Some(h) => {
                out.push(h << 4 | d);
                None
            }
        };
    }
    if let Some(h) = half {
        out.push(h << 4);
    }
}

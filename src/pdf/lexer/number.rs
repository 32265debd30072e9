//! Numbers as producers write them. ISO 32000-2, 7.3.3.

use super::goes_on;

/// Longest number that is read in one step, in bytes.
const PLAIN: usize = 16;

/// A number of the usual form that begins at `start`, and where it ends; `None` for anything else.
// Four of ten tokens are numbers.
#[inline(always)]
#[allow(clippy::inline_always)]
pub(super) fn plain(data: &[u8], start: usize) -> Option<(f64, usize)> {
    let negative = data.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut i = first;
    let mut mantissa: u64 = 0;
    let mut after = b' ';
    // What overflows is longer than PLAIN.
    while let Some(&b) = data.get(i) {
        let d = b.wrapping_sub(b'0');
        if d > 9 {
            after = b;
            break;
        }
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d));
        i += 1;
    }
    if after != b'.' {
        if i == first || i - start > PLAIN || goes_on(after) {
            return None;
        }
        let value = float(mantissa);
        return Some((if negative { -value } else { value }, i));
    }
    let point = i;
    i += 1;
    after = b' ';
    while let Some(&b) = data.get(i) {
        let d = b.wrapping_sub(b'0');
        if d > 9 {
            after = b;
            break;
        }
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d));
        i += 1;
    }
    if i - first < 2 || i - start > PLAIN || goes_on(after) {
        return None;
    }
    let scale = i - point - 1;
    let value = float(mantissa) / POWERS.get(scale).copied().unwrap_or(1.0);
    Some((if negative { -value } else { value }, i))
}

/// At most [`PLAIN`] digits as a float: processors convert signed integers in one step.
#[inline]
fn float(digits: u64) -> f64 {
    digits as i64 as f64
}

/// A number of any form: `12`, `-.5`, `4.`, and the broken `--5`, `1-2` (the rest is dropped).
pub(super) fn any(word: &[u8]) -> Option<f64> {
    let mut i = 0;
    let mut negative = false;
    while let Some(sign @ (b'+' | b'-')) = word.get(i) {
        negative |= *sign == b'-';
        i += 1;
    }
    let mut mantissa: u64 = 0;
    let mut digits = 0u32;
    let mut scale = 0usize;
    let mut point = false;
    for &b in word.get(i..)? {
        match b {
            b'0'..=b'9' => {
                if digits < 18 {
                    mantissa = mantissa * 10 + u64::from(b - b'0');
                    digits += u32::from(mantissa != 0);
                    scale += usize::from(point);
                } else if !point {
                    return Some(if negative { -1e18 } else { 1e18 });
                }
            }
            b'.' if !point => point = true,
            b'-' if digits > 0 || point => break,
            _ => return None,
        }
    }
    if word.len() == i {
        return None;
    }
    let value = mantissa as f64 / POWERS.get(scale).copied().unwrap_or(1e18);
    Some(if negative { -value } else { value })
}

static POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

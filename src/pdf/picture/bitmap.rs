//! A picture in black and white.

/// Rows of pixels, 64 a word, a dark one being a set bit, the leftmost the lowest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bitmap {
    width: usize,
    height: usize,
    /// Words of a row.
    stride: usize,
    words: Vec<u64>,
}

impl Bitmap {
    /// A white one.
    pub fn new(width: usize, height: usize) -> Self {
        let stride = width.div_ceil(64);
        Self { width, height, stride, words: vec![0; stride * height] }
    }

    /// What is darker than the paper by a quarter; `levels` are row by row, 0 black to 255 white. The paper is the
    /// lightness that most pixels have.
    pub fn of_levels(width: usize, height: usize, levels: &[u8]) -> Self {
        let mut counts = [0_usize; 256];
        for &level in levels {
            counts[usize::from(level)] += 1;
        }
        let paper = (0..256).max_by_key(|&level| counts[level]).unwrap_or(255);
        let dark = |level: u8| {
            let level = usize::from(level);
            if paper >= 128 { 4 * level < 3 * paper } else { 4 * (255 - level) < 3 * (255 - paper) }
        };
        let mut bitmap = Self::new(width, height);
        for (y, row) in levels.chunks(width.max(1)).take(height).enumerate() {
            for (x, &level) in row.iter().enumerate() {
                if dark(level) {
                    bitmap.set(x, y);
                }
            }
        }
        bitmap
    }

    /// A picture of one bit a pixel, rows filled up to bytes, the leftmost the highest.
    pub fn of_bits(width: usize, height: usize, data: &[u8]) -> Self {
        let mut bitmap = Self::new(width, height);
        for (y, row) in data.chunks(width.div_ceil(8).max(1)).take(height).enumerate() {
            for (word, bytes) in bitmap.row_mut(y).iter_mut().zip(row.chunks(8)) {
                let mut eight = [0; 8];
                for (to, byte) in eight.iter_mut().zip(bytes) {
                    *to = byte.reverse_bits();
                }
                *word = u64::from_le_bytes(eight);
            }
        }
        bitmap.cut();
        bitmap
    }

    /// Paper is light and there is more of it than of ink: a picture that is mostly dark is taken as a negative.
    pub fn on_paper(mut self) -> Self {
        let dark: usize = self.words.iter().map(|w| w.count_ones() as usize).sum();
        if 2 * dark > self.width * self.height {
            self.words.iter_mut().for_each(|w| *w = !*w);
            self.cut();
        }
        self
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    /// Makes a pixel dark.
    pub fn set(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(word) = self.row_mut(y).get_mut(x / 64)
        {
            *word |= 1 << (x % 64);
        }
    }

    /// Makes the pixels from `from` to before `to` dark.
    pub fn set_run(&mut self, y: usize, from: usize, to: usize) {
        (from..to.min(self.width)).for_each(|x| self.set(x, y));
    }

    /// The dark runs of a row, each from its first pixel to the one behind its last.
    pub fn runs(&self, y: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let row = self.row(y);
        let mut at = 0;
        std::iter::from_fn(move || {
            let from = next(row, at, false)?;
            let to = next(row, from, true).unwrap_or(self.width);
            at = to;
            Some((from, to))
        })
    }

    /// Columns as rows.
    pub fn transposed(&self) -> Self {
        let mut turned = Self::new(self.height, self.width);
        for y in 0..self.height {
            let (word, bit) = (y / 64, 1_u64 << (y % 64));
            for (i, &dark) in self.row(y).iter().enumerate() {
                let mut rest = dark;
                while rest != 0 {
                    let x = 64 * i + rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    if let Some(to) = turned.words.get_mut(x * turned.stride + word) {
                        *to |= bit;
                    }
                }
            }
        }
        turned
    }

    fn row(&self, y: usize) -> &[u64] {
        self.words.get(y * self.stride..(y + 1) * self.stride).unwrap_or_default()
    }

    fn row_mut(&mut self, y: usize) -> &mut [u64] {
        self.words.get_mut(y * self.stride..(y + 1) * self.stride).unwrap_or_default()
    }

    /// Clears what stands behind the last pixel of each row.
    fn cut(&mut self) {
        let used = self.width % 64;
        if used > 0 {
            for row in self.words.chunks_mut(self.stride) {
                if let Some(last) = row.last_mut() {
                    *last &= (1 << used) - 1;
                }
            }
        }
    }
}

/// The first pixel at or behind `at` that is dark, or light.
fn next(row: &[u64], at: usize, light: bool) -> Option<usize> {
    let flip = if light { u64::MAX } else { 0 };
    let mut mask = u64::MAX << (at % 64);
    for (i, word) in row.iter().enumerate().skip(at / 64) {
        let found = (word ^ flip) & mask;
        if found != 0 {
            return Some(64 * i + found.trailing_zeros() as usize);
        }
        mask = u64::MAX;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_and_columns_are_those_of_the_pixels(
            width in 1_usize..150, height in 1_usize..5, dots in proptest::collection::vec((0_usize..150, 0_usize..5), 0..200)
        ) {
            let mut bitmap = Bitmap::new(width, height);
            dots.iter().filter(|d| d.0 < width && d.1 < height).for_each(|d| bitmap.set(d.0, d.1));
            let turned = bitmap.transposed();
            prop_assert_eq!(&turned.transposed(), &bitmap);
            for y in 0..height {
                let dark: Vec<usize> = bitmap.runs(y).flat_map(|(from, to)| from..to).collect();
                let wanted: Vec<usize> = (0..width).filter(|&x| dots.contains(&(x, y))).collect();
                prop_assert_eq!(&dark, &wanted);
                prop_assert!((0..width).all(|x| turned.runs(x).any(|(a, b)| (a..b).contains(&y)) == wanted.contains(&x)));
            }
        }
    }

    #[test]
    fn bits_and_levels() {
        let bits = Bitmap::of_bits(10, 2, &[0b1010_0000, 0b0111_1111, 0, 0]);
        assert_eq!(bits.runs(0).collect::<Vec<_>>(), [(0, 1), (2, 3), (9, 10)]);
        assert_eq!(bits.on_paper().runs(1).count(), 0);
        // The paper is grey, 200; a light fill is none, a grey line is.
        let mut levels = [200_u8; 20];
        (levels[3], levels[4], levels[15]) = (100, 160, 0);
        let bitmap = Bitmap::of_levels(10, 2, &levels);
        assert_eq!((bitmap.runs(0).collect(), bitmap.runs(1).collect()), (vec![(3, 4)], vec![(5, 6)]));
        let negative = Bitmap::of_bits(10, 1, &[0xff, 0x80]).on_paper();
        assert_eq!(negative.runs(0).collect::<Vec<_>>(), [(9, 10)]);
    }
}

//! A small generator of numbers: the same seed gives the same document on every machine and in every version.

/// SplitMix64.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator for one purpose (`salt`) of one document, so that a change in one part leaves the others alone.
    pub fn new(seed: u64, salt: &str) -> Self {
        let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
        for byte in salt.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut rng = Self(state);
        rng.next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).max(0) as u64 + 1;
        low + (self.next() % width) as i64
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.range(1, 100) <= percent
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.range(0, list.len() as i64 - 1) as usize]
    }

    /// Shares of `whole` in steps of `step`, `parts` of them, each at least one step where `whole` allows it.
    pub fn split(&mut self, whole: i64, parts: usize, step: i64) -> Vec<i64> {
        let weights: Vec<i64> = (0..parts).map(|_| self.range(3, 100)).collect();
        self.split_by(whole, &weights, step)
    }

    /// As [`Rng::split`], in proportion to weights; the last takes the rest.
    pub fn split_by(&mut self, whole: i64, weights: &[i64], step: i64) -> Vec<i64> {
        let total: i64 = weights.iter().sum::<i64>().max(1);
        let mut left = whole;
        let mut shares = Vec::with_capacity(weights.len());
        for (i, weight) in weights.iter().enumerate() {
            if i + 1 == weights.len() {
                shares.push(left);
                break;
            }
            let noise = self.range(85, 115);
            let wish =
                i128::from(whole) * i128::from(*weight) * i128::from(noise) / (i128::from(total) * 100);
            let mut share = (wish as i64) / step * step;
            share = share.clamp(0, left.max(0));
            left -= share;
            shares.push(share);
        }
        shares
    }
}

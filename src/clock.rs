//! What a document may take, in time and in number, seen from every loop that its size drives.
//!
//! The rooms between PDF and output compute, they do not fail; a limit reached deep in a loop unwinds to
//! [`within`], which makes an error of it. The unwinding is not a panic: no hook hears of it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use crate::config::Limits;
use crate::error::Error;

thread_local! {
    /// When this thread's document must be done, and its limits.
    static BOUNDS: Cell<Option<(Option<Instant>, Limits)>> = const { Cell::new(None) };
    /// Ticks until the clock is looked at.
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

/// Ticks between two looks at the clock.
const TICKS: u32 = 64;

/// What unwinds.
struct Exceeded(Error);

/// Does one document's work; `limit_exceeded` when a loop in it ticks after the time is over.
///
/// # Errors
/// Those of `work`, and `limit_exceeded`.
pub fn within<T>(limits: &Limits, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let before = BOUNDS.get();
    // Work within work has the bounds of the whole.
    let end = || Instant::now().checked_add(Duration::from_millis(limits.millis));
    BOUNDS.set(before.or_else(|| Some((end(), *limits))));
    LEFT.set(0);
    let result = catch_unwind(AssertUnwindSafe(work));
    BOUNDS.set(before);
    result.unwrap_or_else(|cause| match cause.downcast::<Exceeded>() {
        Ok(exceeded) => Err(exceeded.0),
        Err(panic) => resume_unwind(panic),
    })
}

/// A step of a loop that a document's size drives. Ends the document when its time is over; does nothing outside
/// [`within`].
#[inline]
pub fn tick() {
    match LEFT.get().checked_sub(1) {
        Some(left) => LEFT.set(left),
        None => look(),
    }
}

#[cold]
fn look() {
    LEFT.set(TICKS);
    if let Some((Some(end), limits)) = BOUNDS.get()
        && Instant::now() > end
    {
        resume_unwind(Box::new(Exceeded(Error::exceeded("millis", limits.millis))));
    }
}

/// Ends the document when it has more of something than its limit; does nothing outside [`within`].
pub fn at_most(name: &'static str, limit: fn(&Limits) -> usize, number: usize) {
    if let Some((_, limits)) = BOUNDS.get()
        && number > limit(&limits)
    {
        resume_unwind(Box::new(Exceeded(Error::exceeded(name, limit(&limits)))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn a_loop_ends_when_the_time_is_over_and_a_panic_stays_a_panic() {
        let limits = Limits { millis: 5, ..Limits::default() };
        let endless = || -> Result<(), Error> {
            loop {
                tick();
            }
        };
        let error = within(&limits, endless).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LimitExceeded);
        assert!(error.message().contains("millis"), "{error}");
        // Outside nothing watches, and within is sound again afterwards.
        (0..1_000).for_each(|_| tick());
        at_most("cells", |l| l.cells, usize::MAX);
        let inner = within(&Limits { cells: 1, ..Limits::default() }, || {
            at_most("cells", |l| l.cells, 1);
            within(&Limits::default(), || {
                at_most("cells", |l| l.cells, 2);
                Ok(())
            })
        });
        assert!(inner.unwrap_err().message().contains("`cells` (1)"));
        assert!(catch_unwind(|| within(&limits, || -> Result<(), Error> { panic!("a defect") })).is_err());
    }
}

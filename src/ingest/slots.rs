//! How many documents are worked on at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// A number of places; a document has one while it is read, and gives it back when its output waits for the disk.
#[derive(Debug)]
pub struct Slots {
    free: Mutex<usize>,
    back: Condvar,
}

/// A place. It goes back when it is dropped.
#[derive(Debug)]
pub struct Slot<'a>(&'a Slots);

impl Slots {
    /// So many places.
    pub fn new(number: usize) -> Self {
        Self { free: Mutex::new(number.max(1)), back: Condvar::new() }
    }

    /// Takes a place, waiting for one.
    pub fn take(&self) -> Slot<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.back.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.back.notify_one();
    }
}

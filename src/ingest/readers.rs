//! Which reader a document gets: one in this process, or a worker when it may take too much for that.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::isolate::{self, Isolation};
use super::reader::{Make, Reader, Reading, Request};
use crate::config::Config;
use crate::error::Error;
use crate::pipeline::Media;

/// Readers for as many documents side by side as are asked for.
#[derive(Debug)]
pub struct Readers<T> {
    config: Config,
    worker: Option<Isolation>,
    /// Every document goes to a worker.
    isolate: bool,
    /// Documents that go to a worker: they were being read when a run was killed.
    suspects: HashSet<String>,
    make: Make<T>,
    receive: fn(Reading) -> Result<T, Error>,
    here: Mutex<Vec<Reader<T>>>,
    apart: Mutex<Vec<Reader<Reading>>>,
}

impl<T: Send + 'static> Readers<T> {
    /// Readers that make with `make` what is wanted of a document, or with `receive` of a worker's answer.
    pub fn new(
        config: &Config,
        worker: Option<Isolation>,
        make: Make<T>,
        receive: fn(Reading) -> Result<T, Error>,
    ) -> Self {
        Self {
            config: config.clone(),
            worker,
            isolate: false,
            suspects: HashSet::new(),
            make,
            receive,
            here: Mutex::default(),
            apart: Mutex::default(),
        }
    }

    /// Has these documents, or all, read in a worker.
    #[must_use]
    pub fn apart(mut self, suspects: HashSet<String>, all: bool) -> Self {
        self.suspects = suspects;
        self.isolate = all;
        self
    }

    /// Whether a document was being read when a run was killed.
    pub fn suspects(&self, path: &str) -> bool {
        self.suspects.contains(path)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// Those of [`Reader::read`].
    pub fn read(&self, request: Request) -> Result<T, Error> {
        let Some(worker) = &self.worker else { return self.read_here(request) };
        let heavy = request.media == Media::Pdf && isolate::is_heavy(&request.bytes);
        if heavy || self.isolate || self.suspects(&request.path) {
            return self.read_apart(worker, request);
        }
        match self.read_here(request.clone()) {
            Err(error) if isolate::was_too_light(&error) => self.read_apart(worker, request),
            read => read,
        }
    }

    fn read_here(&self, request: Request) -> Result<T, Error> {
        let new = || {
            let light = self.worker.as_ref().map(|_| isolate::light(&self.config));
            Reader::new(light.as_ref().unwrap_or(&self.config), self.make)
        };
        with_idle(&self.here, new, |reader| reader.read(request))
    }

    fn read_apart(&self, worker: &Isolation, request: Request) -> Result<T, Error> {
        let new = || Reader::isolated(&self.config, worker);
        with_idle(&self.apart, new, |reader| reader.read(request)).and_then(self.receive)
    }
}

/// Work with a reader of the pool, or with a new one.
fn with_idle<R, A>(pool: &Mutex<Vec<R>>, new: impl FnOnce() -> R, work: impl FnOnce(&mut R) -> A) -> A {
    let idle = pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut reader = idle.unwrap_or_else(new);
    let result = work(&mut reader);
    pool.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    result
}

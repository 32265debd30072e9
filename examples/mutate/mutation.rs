//! Damaged documents by the thousand: flips, cuts and splices of sound ones, and what reading them does.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use yusuan::ingest::reader::{self, Reader, Request, Want};
use yusuan::pipeline::Media;
use yusuan::{Config, ErrorCode};

/// A small generator: the same seed gives the same mutants.
pub struct Dice(u64);

impl Dice {
    /// Seeds the generator.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `below`, which is more than 0.
    pub fn roll(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }
}

/// A sound document.
pub struct Base {
    /// Its file name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is.
    pub media: Media,
}

/// The PDFs and texts of a folder and its folders, sorted; each PDF also with its streams unpacked, so that
/// damage reaches what is in them.
pub fn bases(folder: &Path) -> Vec<Base> {
    let mut found = Vec::new();
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(bases(&path));
            continue;
        }
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_owned();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        match extension.as_str() {
            "pdf" => {
                if let Ok(mut document) = lopdf::Document::load_mem(&bytes) {
                    document.decompress();
                    let mut open = Vec::new();
                    if document.save_to(&mut open).is_ok() {
                        found.push(Base { name: format!("{name} unpacked"), bytes: open, media: Media::Pdf });
                    }
                }
                found.push(Base { name, bytes, media: Media::Pdf });
            }
            "txt" => found.push(Base { name, bytes, media: Media::Text }),
            _ => {}
        }
    }
    found
}

/// A damaged copy of one of the bases.
pub fn mutant(dice: &mut Dice, bases: &[Base]) -> (String, Vec<u8>, Media) {
    let base = &bases[dice.roll(bases.len())];
    let mut bytes = base.bytes.clone();
    let mut what = base.name.clone();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len());
        let most = [4, 64, 4096][dice.roll(3)];
        let length = 1 + dice.roll(most);
        let end = (at + length).min(bytes.len());
        let step = match dice.roll(8) {
            0 => {
                for _ in 0..=dice.roll(30) {
                    let at = dice.roll(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << dice.roll(8);
                    }
                }
                "flip"
            }
            1 => {
                bytes.drain(at..end);
                "cut"
            }
            2 => {
                bytes.truncate(at.max(64));
                "tail"
            }
            3 => {
                let other = &bases[dice.roll(bases.len())].bytes;
                let from = dice.roll(other.len());
                let part = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..end, part);
                "splice"
            }
            4 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
                "double"
            }
            5 => {
                bytes[at..end].fill(b"\0 9(<[/\xff"[dice.roll(8)]);
                "fill"
            }
            6 => {
                number(dice, &mut bytes, at);
                "number"
            }
            _ => {
                let words: [&[u8]; 10] = [
                    b"<<",
                    b">>",
                    b"[",
                    b" 0 R",
                    b"stream\n",
                    b"endobj\n",
                    b"BT ",
                    b" Do ",
                    b" Tf ",
                    b"/Kids",
                ];
                let word = words[dice.roll(words.len())];
                bytes.splice(at..at, word.iter().copied());
                "word"
            }
        };
        what = format!("{what}, {step}");
        if bytes.is_empty() {
            bytes.push(b'%');
        }
    }
    (what, bytes, base.media)
}

/// Puts an absurd number in the place of the next one.
fn number(dice: &mut Dice, bytes: &mut Vec<u8>, from: usize) {
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|p| from + p) else { return };
    let end = bytes[start..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |p| start + p);
    let absurd: [&[u8]; 7] =
        [b"0", b"-1", b"65536", b"2147483648", b"4294967295", b"99999999999999999999", b"1e308"];
    bytes.splice(start..end, absurd[dice.roll(absurd.len())].iter().copied());
}

/// What reading a mutant did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was read.
    Read,
    /// It was refused with this code.
    Refused(ErrorCode),
    /// A panic: what and where.
    Crash(String),
    /// It took longer than the limit.
    Hang(Duration),
}

static WHERE: Mutex<String> = Mutex::new(String::new());

/// Remembers where a panic was, instead of printing it.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        *WHERE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// Reads one mutant with a reader; a hang is more than `limit` of processor time.
pub fn judge(reader: &mut Reader<usize>, bytes: Vec<u8>, media: Media, limit: Duration) -> Verdict {
    let (began, worked) = (Instant::now(), processor());
    let request = Request {
        bytes: bytes.into(),
        sha256: String::new(),
        path: "mutant".to_owned(),
        media,
        manifest: None,
        want: Want::Output,
    };
    let result = reader.read(request);
    let took = began.elapsed();
    // On a machine that does other things beside, the clock says little.
    let took = processor().zip(worked).map_or(took, |(now, then)| took.min(now.saturating_sub(then)));
    match result {
        _ if took > limit => Verdict::Hang(took),
        Ok(_) => Verdict::Read,
        Err(e) if e.code() == ErrorCode::Internal => {
            let place = WHERE.lock().unwrap_or_else(PoisonError::into_inner).clone();
            Verdict::Crash(format!("{place}: {e}"))
        }
        Err(e) => Verdict::Refused(e.code()),
    }
}

/// Processor time of this process (Linux), in hundredths of a second.
fn processor() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold anything; after it stand the state, ten numbers, and user and system time.
    let (_, fields) = stat.rsplit_once(')')?;
    let times = fields.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().ok());
    times.sum::<Option<u64>>().map(|ticks| Duration::from_millis(ticks * 10))
}

/// A reader that writes the output too, as a batch does.
pub fn reader(limit: Duration) -> Reader<usize> {
    let mut config = Config::default();
    // The rooms end by themselves in time, also where the machine is busy; what they miss is seen by the judge.
    config.limits.millis = limit.as_millis() as u64 * 6;
    Reader::new(&config, |request, config| {
        reader::document(request, config).map(|document| yusuan::emit::json::write(&document).len())
    })
}

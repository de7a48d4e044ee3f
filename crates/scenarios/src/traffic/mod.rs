//! The reader's own traffic: a file or a pasted text, read and scaled into a run.
//!
//! | module | holds |
//! |---|---|
//! | `line` | what one line says: an instant, and whose it was |
//! | `scan` | a text taken apart from its front |
//! | `civil`, `calendar` | dates, and the days since 1970 |
//! | `reader` | a whole text, a slice at a time |
//! | `reading` | what was read of it, or why nothing was |
//! | `pace` | how much of their time a second on screen is |
//! | `code` | a short trace as a part of a link |
//! | `summary` | how much comes at most in how long |
//! | `said` | what is said of all this |
//! | `amounts` | numbers and spans as they are said |
//!
//! A line is an instant, then, if the pattern is per key, a space, a comma or a tab and the key:
//!
//! ```
//! let log = "1715678400 alice\n2024-05-14T09:20:30.5Z,bob\nwhat?\n\
//!     10.0.0.7 - - [14/May/2024:11:20:40 +0200] \"GET / HTTP/1.1\" 200 5\n";
//! let reading = scenarios::traffic::read(log.as_bytes()).expect("three of these can be read");
//! let at: Vec<u64> = reading.traffic.arrivals.iter().map(|arrival| arrival.at).collect();
//! assert_eq!(at, [0, 30_500_000 / 4, 40_000_000 / 4]);
//! assert_eq!(reading.traffic.pace, 4);
//! assert_eq!(reading.unreadable, 1);
//! ```

mod amounts;
mod calendar;
mod civil;
mod code;
mod line;
mod pace;
mod reader;
mod reading;
mod said;
mod scan;
mod summary;

use std::fmt;
use std::rc::Rc;

use lab::{Arrival, Micros};

pub use amounts::grouped;
pub use code::LONGEST;
pub use reader::{Reader, read};
pub use reading::{Reading, Refusal, Unreadable};
pub use summary::{Busiest, Summary};

/// So many arrivals are taken.
pub const MOST: usize = 20_000;
/// So many keys are told apart; the last is everybody else's.
pub const MOST_KEYS: u32 = 256;
/// No file is read further than so many bytes.
pub const MOST_BYTES: usize = 16 << 20;
/// The traffic takes at most this long in the run.
pub const SPAN: Micros = 10_000_000;

/// A second of theirs, in microseconds.
const SECOND: u64 = 1_000_000;

/// Traffic that came from outside, scaled into a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// When, in the run's time, in order; keys from 0, the most frequent first.
    pub arrivals: Rc<[Arrival]>,
    /// A second of the run is so many seconds of theirs.
    pub pace: u64,
}

impl Traffic {
    /// As a link has it, if that is at most [`LONGEST`] characters.
    pub fn encoded(&self) -> Option<String> {
        code::encode(self)
    }

    /// Reads what a link has; `None` if it is not what [`encoded`](Self::encoded) writes.
    pub fn decoded(text: &str) -> Option<Self> {
        code::decode(text)
    }

    /// What tells it from other traffic.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut digest = Digest::default();
        digest.take(self.pace);
        for Arrival { at, key } in self.arrivals.iter() {
            digest.take(*at);
            digest.take(u64::from(*key));
        }
        Fingerprint { count: self.arrivals.len() as u32, digest: digest.0 }
    }
}

/// What tells traffic from other traffic, where a link has no room for all of it: `file.1200.9f03c2d1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many arrivals.
    pub count: u32,
    /// FNV-1a over all of them.
    pub digest: u32,
}

impl Fingerprint {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, digest) = text.strip_prefix("file.")?.split_once('.')?;
        let read = Fingerprint {
            count: count.parse().ok().filter(|count| (1..=MOST as u32).contains(count))?,
            digest: u32::from_str_radix(digest, 16).ok()?,
        };
        (read.to_string() == text).then_some(read)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file.{}.{:08x}", self.count, self.digest)
    }
}

/// FNV-1a: enough to tell two files apart by accident.
struct Digest(u32);

impl Default for Digest {
    fn default() -> Self {
        Digest(0x811c_9dc5)
    }
}

impl Digest {
    fn take(&mut self, number: u64) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
}

/// Where a run's traffic comes from, as far as a link knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// There is none.
    #[default]
    Nowhere,
    /// It is here.
    Here {
        /// A second of the run is so many seconds of theirs.
        pace: u64,
        /// What links say of it, written once: the traffic itself, or its fingerprint.
        link: Rc<str>,
    },
    /// It is in a file that the link could not carry.
    File(Fingerprint),
}

impl Origin {
    /// Whether a link gives the traffic back to somebody who has no file.
    pub fn travels(&self) -> bool {
        match self {
            Origin::Nowhere => true,
            Origin::Here { link, .. } => Fingerprint::parse(link).is_none(),
            Origin::File(_) => false,
        }
    }
}

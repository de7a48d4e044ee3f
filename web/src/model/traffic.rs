//! The reader's own traffic. A link carries what is short; what is long stays here, and no text that
//! was read is lost to a step back, a reset or a look at another pattern.

use std::rc::Rc;

use scenarios::traffic::{Fingerprint, Origin, Reading, Refusal, Summary, Traffic};
use scenarios::{FitSearch, Fits, Link, Notice, Setup};

use super::Model;

/// So many are kept.
const KEPT: usize = 4;

/// The reader's own traffic, as far as it is known here.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Shelf {
    /// The newest first.
    kept: Vec<Rc<Kept>>,
    /// Why the last text was refused.
    pub(crate) refused: Option<Refusal>,
    /// The link was made with another file, of so many arrivals.
    pub(crate) differs: Option<u32>,
    /// The limits that would have fitted, once they are found, and what was asked.
    pub(crate) fits: Option<(Setup, Rc<[Fits]>)>,
}

/// Some traffic.
#[derive(PartialEq, Eq)]
pub(crate) struct Kept {
    traffic: Traffic,
    file: Fingerprint,
    summary: Summary,
    /// What was read; nothing if it came with a link.
    reading: Option<Reading>,
}

impl Kept {
    /// Takes as long as a few passes over all of it.
    pub(crate) fn of(traffic: Traffic, reading: Option<Reading>) -> Self {
        let (file, summary) = (traffic.fingerprint(), traffic.summary());
        Kept { traffic, file, summary, reading }
    }
}

impl Shelf {
    /// What was read to give this traffic, if it was read here.
    pub(crate) fn reading(&self, traffic: &Traffic) -> Option<&Reading> {
        self.kept.iter().find(|kept| kept.traffic == *traffic)?.reading.as_ref()
    }

    /// What there is to know of this traffic.
    pub(crate) fn summary(&self, traffic: &Traffic) -> Option<&Summary> {
        Some(&self.kept.iter().find(|kept| kept.traffic == *traffic)?.summary)
    }

    /// The limits that would have fitted the run of `setup`, if they are found.
    pub(crate) fn fits(&self, setup: &Setup) -> Option<&[Fits]> {
        let question = FitSearch::question(setup)?;
        let (_, fits) = self.fits.as_ref().filter(|(asked, _)| *asked == question)?;
        Some(fits)
    }

    /// Keeps what was read here, instead of the same from a link.
    fn keep(&mut self, kept: Rc<Kept>) {
        self.kept.retain(|before| before.traffic != kept.traffic);
        self.kept.insert(0, kept);
        self.kept.truncate(KEPT);
    }

    /// Keeps what came with a link.
    fn keep_carried(&mut self, traffic: Traffic) {
        let known = self.kept.iter().find(|kept| kept.traffic == traffic).cloned();
        self.keep(known.unwrap_or_else(|| Rc::new(Kept::of(traffic, None))));
    }

    fn of(&self, file: Fingerprint) -> Option<&Traffic> {
        Some(&self.kept.iter().find(|kept| kept.file == file)?.traffic)
    }
}

impl Model {
    /// A text was read, or refused: then nothing else changes.
    pub(super) fn own_traffic(&mut self, read: Result<Rc<Kept>, Refusal>) {
        let read = if self.fixes_traffic() { Err(Refusal::Fixed) } else { read };
        let kept = match read {
            Ok(kept) => kept,
            Err(refusal) => {
                self.traffic.refused = Some(refusal);
                return;
            }
        };
        self.traffic.refused = None;
        let traffic = kept.traffic.clone();
        self.traffic.keep(kept);
        let Some((place, yours)) = self.link.setup.scenario.takes_traffic() else {
            self.notices.push(Notice::IdleTraffic);
            return;
        };
        self.traffic.differs = match self.link.origin {
            Origin::File(wanted) if wanted != traffic.fingerprint() => Some(wanted.count),
            _ => None,
        };
        if !self.link.uses_traffic() {
            self.link.setup.values[place] = yours;
        }
        self.put(Some(&traffic));
    }

    /// Whether the knob that a file turns may not be turned in this frame. One that asks for its
    /// file takes it.
    fn fixes_traffic(&self) -> bool {
        let Link { setup, view, origin, .. } = &self.link;
        let knob =
            setup.scenario.takes_traffic().map(|(place, _)| setup.scenario.fields[place].name);
        let asks = matches!(origin, Origin::File(_));
        knob.is_some_and(|knob| !asks && !view.frame.allows(knob))
    }

    /// Takes it away; arrivals come evenly until there is other traffic.
    pub(super) fn clear_traffic(&mut self) {
        if let Some(traffic) = self.link.traffic() {
            self.traffic.kept.retain(|kept| kept.traffic != traffic);
        }
        self.traffic.refused = None;
        self.put(None);
    }

    /// The link changed: whoever has begun to use traffic gets what was used last, and nobody else
    /// has any.
    pub(super) fn settle_traffic(&mut self, began: bool) {
        if !self.link.uses_traffic() {
            self.put(None);
        } else if let (true, Origin::Nowhere) = (began, &self.link.origin) {
            let newest = self.traffic.kept.first().map(|kept| kept.traffic.clone());
            self.put(newest.as_ref());
        }
    }

    /// A link was opened: what it carries is kept, what it lacks may be here.
    pub(super) fn furnish(&mut self, link: &mut Link, notices: &mut Vec<Notice>) {
        self.traffic.refused = None;
        self.traffic.differs = None;
        match &link.origin {
            Origin::Nowhere => {}
            Origin::Here { .. } => {
                if let Some(traffic) = link.traffic() {
                    self.traffic.keep_carried(traffic);
                }
            }
            Origin::File(file) => {
                if let Some(traffic) = self.traffic.of(*file) {
                    link.set_traffic(Some(traffic));
                    notices.retain(|notice| !is_of_traffic(notice));
                }
            }
        }
    }

    fn put(&mut self, traffic: Option<&Traffic>) {
        if traffic.is_none() {
            self.traffic.differs = None;
        }
        self.link.set_traffic(traffic);
        self.notices.retain(|notice| !is_of_traffic(notice));
    }
}

fn is_of_traffic(notice: &Notice) -> bool {
    matches!(notice, Notice::NeedsFile { .. } | Notice::BadTraffic)
}

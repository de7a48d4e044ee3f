//! What follows from a run that is there, and from where the player stands in it.

use std::rc::Rc;

use scenarios::{Cursor as LinkCursor, Notice};
use stage::Cursor;

use super::{Model, Moment, Spotlight};
use crate::film::Film;
use crate::playback;

impl Moment {
    /// As links name it: by the event, where it stands at one, and by the instant between two.
    pub(crate) fn named(&self, film: &Film) -> LinkCursor {
        let Moment { cursor, at, .. } = *self;
        let last = cursor.events.checked_sub(1);
        let event = last.map_or(LinkCursor::Start, |event| LinkCursor::Event(event as u32));
        // The instants of a live run are never those of the next one.
        if film.session().is_some() {
            return event;
        }
        film.with(|trace, _| {
            if Cursor::after(trace, cursor.events).at == at {
                return event;
            }
            // Links have whole milliseconds: one that nothing happens before, or since.
            let same = |ms: &u64| Cursor::at(trace, ms * 1_000).events == cursor.events;
            let ms = [at.div_ceil(1_000), at / 1_000].into_iter().find(same);
            ms.and_then(|ms| u32::try_from(ms).ok()).map_or(event, LinkCursor::At)
        })
    }
}

impl Model {
    /// A run is there.
    pub(super) fn computed(&mut self, side: usize, film: Rc<Film>) {
        self.progress = None;
        self.films[side] = Some(film);
        self.find_followed();
        self.notices_beyond();
        self.judge();
    }

    /// An item that the run has not cannot be followed; a live run may have it yet.
    pub(super) fn find_followed(&mut self) {
        let (Some(film), Some(item)) = (&self.films[0], self.link.view.follow) else { return };
        let whole = film.session().is_none() && film.setup == self.link.setup;
        if whole && !film.with(|_, index| index.has_item(item)) {
            self.link.view.follow = None;
            self.notices.push(Notice::NoSuchItem { given: item });
        }
    }

    /// A link that is opened may name what comes after the end; no link can know that before.
    fn notices_beyond(&mut self) {
        let (Some(film), Some(named)) = (&self.films[0], self.named) else { return };
        if film.session().is_some() || film.stopped || film.setup != self.link.setup {
            return;
        }
        let events = (film.events() as u32).saturating_sub(1);
        let (event, at) = match named {
            LinkCursor::Start => (None, None),
            LinkCursor::Event(given) => (Some(("e", given, events)), None),
            LinkCursor::At(given) => (None, Some(("at", given))),
        };
        let start = self.link.view.frame.start.map(|given| ("start", given));
        // The run compared with may be the longer one, and is yet to come.
        let all = self.link.view.compare.is_none() || self.films[1].is_some();
        let last = self.films.iter().flatten().map(|film| film.end()).max().unwrap_or(0);
        let last = last.div_ceil(1_000) as u32;
        let instants = [at, start].into_iter().flatten().filter(|_| all);
        let instants = instants.map(|(key, given)| (key, given, last));
        for (key, given, last) in event.into_iter().chain(instants) {
            let notice = Notice::BeyondEnd { key, given, last };
            if given > last && !self.notices.contains(&notice) {
                self.notices.push(notice);
            }
        }
        if all {
            self.named = None;
        }
    }

    /// The player stands elsewhere. A cursor that moves by itself is in no link.
    pub(super) fn moved(&mut self, moment: Moment) {
        let over = self.film().is_some_and(|film| film.session().is_some() && !film.is_live());
        if over && self.moment.playing && !moment.playing {
            // A live run has come to its end.
            self.judge();
        }
        self.moment = moment;
        self.played |= moment.playing;
        if self.wanted.is_some() {
            return;
        }
        self.lesson &= !moment.playing && moment.cursor.events == 0;
        self.spotlight = self.spotlight.filter(|spotlight| self.is_at(*spotlight));
        self.link.cursor = match &self.films[0] {
            Some(film) if !moment.playing => moment.named(film),
            _ => LinkCursor::Start,
        };
    }

    /// Whether the player stands where this claim broke: of one run just after the event, of two,
    /// which have only instants in common, at its instant.
    fn is_at(&self, Spotlight { side, claim }: Spotlight) -> bool {
        let Some(film) = &self.films[side] else { return false };
        let claims = film.claims();
        let Some(claim) = claims.get(claim) else { return false };
        match self.films[1] {
            None => {
                claim.event.is_some_and(|event| self.moment.cursor.events == event as usize + 1)
            }
            Some(_) => claim.broken_at_us == Some(self.moment.at),
        }
    }

    /// The claim that this event of one of the runs broke, if it did.
    pub(super) fn broken_by(&self, side: playback::Side, event: u32) -> Option<Spotlight> {
        let film = self.films[side].as_ref()?;
        let claim = film.claims().iter().position(|claim| claim.event == Some(event))?;
        Some(Spotlight { side, claim })
    }
}

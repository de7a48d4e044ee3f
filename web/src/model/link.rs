//! What changes the link: the run, or how it is looked at.

use std::rc::Rc;

use scenarios::{CATALOGUE, Cursor as LinkCursor, Group, Link, Notice, Setup, View};

use super::{Model, Moment, Msg};
use crate::film::Film;
use crate::{dom, rest};

impl Model {
    /// Another link altogether. Language and theme stay unless it says otherwise.
    pub(super) fn open(&mut self, mut link: Link, mut notices: Vec<Notice>) {
        Model::fetch(&link);
        self.furnish(&mut link, &mut notices);
        let same_run = link.setup == self.link.setup;
        self.opened += 1;
        self.addressed += 1;
        self.wanted = Some(link.cursor);
        self.lesson = is_lesson(&link);
        self.starts = starts(&link) && !dom::still() && !self.lesson;
        self.home = link.clone();
        self.played = false;
        let same_host = link.view.real == self.link.view.real;
        if !same_run || !same_host {
            self.films[0] = None;
        }
        if link.view.compare.is_none() || link.view.compare != self.link.view.compare || !same_run {
            self.films[1] = None;
        }
        self.link = link;
        self.notices = notices;
        self.forget_notes();
        self.find_followed();
        self.challenges.question = None;
        self.leave_challenges();
        self.judge();
        self.dialog = None;
        self.unfolded = false;
    }

    /// Sees to it that what the link shows is there.
    pub(super) fn fetch(link: &Link) {
        if link.view.embed || link.setup.scenario.slug != CATALOGUE[0].slug {
            rest::want(link);
        }
    }

    /// The page around this one turned something: the rest stays, and so does the frame.
    pub(super) fn hosted(&mut self, pairs: &[(String, String)]) {
        let (mut link, mut notices) = (self.link.clone(), Vec::new());
        for (key, value) in pairs {
            link.apply(key, value, &mut notices);
        }
        link.settle(&mut notices);
        // What the page sets is what the frame goes back to.
        pairs.iter().for_each(|(key, value)| self.home.apply(key, value, &mut Vec::new()));
        let (frame, before) = (&link.view.frame, &self.link.view.frame);
        let begins = frame.autoplay && !before.autoplay && !dom::still();
        let moves = link.cursor != self.link.cursor || begins || frame.start != before.start;
        self.take_over(link, notices, moves);
        self.starts |= begins;
    }

    /// The page around this one puts everything back, except how the frame stands.
    pub(super) fn restored(&mut self, mut link: Link, notices: Vec<Notice>) {
        link.view.frame = self.link.view.frame.clone();
        self.take_over(link, notices, true);
    }

    fn take_over(&mut self, mut link: Link, mut notices: Vec<Notice>, moves: bool) {
        link.view.embed = true;
        Model::fetch(&link);
        self.furnish(&mut link, &mut notices);
        let same_run = link.setup == self.link.setup && link.view.real == self.link.view.real;
        if moves {
            self.opened += 1;
            self.wanted = Some(link.cursor);
            self.starts = false;
            if !same_run {
                // The cursor is for the run that is to come.
                self.films[0] = None;
            }
        }
        if link.view.compare != self.link.view.compare || !same_run {
            self.films[1] = None;
        }
        self.link = link;
        self.notices = notices;
        if !same_run {
            self.forget_notes();
        }
        self.find_followed();
    }

    /// A run is there.
    pub(super) fn computed(&mut self, side: usize, film: Rc<Film>) {
        self.progress = None;
        self.films[side] = Some(film);
        self.find_followed();
        self.notices_beyond();
        self.judge();
    }

    /// An item that the run has not cannot be followed; a live run may have it yet.
    fn find_followed(&mut self) {
        let (Some(film), Some(item)) = (&self.films[0], self.link.view.follow) else { return };
        let whole = film.session().is_none() && film.setup == self.link.setup;
        if whole && !film.with(|_, index| index.has_item(item)) {
            self.link.view.follow = None;
            self.notices.push(Notice::NoSuchItem { given: item });
        }
    }

    /// A link that is opened may name what comes after the end; no link can know that before.
    fn notices_beyond(&mut self) {
        let (Some(film), Some(wanted)) = (&self.films[0], self.wanted) else { return };
        if film.session().is_some() || film.stopped || film.setup != self.link.setup {
            return;
        }
        let last = film.end().div_ceil(1_000) as u32;
        let events = (film.events() as u32).saturating_sub(1);
        let cursor = match wanted {
            LinkCursor::Start => None,
            LinkCursor::Event(given) => Some(("e", given, events)),
            LinkCursor::At(given) => Some(("at", given, last)),
        };
        let start = self.link.view.frame.start.map(|given| ("start", given, last));
        for (key, given, last) in cursor.into_iter().chain(start) {
            let notice = Notice::BeyondEnd { key, given, last };
            if given > last && !self.notices.contains(&notice) {
                self.notices.push(notice);
            }
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
        if self.spotlight.is_some_and(|claim| self.broke_after(claim) != Some(moment.cursor.events))
        {
            self.spotlight = None;
        }
        let events = moment.cursor.events as u32;
        self.link.cursor = match events.checked_sub(1) {
            Some(event) if !moment.playing => LinkCursor::Event(event),
            _ => LinkCursor::Start,
        };
    }

    /// After so many events the claim was broken.
    fn broke_after(&self, claim: usize) -> Option<usize> {
        let film = self.films[0].as_ref()?;
        film.claims().get(claim)?.event.map(|event| event as usize + 1)
    }

    /// What is left: changes to the run or the view.
    pub(super) fn change(&mut self, msg: Msg) {
        let before = self.link.setup.clone();
        let fresh = !self.link.uses_traffic() || !before.traffic.is_empty();
        let began = fresh && !matches!(msg, Msg::ClearTraffic);
        let setup = &mut self.link.setup;
        match msg {
            Msg::Turn(place, value) => {
                setup.values[place] = value;
                let turned = setup.scenario.fields[place].name;
                self.notices.retain(|notice| about(notice) != Some(turned));
            }
            Msg::Reset if self.link.view.embed => self.go_home(),
            Msg::Reset => {
                *setup = Setup { variant: setup.variant, ..Setup::new(setup.scenario) };
                self.link.set_traffic(None);
            }
            Msg::Try(experiment) => self.attempt(experiment.sets),
            Msg::Traffic(read) => self.own_traffic(read),
            Msg::ClearTraffic => self.clear_traffic(),
            Msg::Variant(variant) => setup.variant = variant,
            Msg::Press(entry) => {
                let place = setup.script.partition_point(|before| before.at <= entry.at);
                setup.script.insert(place, entry);
            }
            Msg::Unpress(place) if place < setup.script.len() => {
                setup.script.remove(place);
            }
            Msg::Axis(axis) => self.link.view.axis = Some(axis),
            Msg::Real(real) => {
                self.link.view.real = real;
                self.link.view.compare = None;
                self.films = [None, None];
                self.forget();
                if real {
                    // Whoever asks for it wants to see it run: there is nothing to look at before.
                    self.wanted = Some(LinkCursor::Start);
                    self.starts = true;
                    self.opened += 1;
                }
            }
            Msg::Compare(compare) => {
                self.link.view.compare = compare;
                self.films[1] = None;
                self.flipped = false;
                // Another run beside it would tell.
                self.challenges.question = None;
            }
            Msg::Language(language) => self.link.view.language = Some(language),
            Msg::Theme(theme) => self.link.view.theme = theme,
            _ => {}
        }
        self.settle_traffic(began);
        self.lesson &= is_lesson(&self.link);
        if self.link.setup != before {
            self.forget();
            self.progress = None;
            if self.link.view.real {
                // A twin of another run.
                self.films[1] = None;
            }
            if self.link.compares_nothing() {
                self.link.view.compare = None;
                self.films[1] = None;
            }
        }
    }

    /// Puts back what the frame was opened with: the run, what it is compared with, the instant.
    fn go_home(&mut self) {
        let home = self.home.clone();
        let view = &mut self.link.view;
        let same_run = home.setup == self.link.setup;
        if !same_run || view.compare != home.view.compare {
            self.films[1] = None;
        }
        if !same_run {
            self.films[0] = None;
        }
        (view.compare, view.speed) = (home.view.compare, home.view.speed);
        self.starts = home.view.frame.autoplay && !dom::still();
        self.link.setup = home.setup;
        self.wanted = Some(home.cursor);
        self.played = false;
        self.opened += 1;
    }

    fn attempt(&mut self, sets: &str) {
        let mut view = self.link.view.clone();
        view.compare = None;
        self.link = Link { view, ..Link::set_to(self.link.setup.scenario, sets) };
        self.opened += 1;
        self.wanted = Some(LinkCursor::Start);
        self.starts = !dom::still();
        self.films[1] = None;
    }

    /// Takes away what is over the rest, one thing at a time.
    pub(super) fn escape(&mut self) {
        if self.dialog.take().is_some()
            || self.note.take().is_some()
            || self.spotlight.take().is_some()
        {
            return;
        }
        if self.link.view.follow.take().is_none() {
            self.link.view.side = None;
        }
    }

    /// What pointed into the run before points nowhere now.
    pub(super) fn forget(&mut self) {
        self.forget_notes();
        self.link.view.follow = None;
        self.challenges.question = None;
    }

    fn forget_notes(&mut self) {
        self.note = None;
        self.spotlight = None;
    }
}

/// Whether a link that is opened plays by itself, where motion is wanted at all.
pub(super) fn starts(link: &Link) -> bool {
    let View { embed, real, .. } = link.view;
    // What was recorded is gone: there is nothing to see at an instant of it.
    (link.cursor == LinkCursor::Start || real) && (!embed || link.view.frame.autoplay)
}

/// The key a notice is about.
pub(crate) fn about(notice: &Notice) -> Option<&str> {
    match notice {
        Notice::BadNumber { key, .. } | Notice::BadChoice { key, .. } => Some(key),
        Notice::BadAction { .. } => Some("do"),
        _ => None,
    }
}

/// The opening page, as it is when nothing has been changed on it.
pub(super) fn is_lesson(link: &Link) -> bool {
    let Link { setup, cursor, view, .. } = link;
    setup.scenario.group == Group::Start
        && *setup == Setup::new(setup.scenario)
        && *cursor == LinkCursor::Start
        && !view.embed
        && !view.real
        && view.compare.is_none()
}

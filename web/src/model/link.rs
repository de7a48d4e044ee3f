//! Another link: the one that is opened, or what the page around this one makes of it.

use scenarios::{CATALOGUE, Cursor as LinkCursor, Group, Link, Notice, Setup, View};

use super::Model;
use crate::{dom, rest};

impl Model {
    /// Another link altogether. Language and theme stay unless it says otherwise.
    pub(super) fn open(&mut self, mut link: Link, mut notices: Vec<Notice>) {
        Model::fetch(&link);
        self.furnish(&mut link, &mut notices);
        let same_run = link.setup == self.link.setup;
        self.opened += 1;
        self.addressed += 1;
        (self.wanted, self.named) = (Some(link.cursor), Some(link.cursor));
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
        // A frame it stays, whatever it is told.
        let pairs = || pairs.iter().filter(|(key, _)| !key.eq_ignore_ascii_case("embed"));
        for (key, value) in pairs() {
            link.apply(key, value, &mut notices);
        }
        link.settle(&mut notices);
        // What the page sets is what the frame goes back to.
        pairs().for_each(|(key, value)| self.home.apply(key, value, &mut Vec::new()));
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
        let same_pattern = link.setup.scenario.slug == self.link.setup.scenario.slug;
        if moves {
            self.opened += 1;
            (self.wanted, self.named) = (Some(link.cursor), Some(link.cursor));
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
            self.challenges.question = None;
        }
        if !same_pattern {
            self.leave_challenges();
        }
        self.find_followed();
    }
}

/// Whether a link that is opened plays by itself, where motion is wanted at all.
pub(super) fn starts(link: &Link) -> bool {
    let View { embed, real, .. } = link.view;
    if embed {
        return link.view.frame.autoplay;
    }
    // What was recorded is gone: there is nothing to see at an instant of it.
    link.cursor == LinkCursor::Start || real
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

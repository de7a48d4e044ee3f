//! What is turned on the page: the run, or how it is looked at.

use scenarios::{Axis, Cursor as LinkCursor, Link, Notice, Setup};

use super::link::is_lesson;
use super::{Model, Msg};
use crate::dom;

impl Model {
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
            Msg::Press(entry) if self.link.view.frame.allows(&entry.action) => {
                let place = setup.script.partition_point(|before| before.at <= entry.at);
                setup.script.insert(place, entry);
            }
            Msg::Unpress(place) if place < setup.script.len() => {
                setup.script.remove(place);
            }
            Msg::Axis(axis) => {
                let own = Axis::of(setup.scenario);
                self.link.view.axis = Some(axis).filter(|axis| *axis != own);
            }
            Msg::Real(real) => self.switch_clock(real),
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
            self.is_another_run();
        }
    }

    /// The link is of another run than before.
    fn is_another_run(&mut self) {
        self.forget();
        self.progress = None;
        self.named = None;
        if self.link.view.real {
            // A twin of another run.
            self.films[1] = None;
        }
        if self.link.compares_nothing() {
            self.link.view.compare = None;
            self.films[1] = None;
        }
    }

    /// On the browser's clock from now on, or in virtual time.
    fn switch_clock(&mut self, real: bool) {
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

    /// Puts back what the frame was opened with: the run, its goal, what it is compared with, the
    /// instant.
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
        (view.compare, view.speed, view.goal) =
            (home.view.compare, home.view.speed, home.view.goal);
        if home.setup.scenario.slug != self.link.setup.scenario.slug {
            self.leave_challenges();
        }
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

    pub(super) fn forget_notes(&mut self) {
        self.note = None;
        self.spotlight = None;
    }
}

/// The key a notice is about.
pub(crate) fn about(notice: &Notice) -> Option<&str> {
    match notice {
        Notice::BadNumber { key, .. } | Notice::BadChoice { key, .. } => Some(key),
        Notice::BadAction { .. } => Some("do"),
        _ => None,
    }
}

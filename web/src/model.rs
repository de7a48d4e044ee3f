//! The state of the page, all of it except what moves on every frame, and the one reducer.

mod challenges;
mod change;
mod link;
mod msg;
mod run;
mod traffic;

use std::rc::Rc;

use lab::Micros;
use scenarios::{Axis, Cursor as LinkCursor, Group, Language, Link, Notice, SPEEDS, Theme};
use stage::{Cursor, Subject};
use yew::{AttrValue, Reducible};

use crate::film::Film;
use crate::playback;
use crate::progress::Progress;
pub(crate) use challenges::{Challenges, News, Question, Standing, Step};
pub(crate) use change::about;
pub(crate) use msg::Msg;
pub(crate) use traffic::{Kept, Shelf};

/// The state of the page.
#[derive(Clone)]
pub(crate) struct Model {
    /// The run on screen and how it is looked at.
    pub(crate) link: Link,
    /// The run as its link was opened: what a frame goes back to.
    pub(crate) home: Link,
    /// Counts the links that were opened, as opposed to what was changed on the page.
    pub(crate) opened: u32,
    /// Counts those of them that are in the browser's history already.
    pub(crate) addressed: u32,
    /// Where an opened link wants the cursor, until the run is there.
    pub(crate) wanted: Option<LinkCursor>,
    /// The instant that an opened link names, until all its runs are there: it may be after their
    /// ends.
    pub(crate) named: Option<LinkCursor>,
    /// Whether the run plays as soon as it is there.
    pub(crate) starts: bool,
    /// What the link held that could not be used.
    pub(crate) notices: Vec<Notice>,
    /// The run, and the one it is compared with.
    pub(crate) films: [Option<Rc<Film>>; 2],
    /// How many events a long computation has come to.
    pub(crate) progress: Option<usize>,
    /// The reader's own traffic.
    pub(crate) traffic: Shelf,
    /// What there is to reach and to foresee.
    pub(crate) challenges: Challenges,
    /// Where the player stands, as it last said.
    pub(crate) moment: Moment,
    /// It has played since its link was opened.
    pub(crate) played: bool,
    /// What the note explains.
    pub(crate) note: Option<Note>,
    /// The file that the code was asked for, and how often it was.
    pub(crate) led: Option<(usize, AttrValue)>,
    /// The claim whose culprits are ringed.
    pub(crate) spotlight: Option<Spotlight>,
    /// The dialog that is open.
    pub(crate) dialog: Option<Dialog>,
    /// On a phone, the run compared with is shown.
    pub(crate) flipped: bool,
    /// Folded lanes are unfolded.
    pub(crate) unfolded: bool,
    /// The table of all patterns has come into view.
    pub(crate) which: bool,
    /// The opening lesson is on the stage.
    pub(crate) lesson: bool,
    /// The browser's own language.
    pub(crate) browser_language: Language,
    /// The system is dark.
    pub(crate) system_dark: bool,
}

/// Where the player stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moment {
    /// Where in the run.
    pub(crate) cursor: Cursor,
    /// Where in the run compared with.
    pub(crate) other: Cursor,
    /// The instant, in both.
    pub(crate) at: Micros,
    /// Whether it moves on by itself.
    pub(crate) playing: bool,
}

/// A claim that broke, and is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spotlight {
    /// Of which of two runs.
    pub(crate) side: playback::Side,
    /// Its place.
    pub(crate) claim: usize,
}

/// A note that says why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Note {
    /// What it is about.
    pub(crate) subject: Subject,
    /// Whether it is of the run compared with.
    pub(crate) side: usize,
    /// Where it points at, from the left and top of the page's middle column.
    pub(crate) at: (i32, i32),
}

/// A dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// Find a pattern.
    Search,
    /// The catalogue, where it has no column.
    Patterns,
    /// The keys.
    Help,
    /// The link.
    Share,
    /// The frame for another page.
    Embed,
    /// What to compare with.
    Compare,
}

impl Model {
    /// The page as a link asks for it.
    pub(crate) fn new(
        hash: &str,
        browser_language: Language,
        system_dark: bool,
        still: bool,
    ) -> Self {
        let (link, notices) = Link::parse(hash);
        let lesson = link::is_lesson(&link);
        let starts = link::starts(&link) && !still && !lesson;
        let mut model = Model {
            opened: 1,
            addressed: 1,
            wanted: Some(link.cursor),
            named: Some(link.cursor),
            home: link.clone(),
            link,
            starts,
            notices,
            films: [None, None],
            progress: None,
            moment: Moment::default(),
            played: false,
            note: None,
            led: None,
            spotlight: None,
            dialog: None,
            flipped: false,
            unfolded: false,
            which: false,
            lesson,
            browser_language,
            system_dark,
            traffic: Shelf::default(),
            challenges: Challenges { done: Rc::new(Progress::kept()), ..Challenges::default() },
        };
        Model::fetch(&model.link);
        model.leave_challenges();
        let (mut link, mut notices) = (model.link.clone(), std::mem::take(&mut model.notices));
        model.furnish(&mut link, &mut notices);
        Model { link, notices, ..model }
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        self.link.view.language.unwrap_or(self.browser_language)
    }

    /// Whether the page is dark.
    pub(crate) fn dark(&self) -> bool {
        self.link.view.theme.map_or(self.system_dark, |theme| theme == Theme::Dark)
    }

    /// The axis of the timeline.
    pub(crate) fn axis(&self) -> Axis {
        if self.films[1].is_some() {
            // Two runs share a clock, not an order.
            return Axis::Time;
        }
        self.link.view.axis.unwrap_or(Axis::of(self.link.setup.scenario))
    }

    /// Whether nothing but the cursor, and what is said of it, has changed.
    pub(crate) fn is_same_but_for_the_moment(&self, other: &Self) -> bool {
        self.link.setup == other.link.setup
            && self.link.view == other.link.view
            && self.link.origin == other.link.origin
            && self.traffic == other.traffic
            && self.challenges == other.challenges
            && self.notices == other.notices
            && self.films == other.films
            && self.which == other.which
    }

    /// Whether this is the page that a newcomer sees first: the lesson, and the table of all patterns.
    pub(crate) fn begins(&self) -> bool {
        self.link.setup.scenario.group == Group::Start && !self.link.view.embed
    }

    /// Whether a frame asks to be played. Who has done so knows where the button is, and it would lie
    /// over the picture; over two of them it always does, but at the beginning.
    pub(crate) fn waits_to_play(&self) -> bool {
        let begun = self.moment.cursor.events > 0;
        let asks = !begun || !self.played && self.films[1].is_none();
        self.link.view.embed && !self.moment.playing && asks
    }

    /// The run on screen.
    pub(crate) fn film(&self) -> Option<&Rc<Film>> {
        self.films[0].as_ref()
    }
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Reducible for Model {
    type Action = Msg;

    fn reduce(self: Rc<Self>, msg: Msg) -> Rc<Self> {
        let mut model = Rc::unwrap_or_clone(self);
        model.take(msg);
        Rc::new(model)
    }
}

impl Model {
    fn take(&mut self, msg: Msg) {
        match msg {
            Msg::Open(link, notices) => self.open(*link, notices),
            Msg::Connected => {}
            Msg::Hosted(pairs) => self.hosted(&pairs),
            Msg::Restored(link, notices) => self.restored(*link, notices),
            Msg::Computed(side, film) => self.computed(side, film),
            Msg::Progress(events) => self.progress = Some(events),
            Msg::Moved(moment) => self.moved(moment),
            Msg::Speed(speed) => self.link.view.speed = speed.min(SPEEDS.len() - 1),
            Msg::Faster(up) => {
                let speed = &mut self.link.view.speed;
                *speed = if up { *speed + 1 } else { speed.saturating_sub(1) };
                *speed = (*speed).min(SPEEDS.len() - 1);
            }
            Msg::Escape => self.escape(),
            Msg::Lesson(lesson) => self.lesson = lesson,
            Msg::Arrived => self.wanted = None,
            Msg::Again => {
                self.films = [None, None];
                self.wanted = Some(LinkCursor::Start);
                self.starts = true;
                self.opened += 1;
            }
            Msg::Flip(flipped) => self.flipped = flipped,
            Msg::ToggleFold => self.unfolded = !self.unfolded,
            Msg::Which => self.which = true,
            Msg::SystemDark(dark) => self.system_dark = dark,
            Msg::Side(side) => {
                self.link.view.side = side;
                self.led = None;
            }
            Msg::Code(file) => {
                self.link.view.side = Some(scenarios::Side::Code);
                let before = self.led.as_ref().map_or(0, |(times, _)| *times);
                self.led = Some((before + 1, file));
            }
            Msg::Follow(item) => self.link.view.follow = item,
            Msg::Note(note) => self.note = note,
            Msg::Spotlight(spotlight) => self.spotlight = spotlight,
            Msg::Mark(side, event) => self.spotlight = self.broken_by(side, event),
            Msg::Dialog(dialog) => self.dialog = dialog,
            Msg::Twin(film) => {
                self.progress = None;
                // Something may have been turned or pressed meanwhile.
                if self.link.view.real && film.setup == self.link.setup.on_one_thread() {
                    self.films[1] = Some(film);
                    self.note = None;
                }
            }
            Msg::Challenge(step) => self.step(step),
            Msg::Fits(question, fits) => self.traffic.fits = Some((question, fits)),
            Msg::Dismiss(place) if place < self.notices.len() => {
                self.notices.remove(place);
            }
            Msg::Dismiss(_) => {}
            change => self.change(change),
        }
    }
}

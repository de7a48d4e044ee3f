//! The player: owns the cursor and everything that changes on every frame. It lives outside of the
//! page's state, so that a frame paints two canvases and a line of text, and renders nothing.

mod figures;
mod look;
mod merged;
mod picture;
mod ready;
mod state;
mod surface;
mod surfaces;
mod time;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use lab::Micros;
use stage::{Cursor, Subject};
use yew::Callback;

use crate::dom::{self, Frames};
use crate::film::Film;
use crate::model::Moment;
pub(crate) use look::Look;
pub(crate) use ready::mark_ready;
use state::State;
pub(crate) use surfaces::{Side, Surfaces};

/// The rest of the page follows this often while the cursor moves.
const TELL_MS: f64 = 100.0;

/// Plays the run, or two of them under one cursor.
#[derive(Clone)]
pub(crate) struct Player(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    surfaces: RefCell<Surfaces>,
    tell: RefCell<Callback<Moment>>,
    frames: Frames,
}

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Player {
    /// A player of nothing yet.
    pub(crate) fn new() -> Self {
        Player(Rc::new_cyclic(|this: &Weak<Inner>| {
            let this = this.clone();
            let frames = Frames::new(move |now_ms| {
                if let Some(inner) = this.upgrade() {
                    Player(inner).frame(now_ms);
                }
            });
            Inner {
                state: RefCell::new(State::new()),
                surfaces: RefCell::default(),
                tell: RefCell::new(Callback::noop()),
                frames,
            }
        }))
    }

    /// Tells `tell` where it stands, a few times a second.
    pub(crate) fn tells(&self, tell: Callback<Moment>) {
        *self.0.tell.borrow_mut() = tell;
    }

    /// What it paints on.
    pub(crate) fn surfaces(&self, change: impl FnOnce(&mut Surfaces)) {
        change(&mut self.0.surfaces.borrow_mut());
        self.ask();
    }

    /// Shows these runs from now on, at the instant where it stands. Whether it was asked to play
    /// before they were there.
    pub(crate) fn show(&self, films: [Option<Rc<Film>>; 2]) -> bool {
        let mut state = self.0.state.borrow_mut();
        let at = state.wanted;
        state.films = films;
        // Who has not begun yet stays before everything, and not after all that happens at once.
        let begun = at > 0 || state.cursor.events > 0;
        if let Some(film) = state.lead().filter(|_| begun) {
            state.cursor = film.with(|trace, _| Cursor::at(trace, at));
        }
        let eager = state.lead().is_some() && std::mem::take(&mut state.eager);
        drop(state);
        self.ask();
        self.tell();
        eager
    }

    /// How it is looked at from now on.
    pub(crate) fn look(&self, look: Look) {
        {
            let mut state = self.0.state.borrow_mut();
            if let Some(session) = state.session() {
                session.set_speed(look.speed);
            }
            state.look = look;
        }
        self.ask();
    }

    /// Goes on by itself; from the beginning if it stood at the end; as soon as there is a run.
    pub(crate) fn play(&self) {
        {
            let mut state = self.0.state.borrow_mut();
            let Some(film) = state.lead() else {
                state.eager = true;
                return;
            };
            let begin = state.begin(&film);
            if state.is_at_end(&film) || state.cursor.at < begin.at {
                state.cursor = Cursor { held: 0, ..begin };
            }
            state.playing = true;
            state.frame_ms = None;
        }
        self.ask();
        self.tell();
    }

    /// Stops where it is.
    pub(crate) fn pause(&self) {
        {
            let mut state = self.0.state.borrow_mut();
            state.stop();
            state.wanted = state.cursor.at;
        }
        self.ask();
        self.tell();
    }

    /// Plays, or stops.
    pub(crate) fn toggle(&self) {
        if self.is_playing() { self.pause() } else { self.play() }
    }

    /// Whether it stands at the end of what is played.
    pub(crate) fn is_at_end(&self) -> bool {
        let state = self.0.state.borrow();
        state.lead().is_some_and(|film| state.is_at_end(&film))
    }

    /// Whether it goes on by itself.
    pub(crate) fn is_playing(&self) -> bool {
        self.0.state.borrow().playing
    }

    /// One event on, or back.
    pub(crate) fn step(&self, forward: bool) {
        self.put(|film, cursor| {
            film.with(|trace, _| if forward { cursor.forward(trace) } else { cursor.back(trace) })
        });
    }

    /// To an instant.
    pub(crate) fn seek(&self, at: Micros) {
        self.put(|film, _| film.with(|trace, _| Cursor::at(trace, at)));
        // A run that comes yet may be longer.
        self.0.state.borrow_mut().wanted = at;
    }

    /// To just after so many events.
    pub(crate) fn seek_after(&self, events: usize) {
        self.put(|film, _| film.with(|trace, _| Cursor::after(trace, events)));
    }

    /// To just after an event of one of the runs.
    pub(crate) fn seek_event(&self, side: Side, event: usize) {
        let events = event.saturating_add(1);
        let at = {
            let state = self.0.state.borrow();
            let film = state.films[side].clone();
            let film = film.filter(|_| state.leader() != side);
            film.map(|film| film.with(|trace, _| Cursor::after(trace, events).at))
        };
        match at {
            None => self.seek_after(events),
            Some(at) => self.seek(at),
        }
    }

    /// To what is under a point of the timeline.
    pub(crate) fn seek_x(&self, x: f32) {
        let cursor = {
            let (surfaces, state) = (self.0.surfaces.borrow(), self.0.state.borrow());
            let until = surfaces::until(&state.films);
            let lead = state.lead();
            lead.and_then(|film| surfaces.cursor_at(x, &film, &state.look, state.cursor, until))
        };
        if let Some(cursor) = cursor {
            self.put(|_, _| cursor);
        }
    }

    /// What is under a point of a stage.
    pub(crate) fn on_stage(&self, side: Side, x: f32, y: f32) -> Option<Subject> {
        self.0.surfaces.borrow().on_stage(side, x, y)
    }

    /// What is under a point of the timeline, and of which run.
    pub(crate) fn on_timeline(&self, x: f32, y: f32) -> Option<(Side, Subject)> {
        self.0.surfaces.borrow().on_timeline(x, y)
    }

    /// To the beginning.
    pub(crate) fn to_start(&self) {
        let Some(film) = self.0.state.borrow().lead() else { return };
        let begin = self.0.state.borrow().begin(&film);
        self.put(|_, _| begin);
    }

    /// To the end.
    pub(crate) fn to_end(&self) {
        self.put(|film, _| film.with(|trace, _| Cursor::end(trace)));
    }

    /// The cursor in the first run, now and not when it was last told.
    pub(crate) fn moment(&self) -> Moment {
        self.0.state.borrow().moment()
    }

    fn put(&self, place: impl FnOnce(&Film, Cursor) -> Cursor) {
        {
            let mut state = self.0.state.borrow_mut();
            let Some(film) = state.lead() else { return };
            state.stop();
            state.cursor = place(&film, state.cursor);
            state.wanted = state.cursor.at;
        }
        self.ask();
        self.tell_soon();
    }

    /// Asks for a frame, if none is on its way.
    pub(crate) fn ask(&self) {
        self.0.frames.ask();
    }

    /// Nothing is painted, and nothing moves, while nobody sees it.
    pub(crate) fn seen(&self, seen: bool) {
        self.0.frames.hold(!seen);
    }

    fn frame(&self, now_ms: f64) {
        let (moves, ended) = {
            let mut state = self.0.state.borrow_mut();
            let before = state.playing;
            state.go_on(now_ms);
            self.0.surfaces.borrow_mut().paint(&state.films, state.shown(), &state.look);
            (state.playing, before && !state.playing)
        };
        if moves {
            self.ask();
        }
        if ended { self.tell() } else { self.tell_soon() }
    }

    /// Tells where it stands, unless it did a moment ago.
    fn tell_soon(&self) {
        let soon = {
            let state = self.0.state.borrow();
            let quiet = dom::now_ms() - state.told_ms < TELL_MS;
            if quiet && state.moment() != state.told {
                drop(state);
                // The next frame looks again, so that the last place is never kept back.
                self.ask();
                return;
            }
            !quiet
        };
        if soon {
            self.tell();
        }
    }

    /// Tells where it stands, now.
    pub(crate) fn tell(&self) {
        let moment = {
            let mut state = self.0.state.borrow_mut();
            state.told_ms = dom::now_ms();
            let moment = state.moment();
            if moment == state.told {
                return;
            }
            state.told = moment;
            moment
        };
        let tell = self.0.tell.borrow().clone();
        tell.emit(moment);
    }
}

//! The player: owns the cursor and everything that changes on every frame. It lives outside of the
//! page's state, so that a frame paints two canvases and a line of text, and renders nothing.

mod look;
mod merged;
mod surfaces;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lab::Micros;
use stage::{Cursor, Subject};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use yew::Callback;

use crate::dom;
use crate::film::Film;
use crate::model::Moment;
pub(crate) use look::{Look, labels};
pub(crate) use surfaces::{Side, Surfaces, mark_ready};

/// A frame never takes the cursor further than this: after a stall it goes on from where it was.
const LONGEST_FRAME_MS: f64 = 50.0;
/// The rest of the page follows this often while the cursor moves.
const TELL_MS: f64 = 100.0;

/// Plays the run, or two of them under one cursor.
#[derive(Clone)]
pub(crate) struct Player(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    surfaces: RefCell<Surfaces>,
    tell: RefCell<Callback<Moment>>,
    /// A frame has been asked for.
    asked: Cell<bool>,
    on_frame: RefCell<Option<Closure<dyn FnMut(f64)>>>,
}

/// What is played.
struct State {
    films: [Option<Rc<Film>>; 2],
    look: Look,
    /// In the run that leads.
    cursor: Cursor,
    /// The instant the reader chose; a shorter run may end before it.
    wanted: Micros,
    playing: bool,
    /// It keeps up with a live run, as opposed to playing what was recorded of it.
    at_edge: bool,
    frame_ms: Option<f64>,
    told_ms: f64,
    told: Moment,
}

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Player {
    /// A player of nothing yet.
    pub(crate) fn new() -> Self {
        let state = State {
            films: [None, None],
            look: Look::default(),
            cursor: Cursor::start(),
            wanted: 0,
            playing: false,
            at_edge: false,
            frame_ms: None,
            told_ms: 0.0,
            told: Moment::default(),
        };
        let player = Player(Rc::new(Inner {
            state: RefCell::new(state),
            surfaces: RefCell::default(),
            tell: RefCell::new(Callback::noop()),
            asked: Cell::new(false),
            on_frame: RefCell::new(None),
        }));
        let weak = Rc::downgrade(&player.0);
        let on_frame = Closure::new(move |now_ms| {
            if let Some(inner) = weak.upgrade() {
                Player(inner).frame(now_ms);
            }
        });
        *player.0.on_frame.borrow_mut() = Some(on_frame);
        player
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

    /// Shows these runs from now on, at the instant where it stands.
    pub(crate) fn show(&self, films: [Option<Rc<Film>>; 2]) {
        let mut state = self.0.state.borrow_mut();
        let at = state.wanted;
        state.films = films;
        if let Some(film) = state.lead() {
            state.cursor = film.with(|trace, _| Cursor::at(trace, at));
        }
        drop(state);
        self.ask();
        self.tell();
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

    /// Goes on by itself; from the beginning if it stood at the end.
    pub(crate) fn play(&self) {
        {
            let mut state = self.0.state.borrow_mut();
            let Some(film) = state.lead() else { return };
            if state.is_at_end(&film) {
                state.cursor = Cursor { held: 0, ..Cursor::start() };
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
    }

    /// To just after so many events.
    pub(crate) fn seek_after(&self, events: usize) {
        self.put(|film, _| film.with(|trace, _| Cursor::after(trace, events)));
    }

    /// To just after an event of one of the runs.
    pub(crate) fn seek_event(&self, side: Side, event: usize) {
        let at = {
            let state = self.0.state.borrow();
            let film = state.films[side].clone();
            let film = film.filter(|_| state.leader() != side);
            film.map(|film| film.with(|trace, _| Cursor::after(trace, event + 1).at))
        };
        match at {
            None => self.seek_after(event + 1),
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
        self.put(|_, _| Cursor::start());
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
        if self.0.asked.replace(true) {
            return;
        }
        let on_frame = self.0.on_frame.borrow();
        if let Some(closure) = on_frame.as_ref() {
            let _ = dom::window().request_animation_frame(closure.as_ref().unchecked_ref());
        }
    }

    fn frame(&self, now_ms: f64) {
        self.0.asked.set(false);
        let (moves, ended) = {
            let mut state = self.0.state.borrow_mut();
            let before = state.playing;
            state.go_on(now_ms);
            self.0.surfaces.borrow_mut().paint(&state.films, state.cursors(), &state.look);
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

    fn tell(&self) {
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

impl State {
    /// The run that leads: the longer one, so that both can be seen to their ends.
    fn leader(&self) -> Side {
        match &self.films {
            [Some(a), Some(b)] if b.end() > a.end() => 1,
            _ => 0,
        }
    }

    fn lead(&self) -> Option<Rc<Film>> {
        self.films[self.leader()].clone()
    }

    fn session(&self) -> Option<crate::live::Live> {
        self.films[0].as_ref().and_then(|film| film.session().cloned())
    }

    fn stop(&mut self) {
        self.playing = false;
        self.at_edge = false;
        if let Some(session) = self.session() {
            session.pause();
        }
    }

    fn is_at_end(&self, film: &Film) -> bool {
        let live = film.session().is_some_and(|session| !session.is_over());
        !live && film.with(|trace, _| self.cursor.is_at_end(trace))
    }

    /// The cursor in each run.
    fn cursors(&self) -> [Cursor; 2] {
        let leader = self.leader();
        [0, 1].map(|side| match &self.films[side] {
            Some(film) if side != leader => {
                let cursor = film.with(|trace, _| Cursor::at(trace, self.cursor.at));
                Cursor { held: self.cursor.held, ..cursor }
            }
            _ => self.cursor,
        })
    }

    fn moment(&self) -> Moment {
        let cursors = self.cursors();
        Moment { cursor: cursors[0], other: cursors[1], at: self.cursor.at, playing: self.playing }
    }

    /// Moves the cursor on by what has passed since the last frame.
    fn go_on(&mut self, now_ms: f64) {
        let passed = now_ms - self.frame_ms.unwrap_or(now_ms);
        self.frame_ms = Some(now_ms);
        if !self.playing {
            return;
        }
        let Some(film) = self.lead() else { return };
        let us = (passed.clamp(0.0, LONGEST_FRAME_MS) * 1_000.0) as Micros;
        if self.keeps_up(&film) {
            return;
        }
        if self.is_at_end(&film) {
            // Nothing more happens; what moves comes to rest.
            self.cursor.held += us;
            if self.cursor.held > REST_US {
                self.playing = false;
                self.at_edge = false;
                self.cursor.held = Cursor::SETTLED;
            }
            return;
        }
        let speed = self.look.speed;
        self.cursor = film.with(|trace, index| self.cursor.advance(trace, index, us, speed));
        self.wanted = self.cursor.at;
    }
}

impl State {
    /// At the live edge the run goes on, and the cursor with it.
    fn keeps_up(&mut self, film: &Film) -> bool {
        let Some(session) = film.session() else { return false };
        let began = session.edge() > 0;
        self.at_edge |= !began || film.with(|trace, _| self.cursor.is_at_end(trace));
        if session.is_over() || !self.at_edge {
            return false;
        }
        session.resume();
        self.cursor = Cursor { events: film.events(), at: session.edge(), held: 0 };
        self.wanted = self.cursor.at;
        true
    }
}

/// After its last event a run is watched a moment longer, until everything has come to rest.
const REST_US: Micros = 400_000;

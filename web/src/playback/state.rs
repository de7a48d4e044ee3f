//! What is played, and how the cursor moves on.

use std::rc::Rc;

use lab::Micros;
use stage::Cursor;

use super::{Look, Side};
use crate::film::Film;
use crate::live::Live;
use crate::model::Moment;

/// A frame never takes the cursor further than this: after a stall it goes on from where it was.
const LONGEST_FRAME_MS: f64 = 50.0;

/// What is played.
pub(super) struct State {
    pub(super) films: [Option<Rc<Film>>; 2],
    pub(super) look: Look,
    /// In the run that leads.
    pub(super) cursor: Cursor,
    /// The instant the reader chose; a shorter run may end before it.
    pub(super) wanted: Micros,
    pub(super) playing: bool,
    /// It was asked to play before there was a run.
    pub(super) eager: bool,
    /// It keeps up with a live run, as opposed to playing what was recorded of it.
    pub(super) at_edge: bool,
    pub(super) frame_ms: Option<f64>,
    pub(super) told_ms: f64,
    pub(super) told: Moment,
}

impl State {
    pub(super) fn new() -> Self {
        State {
            films: [None, None],
            look: Look::default(),
            cursor: Cursor::start(),
            wanted: 0,
            playing: false,
            eager: false,
            at_edge: false,
            frame_ms: None,
            told_ms: 0.0,
            told: Moment::default(),
        }
    }

    /// The run that leads: the longer one, so that both can be seen to their ends.
    pub(super) fn leader(&self) -> Side {
        match &self.films {
            [Some(a), Some(b)] if b.end() > a.end() => 1,
            _ => 0,
        }
    }

    pub(super) fn lead(&self) -> Option<Rc<Film>> {
        self.films[self.leader()].clone()
    }

    pub(super) fn session(&self) -> Option<Live> {
        self.films[0].as_ref().and_then(|film| film.session().cloned())
    }

    pub(super) fn stop(&mut self) {
        self.eager = false;
        self.playing = false;
        self.at_edge = false;
        if let Some(session) = self.session() {
            session.pause();
        }
    }

    pub(super) fn is_at_end(&self, film: &Film) -> bool {
        let live = film.session().is_some_and(|session| !session.is_over());
        let stops = self.look.stop.is_some_and(|stop| self.cursor.at >= stop);
        !live && (stops || film.with(|trace, _| self.cursor.is_at_end(trace)))
    }

    /// Where playback begins.
    pub(super) fn begin(&self, film: &Film) -> Cursor {
        match self.look.start {
            0 => Cursor::start(),
            // There is nothing to play from there.
            start if !film.is_live() && start >= film.end() => Cursor::start(),
            start => film.with(|trace, _| Cursor::at(trace, start)),
        }
    }

    /// The cursor in each run.
    pub(super) fn cursors(&self) -> [Cursor; 2] {
        let leader = self.leader();
        [0, 1].map(|side| match &self.films[side] {
            Some(film) if side != leader => self.beside(film),
            _ => self.cursor,
        })
    }

    /// The cursor in the shorter run: the clock is that of both, and goes on after its end.
    fn beside(&self, film: &Film) -> Cursor {
        if self.cursor.events == 0 && self.cursor.at == 0 {
            return self.cursor;
        }
        let events = film.with(|trace, _| Cursor::at(trace, self.cursor.at).events);
        Cursor { events, ..self.cursor }
    }

    /// Where pictures are taken: without motion a run that plays goes from event to event.
    pub(super) fn shown(&self) -> [Cursor; 2] {
        let cursors = self.cursors();
        if !self.playing || self.look.motion {
            return cursors;
        }
        [0, 1].map(|side| match &self.films[side] {
            Some(film) => film.with(|trace, _| Cursor::after(trace, cursors[side].events)),
            None => cursors[side],
        })
    }

    pub(super) fn moment(&self) -> Moment {
        let cursors = self.cursors();
        Moment { cursor: cursors[0], other: cursors[1], at: self.cursor.at, playing: self.playing }
    }

    /// Moves the cursor on by what has passed since the last frame.
    pub(super) fn go_on(&mut self, now_ms: f64) {
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
            if self.cursor.held > REST_US && self.look.repeats {
                self.cursor = Cursor { held: 0, ..self.begin(&film) };
            } else if self.cursor.held > REST_US {
                self.playing = false;
                self.at_edge = false;
                self.cursor.held = Cursor::SETTLED;
            }
            return;
        }
        let speed = self.look.speed;
        self.cursor = film.with(|trace, index| {
            let next = self.cursor.advance(trace, index, us, speed);
            let stop = self.look.stop.filter(|stop| next.at > *stop);
            stop.map_or(next, |stop| Cursor { held: 0, ..Cursor::at(trace, stop) })
        });
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

//! The opening lesson: the same four jobs, waiting and computing, run for real on the browser's own
//! executor, one after the other so that neither is in the other's way. Between them it rests: the
//! reader sees what waiting came to, and a page does not block itself while it still arrives. Frames
//! paint it outside of the page's state, and draw the page's own heartbeat: where it has gaps, the
//! page was computing.

mod picture;

use std::cell::RefCell;
use std::rc::Rc;

use lab::Micros;
use scenarios::Setup;
use web_sys::HtmlCanvasElement;
use yew::Callback;

use crate::dom::{self, Frames};
use crate::film::Film;
use crate::live::Live;
use crate::painter::Painter;
use crate::playback::Look;
use picture::{Heart, Subject};

/// How far the lesson has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Phase {
    /// The jobs that wait run.
    Waiting,
    /// They are done; nothing runs.
    Resting,
    /// The jobs that compute run.
    Computing,
    /// Both are over: the question.
    Asked,
    /// Three more threads, simulated.
    Answering,
    /// All is said.
    Answered,
}

/// What is said of the lesson beside its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// How far it has come.
    pub(crate) phase: Phase,
    /// How long each panel took on one thread; 0 until that is known.
    pub(crate) took: [Micros; 2],
    /// How long each takes on four simulated threads; 0 until that was asked.
    pub(crate) on_four: [Micros; 2],
}

/// So many frames in time are a calm page.
const CALM: usize = 5;
/// After so long the lesson goes on in a page that does not come to rest.
const IMPATIENT_MS: f64 = 2_000.0;
/// How long the lesson rests at least: what waits a second for a page to come to rest has seen that.
const REST_MS: f64 = 2_000.0;

/// The lesson.
#[derive(Clone)]
pub(crate) struct Lesson(Rc<RefCell<State>>);

struct State {
    phase: Phase,
    /// Nothing moves: four pictures, which the reader turns over.
    still: bool,
    films: [Rc<Film>; 2],
    /// How long each took on one thread.
    took: [Micros; 2],
    /// When each was done, on the page's clock; 0 until then.
    done_ms: [f64; 2],
    /// When the first frame came.
    came_ms: Option<f64>,
    panels: [Option<Painter>; 2],
    /// What the pictures on them are of.
    painted: [Option<Subject>; 2],
    /// How high a picture is once all lanes are there: it does not grow while it runs. 0 until
    /// one is painted.
    least: f32,
    heart: Heart,
    look: Look,
    answering_since: f64,
    tell: Callback<Told>,
    /// Nothing is painted without: before the start, and after the end.
    frames: Option<Frames>,
}

impl Lesson {
    /// A lesson over this scenario, whose choice `lines` says whether jobs wait or compute.
    pub(crate) fn new(setup: &Setup, lines: &str, still: bool, tell: Callback<Told>) -> Self {
        let setups = [0, 1].map(|work| with(setup, &[(lines, work)]));
        let films = setups.map(|setup| {
            let film =
                if still { computed(&setup) } else { Film::live(setup.clone(), Live::new(&setup)) };
            Rc::new(film)
        });
        let state = State {
            phase: Phase::Waiting,
            still,
            films,
            took: [0, 0],
            done_ms: [0.0; 2],
            came_ms: None,
            panels: [None, None],
            painted: [None; 2],
            least: 0.0,
            heart: Heart::default(),
            look: Look::default(),
            answering_since: 0.0,
            tell,
            frames: None,
        };
        Lesson(Rc::new(RefCell::new(state)))
    }

    /// Paints here from now on, and begins.
    pub(crate) fn start(
        &self,
        panels: [Option<HtmlCanvasElement>; 2],
        heart: Option<HtmlCanvasElement>,
    ) {
        let weak = Rc::downgrade(&self.0);
        let frames = Frames::new(move |now_ms| {
            if let Some(state) = weak.upgrade() {
                Lesson(state).frame(now_ms);
            }
        });
        let mut state = self.0.borrow_mut();
        state.panels = panels.map(|canvas| canvas.as_ref().and_then(Painter::new));
        state.heart.canvas = heart;
        state.frames = Some(frames);
        let told = state.told();
        let tell = state.tell.clone();
        drop(state);
        tell.emit(told);
        self.ask();
    }

    /// How it is painted.
    pub(crate) fn look(&self, look: &Look) {
        let mut state = self.0.borrow_mut();
        state.look = look.clone();
        state.painted = [None; 2];
    }

    /// The next of the stills before the question.
    pub(crate) fn turn_over(&self) {
        {
            let mut state = self.0.borrow_mut();
            match state.phase {
                Phase::Waiting => state.is_done(0, Phase::Computing),
                Phase::Computing => state.is_done(1, Phase::Asked),
                _ => return,
            }
        }
        self.tell();
    }

    /// Shows the same with three more threads.
    pub(crate) fn answer(&self) {
        {
            let mut state = self.0.borrow_mut();
            let films = state
                .films
                .each_ref()
                .map(|film| Rc::new(computed(&with(&film.setup, &[("threads", 4)]))));
            state.films = films;
            state.phase = Phase::Answering;
            state.answering_since = if state.still { -1e9 } else { dom::now_ms() };
        }
        self.tell();
    }

    /// Ends it: nothing is painted any more.
    pub(crate) fn end(&self) {
        let mut state = self.0.borrow_mut();
        state.frames = None;
        for film in &state.films {
            if let Some(session) = film.session() {
                session.pause();
            }
        }
    }

    fn ask(&self) {
        if let Some(frames) = &self.0.borrow().frames {
            frames.ask();
        }
    }

    fn tell(&self) {
        let (tell, told) = {
            let state = self.0.borrow();
            (state.tell.clone(), state.told())
        };
        tell.emit(told);
    }

    fn frame(&self, now_ms: f64) {
        let before = self.0.borrow().phase;
        {
            let mut state = self.0.borrow_mut();
            state.paint(now_ms);
            state.go_on(now_ms);
        }
        if self.0.borrow().phase != before {
            self.tell();
        }
        self.ask();
    }
}

impl State {
    fn told(&self) -> Told {
        let answered = self.phase >= Phase::Answering;
        let on_four = if answered { self.films.each_ref().map(|film| film.end()) } else { [0; 2] };
        Told { phase: self.phase, took: self.took, on_four }
    }

    fn go_on(&mut self, now_ms: f64) {
        let came_ms = *self.came_ms.get_or_insert(now_ms);
        let rested_ms = self.done_ms[0] + REST_MS;
        match self.phase {
            Phase::Waiting | Phase::Computing if self.still => {}
            // The page has to have come to rest, else its own start is measured too.
            Phase::Waiting if self.has_begun() || self.is_calm(came_ms, now_ms) => {
                self.run(0, now_ms, Phase::Resting);
            }
            Phase::Resting if self.is_calm(rested_ms, now_ms) && dom::has_loaded() => {
                self.phase = Phase::Computing;
            }
            Phase::Computing => self.run(1, now_ms, Phase::Asked),
            Phase::Answering => {
                let end = self.films.iter().map(|film| film.end()).max().unwrap_or(0);
                if self.answered_us(now_ms) > end {
                    self.phase = Phase::Answered;
                }
            }
            Phase::Waiting | Phase::Resting | Phase::Asked | Phase::Answered => {}
        }
    }

    /// Lets the jobs of this panel run, up to their end.
    fn run(&mut self, panel: usize, now_ms: f64, then: Phase) {
        let Some(session) = self.films[panel].session() else { return };
        session.resume();
        if session.is_over() {
            self.done_ms[panel] = now_ms;
            self.is_done(panel, then);
        }
    }

    /// The jobs of this panel are done.
    fn is_done(&mut self, panel: usize, then: Phase) {
        self.took[panel] = self.films[panel].end();
        self.phase = then;
    }

    /// From `since` on: the last frames came in time; or they never will.
    fn is_calm(&self, since_ms: f64, now_ms: f64) -> bool {
        let beats = &self.heart.beats;
        let mut gaps = beats.windows(2).rev().take(CALM);
        let in_time = beats.len() > CALM && gaps.all(|pair| pair[1] - pair[0] < 40.0);
        now_ms >= since_ms && (in_time || now_ms > since_ms + IMPATIENT_MS)
    }

    fn has_begun(&self) -> bool {
        self.films[0].session().is_some_and(Live::has_begun)
    }

    fn answered_us(&self, now_ms: f64) -> Micros {
        since(self.answering_since, now_ms)
    }
}

/// What passed on the page's clock, on that of a run.
fn since(from_ms: f64, now_ms: f64) -> Micros {
    ((now_ms - from_ms).max(0.0) * 1_000.0) as Micros
}

/// How many times `short` goes into `long`, roughly.
pub(crate) fn rounded(long: Micros, short: Micros) -> Micros {
    (long + short / 2).checked_div(short).unwrap_or(1)
}

/// The run with some knobs set.
fn with(setup: &Setup, knobs: &[(&str, i64)]) -> Setup {
    let mut setup = setup.clone();
    for (name, value) in knobs {
        if let Some((place, _)) = setup.scenario.field(name) {
            setup.values[place] = *value;
        }
    }
    setup
}

fn computed(setup: &Setup) -> Film {
    Film::done(setup.clone(), setup.finish(), false)
}

//! Runs, computed in slices so that the page answers meanwhile, and remembered.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use lab::{Progress, VirtualHost};
use scenarios::Setup;
use stage::Index;
use yew::Callback;

use crate::dom;
use crate::film::Film;

/// Enough for a default run, so that a turned knob shows within a frame.
const FIRST_SLICE_MS: f64 = 14.0;
/// Leaves the other half of a frame to the page.
const SLICE_MS: f64 = 8.0;
/// A run that takes longer says so.
const PATIENCE_MS: f64 = 100.0;
/// Between two looks at the clock.
const STEPS: usize = 256;
/// Events taken into an index between two looks at the clock.
const INDEXED: usize = 2_000;
/// What looks at every event of a trace longer than that is a slice of its own.
const LONG: usize = 10_000;
/// So many runs are remembered.
const REMEMBERED: usize = 24;
/// Fewer, if they have more events than this between them.
const MOST_EVENTS: usize = 1_000_000;

/// What becomes of a computation.
pub(crate) enum News {
    /// It takes long: so many events so far.
    Progress(usize),
    /// Here it is.
    Done(Rc<Film>),
}

/// Computes the run on screen, one at a time.
#[derive(Clone, Default)]
pub(crate) struct Computer(Rc<Inner>);

#[derive(Default)]
struct Inner {
    memo: RefCell<VecDeque<Rc<Film>>>,
    /// Counts requests; an older one is given up.
    request: Cell<u32>,
    /// The request that is to stop where it is.
    stop: Cell<u32>,
}

impl Computer {
    /// Computes the run of `setup`; an earlier one that is not done is given up.
    pub(crate) fn compute(&self, setup: &Setup, tell: Callback<News>) {
        let request = self.0.request.get() + 1;
        self.0.request.set(request);
        if let Some(film) = self.remembered(setup) {
            tell.emit(News::Done(film));
            return;
        }
        let began = dom::now_ms();
        let mut host = setup.begin();
        if !is_long(setup) && slice(&mut host, FIRST_SLICE_MS) == Progress::Over {
            let mut trace = host.into_trace();
            setup.conclude(&mut trace);
            tell.emit(News::Done(self.remember(Film::done(setup.clone(), trace, false))));
            return;
        }
        let (this, setup) = (self.clone(), setup.clone());
        wasm_bindgen_futures::spawn_local(async move {
            loop {
                TimeoutFuture::new(0).await;
                if this.0.request.get() != request {
                    return;
                }
                let stopped = this.0.stop.get() == request;
                if stopped || slice(&mut host, SLICE_MS) == Progress::Over {
                    let film = finished(&setup, host, stopped).await;
                    if this.0.request.get() == request {
                        tell.emit(News::Done(this.remember(film)));
                    }
                    return;
                }
                if dom::now_ms() - began > PATIENCE_MS {
                    tell.emit(News::Progress(host.events()));
                }
            }
        });
    }

    /// Gives up what is computed now: nobody waits for it any more.
    pub(crate) fn give_up(&self) {
        self.0.request.set(self.0.request.get() + 1);
    }

    /// Shows the run that is computed now as far as it has come.
    pub(crate) fn stop(&self) {
        self.0.stop.set(self.0.request.get());
    }

    fn remembered(&self, setup: &Setup) -> Option<Rc<Film>> {
        self.0.memo.borrow().iter().find(|film| film.setup == *setup).cloned()
    }

    fn remember(&self, film: Film) -> Rc<Film> {
        let film = Rc::new(film);
        if !film.stopped {
            let mut memo = self.0.memo.borrow_mut();
            memo.push_front(Rc::clone(&film));
            let mut events = 0;
            let fits = memo.iter().take(REMEMBERED).take_while(|film| {
                events += film.events();
                events <= MOST_EVENTS
            });
            let fits = fits.count().max(1);
            memo.truncate(fits);
        }
        film
    }
}

/// Checks the claims, indexes the trace and measures it, in slices too.
async fn finished(setup: &Setup, host: VirtualHost, stopped: bool) -> Film {
    let mut trace = host.into_trace();
    let mut claims = Vec::new();
    for claim in 0..setup.scenario.claims.len() {
        // Each is a pass over the whole trace.
        if trace.events.len() > LONG {
            TimeoutFuture::new(0).await;
        }
        claims.push(setup.check(claim, &trace));
    }
    trace.claims = claims;
    let mut index = Index::default();
    let mut end = dom::now_ms();
    while !index.advance(&trace, INDEXED) {
        if dom::now_ms() >= end {
            TimeoutFuture::new(0).await;
            end = dom::now_ms() + SLICE_MS;
        }
    }
    let film = Film::indexed(setup.clone(), trace, index, stopped);
    if film.events() > LONG {
        TimeoutFuture::new(0).await;
    }
    film.measured();
    film
}

/// Whether there is so much to do that nothing of it belongs to the click that asked for it.
fn is_long(setup: &Setup) -> bool {
    setup.traffic.len() > LONG / 10
}

fn slice(host: &mut VirtualHost, budget_ms: f64) -> Progress {
    let end = dom::now_ms() + budget_ms;
    loop {
        if host.advance(STEPS) == Progress::Over {
            return Progress::Over;
        }
        if dom::now_ms() >= end {
            return Progress::More;
        }
    }
}

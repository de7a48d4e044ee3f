//! A resilient pipeline of one worker against a slow and obvious one: what stands in the queue, the
//! call that is under way, and a breaker that is three numbers.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng, poll};
use futures::FutureExt;
use patterns::breaker::{self, Breaker, Change, Trip};
use patterns::resilient::*;
use patterns::{Clock, Context, Decision, ManualTimer, Strategy, Timer, channel};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// Failures in a row that open the circuit; one probe closes it.
const FAILURES: u32 = 2;

/// What it shows may be anything, and go back; what is slept for takes its time all the same.
#[derive(Clone)]
struct Skewed {
    timer: ManualTimer,
    shown: Arc<Mutex<Duration>>,
}

impl Clock for Skewed {
    fn now(&self) -> Duration {
        *self.shown.lock().unwrap()
    }
}

impl Timer for Skewed {
    fn sleep(&self, span: Duration) -> impl Future<Output = ()> {
        self.timer.sleep(span)
    }
}

/// Every third nanosecond nobody is called.
fn limited(now: Duration) -> Decision {
    if now.as_nanos() % 3 == 2 {
        Decision::Refused { retry_after: None }
    } else {
        Decision::Admitted
    }
}

type Limiter = fn(Duration) -> Decision;
type Fallback = fn(&u32, &Trouble<()>) -> Option<u32>;
type Around = Stages<fn(&Change), Limiter, Fallback>;

/// Every fourth request has something to fall back on.
fn fallback(n: &u32, _why: &Trouble<()>) -> Option<u32> {
    n.is_multiple_of(4).then_some(0)
}

fn is_good(n: u32) -> bool {
    !n.is_multiple_of(3)
}

/// The breaker: failures in a row, until when it is open, and the latest instant it has heard of.
#[derive(Default)]
struct Circuit {
    failures: u32,
    /// Open until then; half open from then on.
    until: Option<Duration>,
    seen: Duration,
}

impl Circuit {
    fn lets_through(&mut self, now: Duration) -> bool {
        self.seen = self.seen.max(now);
        self.until.is_none_or(|until| until <= self.seen)
    }

    fn record(&mut self, good: bool, now: Duration, open_for: Duration) {
        self.seen = self.seen.max(now);
        self.failures = if good { 0 } else { self.failures + 1 };
        if good {
            self.until = None;
        } else if self.until.is_some() || self.failures >= FAILURES {
            (self.failures, self.until) = (0, Some(self.seen.saturating_add(open_for)));
        }
    }
}

/// A call that is under way: of which request, when it is over, when it is given up.
struct Call {
    request: (u64, u32, Duration),
    over: Duration,
    given_up: Duration,
}

/// All of it.
struct Obvious {
    circuit: Option<Circuit>,
    open_for: Duration,
    takes: Duration,
    call_limit: Option<Duration>,
    room: usize,
    oldest_gives_way: bool,
    letters: usize,
    queue: VecDeque<(u64, u32, Duration)>,
    call: Option<Call>,
    submitted: u64,
    /// How each ended, and after how long: in order.
    ended: Vec<(u64, &'static str, Duration)>,
    kept: usize,
    turned_away: u64,
}

impl Obvious {
    /// What is told at the door: whether it is let in, and who gave way.
    fn submit(&mut self, n: u32, now: Duration) -> Result<Option<u32>, ()> {
        let number = self.submitted;
        self.submitted += 1;
        let full = self.queue.len() == self.room;
        if full && !self.oldest_gives_way {
            self.turned_away += 1;
            return Err(());
        }
        let evicted = if full { self.queue.pop_front() } else { None };
        self.turned_away += u64::from(evicted.is_some());
        self.queue.push_back((number, n, now));
        Ok(evicted.map(|(_, n, _)| n))
    }

    /// The worker looks: `passed` is the time that has gone by, `now` what the clock shows.
    fn look(&mut self, passed: Duration, now: Duration) {
        loop {
            if let Some(Call { request, over, given_up }) = &self.call {
                // Work that is ready at its deadline wins.
                if passed < *over && passed < *given_up {
                    return;
                }
                let good = passed >= *over && is_good(request.1);
                let request = *request;
                if let Some(circuit) = &mut self.circuit {
                    circuit.record(good, now, self.open_for);
                }
                self.call = None;
                self.end(request, if good { "ok" } else { "failed" }, now);
            }
            let Some(request) = self.queue.pop_front() else { return };
            if self.circuit.as_mut().is_some_and(|circuit| !circuit.lets_through(now)) {
                self.end(request, "open", now);
            } else if limited(now) != Decision::Admitted {
                self.end(request, "over the limit", now);
            } else {
                let given_up =
                    self.call_limit.map_or(Duration::MAX, |limit| passed.saturating_add(limit));
                self.call =
                    Some(Call { request, over: passed.saturating_add(self.takes), given_up });
            }
        }
    }

    fn end(&mut self, (number, n, due): (u64, u32, Duration), how: &'static str, now: Duration) {
        let keeps = how == "failed" && self.kept < self.letters;
        let how = match how {
            "ok" => "ok",
            _ if n.is_multiple_of(4) => "fallback",
            _ if keeps => "kept",
            how => how,
        };
        self.kept += usize::from(how == "kept");
        self.ended.push((number, how, now.saturating_sub(due)));
    }
}

/// A step of time: none, a nanosecond, about as long as a call, years.
fn step(rng: &mut Rng) -> Duration {
    match rng.below(8) {
        0..=2 => Duration::ZERO,
        3..=4 => Duration::from_nanos(1),
        5..=6 => Duration::from_nanos(rng.below(8) as u64),
        _ => Duration::from_secs(86_400 * 365 * rng.below(40) as u64),
    }
}

fn history(seed: u64) {
    let mut rng = Rng(seed);
    let nanos = |rng: &mut Rng| Duration::from_nanos(rng.below(7) as u64);
    let (takes, open_for) = (nanos(&mut rng), nanos(&mut rng) + Duration::from_nanos(1));
    let mut obvious = Obvious {
        circuit: (rng.below(3) > 0).then(Circuit::default),
        open_for,
        takes,
        call_limit: (rng.below(2) == 0).then(|| nanos(&mut rng)),
        room: 1 + rng.below(3),
        oldest_gives_way: rng.below(2) == 0,
        letters: rng.below(3),
        queue: VecDeque::new(),
        call: None,
        submitted: 0,
        ended: Vec::new(),
        kept: 0,
        turned_away: 0,
    };
    let settings = breaker::Settings {
        trip: Trip::InARow { failures: FAILURES },
        open_for,
        probes: 1,
        probe_limit: Duration::MAX,
    };
    let stages: Around = Stages {
        workers: 1,
        strategy: if obvious.oldest_gives_way {
            Strategy::DropOldest
        } else {
            Strategy::DropNewest
        },
        breaker: obvious.circuit.as_ref().map(|_| Arc::new(Breaker::new(settings))),
        limiter: limited,
        call_limit: obvious.call_limit,
        fallback,
        dead_letters: obvious.letters,
        window: 4,
    };
    let clock = Skewed { timer: ManualTimer::new(), shown: Arc::default() };
    let call = {
        let timer = clock.timer.clone();
        move |n: u32| {
            let timer = timer.clone();
            async move {
                timer.sleep(takes).await;
                if is_good(n) { Ok(n) } else { Err(()) }
            }
        }
    };
    let (context, _keep) = Context::root();
    let (answers, outcomes) = channel::bounded(64);
    let queue = channel::bounded(obvious.room);
    let mut service = pipeline(&context, clock.clone(), stages, queue, answers, call);
    let mut worker = Box::pin(service.workers.pop().expect("one"));
    let flag = Flag::new();
    for n in 0..6 + rng.below(18) as u32 {
        let now = clock.now();
        if rng.below(3) > 0 {
            let submitted = service.intake.submit(&context, n).now_or_never().expect("never waits");
            let theirs = submitted.map(|let_in| let_in.evicted).map_err(|_| ());
            assert_eq!(theirs, obvious.submit(n, now));
        }
        assert!(poll(&mut worker, &flag).is_pending());
        obvious.look(clock.timer.now(), now);
        let metrics = service.gauges.read();
        assert_eq!(metrics.queued, obvious.queue.len() as u64);
        assert_eq!(metrics.serving, u64::from(obvious.call.is_some()));
        assert_eq!(metrics.submitted, obvious.submitted);
        assert_eq!(metrics.ended(), obvious.ended.len() as u64 + obvious.turned_away);
        assert_eq!(service.dead_letters.len(), obvious.kept);
        let span = step(&mut rng);
        clock.timer.advance(span);
        let mut shown = clock.shown.lock().unwrap();
        *shown = match rng.below(6) {
            0 => shown.saturating_sub(step(&mut rng)),
            1 => shown.saturating_add(step(&mut rng)),
            _ => shown.saturating_add(span),
        };
    }
    let mut theirs = Vec::new();
    while let Ok(Answer { number, latency, end, .. }) = outcomes.try_recv() {
        let how = match end {
            End::Ok(_) => "ok",
            End::Fallback(_) => "fallback",
            End::DeadLetter => "kept",
            End::Refused(Trouble::Open(_)) => "open",
            End::Refused(Trouble::OverLimit { .. }) => "over the limit",
            End::Refused(_) => "failed",
        };
        theirs.push((number, how, latency));
    }
    assert_eq!(theirs, obvious.ended);
}

#[test]
fn each_request_ends_as_the_obvious_one_says_by_any_clock() {
    for seed in 0..HISTORIES {
        let once = std::panic::AssertUnwindSafe(|| history(seed));
        if let Err(panic) = std::panic::catch_unwind(once) {
            eprintln!("the history with seed {seed} breaks it");
            std::panic::resume_unwind(panic);
        }
    }
}

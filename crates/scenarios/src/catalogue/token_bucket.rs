//! Token bucket: so many at once, so many over time.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, LocalBoxFuture, join_all, pending, select};
use futures::{FutureExt, StreamExt};
use lab::invariant::{self, Allowance, Gate};
use lab::{Arrival, Event, ItemId, Join, Lab, Level, Loss, Sender, Trace};
use patterns::{Clock, Decision, Limiter, NotAdmitted, Rate, SharedLimiter, TokenBucket};

use crate::cast::{self, Arrivals, Gauge, Waiting, arrivals};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::fitting::Fitting;
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "token-bucket",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "believes-any-clock", breaks: Some("within") },
        Variant { slug: "rounds-down", breaks: Some("no-token-lost") },
        Variant { slug: "asks-again", breaks: Some("nobody-overtakes") },
    ],
    actions: &[
        Action { slug: "rush", argument: Argument::None },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "within",
            check: |trace, values| {
                let of = Knobs::from_values(values).allowance();
                invariant::admitted_at_rate(trace, Gate::Channel("calls"), of, |_| Some(0))
            },
        },
        Claim { slug: "level", check: |trace, _| invariant::levels_within(trace) },
        Claim {
            slug: "no-token-lost",
            check: |trace, values| {
                let knobs = Knobs::from_values(values);
                let patience = cast::micros(knobs.patience);
                let of = knobs.allowance();
                invariant::refuses_only_what_is_too_much(trace, of, patience, |_| Some(0))
            },
        },
        Claim {
            slug: "nobody-overtakes",
            check: |trace, _| invariant::nobody_is_passed(trace, "calls"),
        },
    ],
    experiments: &[
        Experiment { slug: "ten-a-second", sets: "rate=10&burst=20&requests=96&arrivals=even" },
        Experiment { slug: "five-a-second", sets: "rate=5&burst=10&requests=48&arrivals=random" },
        Experiment { slug: "waits", sets: "patience=2000" },
    ],
    challenges: &[
        Challenge {
            slug: "saved-up",
            begins: "",
            task: Task::Reach {
                goal: "refused<=3,p95<300,rate=4",
                with: &["burst", "patience"],
                solution: "burst=12",
            },
        },
        Challenge {
            slug: "second-crowd",
            begins: "",
            task: Task::Foresee {
                choices: &["three", "six", "eight"],
                ask: second_crowd,
                otherwise: "burst=12",
            },
        },
    ],
    opens_in_order: false,
    peers: "server",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "token_bucket.rs"),
        source!(patterns "limit/token_bucket.rs"),
        source!(patterns "limit/shared/mod.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many tokens the bucket holds.
        burst: u32 = 6 in 1..=40,
        /// How many tokens come a second.
        #[fitting(FITTING)]
        rate: u32 = 4 in 0..=20_000,
        /// How many tokens a request costs.
        units: u32 = 1 in 1..=5,
        /// How long a request waits for its tokens before it is refused.
        patience: Duration = 300 in 0..=3_000,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Bursts,
        /// How many requests arrive in three seconds.
        #[idle(arrivals = "yours")]
        requests: u32 = 24 in 1..=120,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const FITTING: Fitting = Fitting { limiters: &[""], room: None, refused };

impl Knobs {
    fn allowance(self) -> Allowance {
        let rate = Rate::per_second(self.rate);
        Allowance { rate, burst: self.burst, units: self.units }
    }
}

const BELIEVES: usize = 1;
const ROUNDS_DOWN: usize = 2;
const ASKS_AGAIN: usize = 3;

/// Requests arrive over so long.
const SPAN: Duration = Duration::from_secs(3);
/// A call keeps the server for so long.
const CALL: Duration = Duration::from_millis(12);
/// In one trap every third request brings the time of a clock that is so far behind.
const BEHIND: Duration = Duration::from_millis(500);
/// In another the bucket is filled up so often.
const TICK: Duration = Duration::from_millis(200);
/// In the third, whoever waits comes back up to so many milliseconds late.
const SPREAD: u64 = 40;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (calls_in, calls) = lab.unbounded("calls");
    let waiting = Waiting::told_by(&lab, "cancel");
    let (bucket, ticks): (Rc<dyn Bucket>, LocalBoxFuture<()>) = match variant {
        BELIEVES => {
            let bucket = Homemade::new(&lab, knobs, waiting, believes_any_clock);
            (bucket, pending().boxed_local())
        }
        ROUNDS_DOWN => {
            let bucket = Homemade::new(&lab, knobs, waiting, takes);
            (bucket.clone(), rounds_down(bucket).boxed_local())
        }
        ASKS_AGAIN => {
            let bucket = AsksAgain(Correct::new(&lab, knobs, waiting));
            (Rc::new(bucket), pending().boxed_local())
        }
        _ => (Rc::new(Correct::new(&lab, knobs, waiting)), pending().boxed_local()),
    };
    lab.spawn("server", cast::server(lab.clone(), calls, CALL));
    let gauge = Gauge::new(&lab);
    gauge.show(bucket.level());
    let come = Rc::default();
    let door = Door { lab: lab.clone(), knobs, bucket, gauge, calls: calls_in, come };
    let closed = lab.spawn("door", door.stands_open());
    select(closed, ticks).await;
}

/// What a request is told.
enum Answer {
    Admitted,
    /// It waits; in the end it is let in or lost.
    Waits(LocalBoxFuture<'static, Result<(), Loss>>),
    Refused {
        retry_after: Option<Duration>,
    },
}

/// A bucket, right or wrong.
trait Bucket {
    /// Request `n` asks for its tokens, and waits for so long at most.
    fn ask(self: Rc<Self>, n: ItemId, patience: Duration) -> Answer;
    fn level(&self) -> Level;
}

/// The pattern: the limiter reads the clock itself, and who waits stands in line.
struct Correct {
    lab: Lab,
    knobs: Knobs,
    waiting: Waiting,
    limiter: SharedLimiter<TokenBucket, Lab>,
}

impl Correct {
    fn new(lab: &Lab, knobs: Knobs, waiting: Waiting) -> Self {
        let bucket = TokenBucket::new(Rate::per_second(knobs.rate), knobs.burst);
        let limiter = SharedLimiter::new(bucket, lab.clone());
        Correct { lab: lab.clone(), knobs, waiting, limiter }
    }

    /// Takes what is asked for, if it is there; or says how long it will be, if ever.
    fn take(&self) -> Result<(), Option<Duration>> {
        match self.limiter.ask(self.knobs.units) {
            Ok(Decision::Admitted) => Ok(()),
            Ok(Decision::Refused { retry_after }) => Err(retry_after),
            Err(_excessive) => Err(None),
        }
    }
}

impl Bucket for Correct {
    fn ask(self: Rc<Self>, _: ItemId, patience: Duration) -> Answer {
        let Err(retry_after) = self.take() else { return Answer::Admitted };
        let by = self.lab.now() + patience;
        let Ok(place) = self.limiter.reserve(self.knobs.units, Some(by)) else {
            return Answer::Refused { retry_after };
        };
        let context = self.waiting.context();
        let turn = async move {
            place.admitted(&context).await.map_err(|why| match why {
                NotAdmitted::Cancelled(_) => Loss::Cancelled,
                _ => Loss::Refused,
            })
        };
        Answer::Waits(turn.boxed_local())
    }

    fn level(&self) -> Level {
        let now = self.lab.now();
        self.limiter.read(|bucket| cast::level(bucket, self.knobs.rate, now))
    }
}

/// Nobody has a place in line. Whoever is told to wait does so, and a little longer, so that not all
/// come back at once. Then it asks again: whoever happens to be the first takes the token.
struct AsksAgain(Correct);

impl Bucket for AsksAgain {
    fn ask(self: Rc<Self>, n: ItemId, patience: Duration) -> Answer {
        match self.0.take() {
            Ok(()) => Answer::Admitted,
            Err(Some(wait)) if wait <= patience => {
                let by = self.0.lab.now() + patience;
                Answer::Waits(async move { self.wait(n, wait, by).await }.boxed_local())
            }
            Err(retry_after) => Answer::Refused { retry_after },
        }
    }

    fn level(&self) -> Level {
        self.0.level()
    }
}

impl AsksAgain {
    async fn wait(&self, n: ItemId, first: Duration, by: Duration) -> Result<(), Loss> {
        let Correct { lab, waiting, .. } = &self.0;
        let late = Duration::from_millis(lab.random_for(u64::from(n), SPREAD));
        let take = || self.0.take().map_err(|wait| wait.unwrap_or(Duration::MAX));
        waiting.again_and_again(lab, first + late, by, take).await
    }
}

/// How many the pattern turns away, one behind the other: who waits is through before the next one.
fn refused(_: usize, arrivals: &[Arrival], values: &[i64]) -> usize {
    let Knobs { burst, rate, units, patience, .. } = Knobs::from_values(values);
    let mut bucket = TokenBucket::new(Rate::per_second(rate), burst);
    let mut through = Duration::ZERO;
    let refuses = |arrival: &&Arrival| {
        let now = Duration::from_micros(arrival.at);
        let from = through.max(now);
        let Ok(Some(delay)) = bucket.delay(from, units) else { return true };
        if from + delay > now + patience {
            return true;
        }
        through = from + delay;
        !bucket.ask(through, units).is_ok_and(Decision::is_admitted)
    };
    arrivals.iter().filter(refuses).count()
}

/// The time is whatever the one who asks says it is. When somebody's clock is behind, it goes back,
/// and the next one fills the same span in again.
fn believes_any_clock(bucket: &Homemade, n: ItemId) -> Result<(), Duration> {
    let behind = if n % 3 == 2 { BEHIND } else { Duration::ZERO };
    let now = bucket.lab.now().saturating_sub(behind);
    let since = now.saturating_sub(bucket.last.replace(now));
    bucket.add(since.as_millis() as u64 * u64::from(bucket.knobs.rate));
    takes(bucket, n)
}

/// A timer fills the bucket up with whole tokens: of four a second, none comes in 200 ms.
async fn rounds_down(bucket: Rc<Homemade>) {
    loop {
        bucket.lab.sleep(TICK).await;
        bucket.last.set(bucket.lab.now());
        let come = u64::from(bucket.knobs.rate) * TICK.as_millis() as u64 / 1_000;
        bucket.add(come * 1_000);
    }
}

/// Takes what is asked for, if it is there; or says how long it will be.
fn takes(bucket: &Homemade, _: ItemId) -> Result<(), Duration> {
    let (held, wanted) = (bucket.held.get(), u64::from(bucket.knobs.units) * 1_000);
    if held >= wanted {
        bucket.held.set(held - wanted);
        return Ok(());
    }
    let rate = u64::from(bucket.knobs.rate);
    Err(Duration::from_millis({
        let lacking = wanted - held;
        if rate == 0 { u64::MAX } else { lacking.div_ceil(rate) }
    }))
}

/// A bucket as it is often written first: a number, and when it was last looked at.
struct Homemade {
    lab: Lab,
    knobs: Knobs,
    waiting: Waiting,
    take: Take,
    /// Thousandths of a token.
    held: Cell<u64>,
    last: Cell<Duration>,
    /// Somebody waits: there is one chair.
    taken: Cell<bool>,
}

type Take = fn(&Homemade, ItemId) -> Result<(), Duration>;

impl Homemade {
    fn new(lab: &Lab, knobs: Knobs, waiting: Waiting, take: Take) -> Rc<Self> {
        let held = Cell::new(u64::from(knobs.burst) * 1_000);
        let (last, taken) = (Cell::default(), Cell::default());
        Rc::new(Homemade { lab: lab.clone(), knobs, waiting, take, held, last, taken })
    }

    fn add(&self, thousandths: u64) {
        let full = u64::from(self.knobs.burst) * 1_000;
        self.held.set(full.min(self.held.get() + thousandths));
    }
}

impl Bucket for Homemade {
    fn ask(self: Rc<Self>, n: ItemId, patience: Duration) -> Answer {
        if self.knobs.units > self.knobs.burst || self.taken.get() {
            return Answer::Refused { retry_after: None };
        }
        match (self.take)(&self, n) {
            Ok(()) => Answer::Admitted,
            Err(wait) if wait > patience => Answer::Refused { retry_after: Some(wait) },
            Err(wait) => {
                self.taken.set(true);
                let by = self.lab.now() + patience;
                let turn = async move {
                    let take = || (self.take)(&self, n);
                    let admitted = self.waiting.again_and_again(&self.lab, wait, by, take).await;
                    self.taken.set(false);
                    admitted
                };
                Answer::Waits(turn.boxed_local())
            }
        }
    }

    fn level(&self) -> Level {
        let (held, size) = (self.held.get(), self.knobs.burst);
        let begun = cast::micros(self.last.get());
        let left = (1_000 - held % 1_000) * 1_000;
        let to = left.checked_div(self.knobs.rate.into()).map(|left| begun + left);
        let fills = held < u64::from(size) * 1_000;
        let next = to.filter(|to| fills && *to > self.lab.now_us());
        Level { held: (held / 1_000) as u32, size, next: next.map(|to| (begun, to)) }
    }
}

/// Where requests come in.
#[derive(Clone)]
struct Door {
    lab: Lab,
    knobs: Knobs,
    bucket: Rc<dyn Bucket>,
    gauge: Gauge,
    calls: Sender<ItemId>,
    come: Rc<Cell<ItemId>>,
}

impl Door {
    async fn stands_open(self) {
        let Knobs { arrivals: kind, requests, .. } = self.knobs;
        let mut rushes = self.lab.actions("rush");
        let mut waiting = Vec::new();
        for arrival in arrivals(&self.lab, kind, requests, SPAN, 1) {
            let at = Duration::from_micros(arrival.at);
            while let Either::Right(_) = select(pin!(self.quiet_until(at)), rushes.next()).await {
                waiting.extend((0..cast::RUSH).filter_map(|_| self.comes_in()));
            }
            waiting.extend(self.comes_in());
        }
        join_all(waiting).await;
    }

    /// Nobody comes until then; each token that does is shown.
    async fn quiet_until(&self, at: Duration) {
        while self.lab.now() < at {
            let next = self.bucket.level().next.map_or(at, |(_, to)| Duration::from_micros(to));
            let until = if next > self.lab.now() { next.min(at) } else { at };
            self.lab.sleep(until - self.lab.now()).await;
            self.gauge.show(self.bucket.level());
        }
    }

    /// A request comes in: goes through, is turned away, or waits in a task of its own.
    fn comes_in(&self) -> Option<Join<()>> {
        let n = self.come.get() + 1;
        self.come.set(n);
        let answer = self.bucket.clone().ask(n, self.knobs.patience);
        let Answer::Waits(turn) = answer else {
            self.lab.made(n);
            match answer {
                Answer::Refused { retry_after } => self.refuse(n, retry_after),
                _ => self.let_in(n),
            }
            return None;
        };
        let door = self.clone();
        let waits = async move {
            door.lab.made(n);
            match turn.await {
                Ok(()) => door.let_in(n),
                Err(why) => door.lab.lost(n, why),
            }
        };
        Some(self.lab.spawn(format!("waiter {n}"), waits))
    }

    fn let_in(&self, n: ItemId) {
        if self.calls.try_send(n).is_err() {
            self.lab.lost(n, Loss::Closed);
        }
        self.gauge.show(self.bucket.level());
    }

    fn refuse(&self, n: ItemId, retry_after: Option<Duration>) {
        self.lab.lost(n, Loss::Refused);
        self.gauge.refused(retry_after);
        self.gauge.show(self.bucket.level());
    }
}

/// Eight more come at once: how many go through on the spot?
fn second_crowd(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 990);
    let admits = |event: &Event| seen::puts(event) && seen::resource(trace, event) == "calls";
    let first = seen::next(trace, after, admits)?;
    let at = trace.events[first].at;
    let at_once = |event: &Event| event.at == at && admits(event);
    let answer = match seen::count(trace, after, at_once) {
        3 => "three",
        6 => "six",
        8 => "eight",
        _ => return None,
    };
    Some(Asked { stop: Cursor::At(990), answer, shows: seen::last(trace, at_once)? })
}

//! Per-key limits: a bucket for each client, in a table that does not grow for ever.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::ready;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use lab::invariant::{self, Allowance, Checked, Gate};
use lab::{Arrival, Event, EventKind, ItemId, KeyLevel, Lab, Loss, Press, ResourceId, Sender};
use lab::{State, Trace};
use patterns::{BucketRule, Clock, Decision, Limiter, PerKey, Rate, TokenBucket};

use crate::cast::{self, Arrivals, arrivals};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::fitting::Fitting;
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "per-key-limits",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "one-for-all", breaks: Some("own-fault") },
        Variant { slug: "grows-for-ever", breaks: Some("bounded") },
        Variant { slug: "forgets-the-greedy", breaks: Some("own-limit") },
    ],
    actions: &[Action { slug: "rush", argument: Argument::Task("client") }],
    claims: &[
        Claim {
            slug: "own-limit",
            check: |trace, values| {
                let of = Knobs::from_values(values).allowance();
                let keys = keys(trace);
                let whose = |item| keys.get(&item).copied();
                invariant::admitted_at_rate(trace, Gate::Channel("calls"), of, whose)
            },
        },
        Claim { slug: "own-fault", check: own_fault },
        Claim { slug: "bounded", check: |trace, _| invariant::levels_within(trace) },
    ],
    experiments: &[
        Experiment { slug: "one-a-second", sets: "keys=8&places=8&requests=72" },
        Experiment { slug: "too-few-places", sets: "places=2" },
        Experiment { slug: "greedy", sets: "do=rush:client-1@1000" },
    ],
    challenges: &[
        Challenge {
            slug: "room-in-the-table",
            begins: "places=2",
            task: Task::Reach {
                goal: "refused<=4,places<=4",
                with: &["places"],
                solution: "places=4",
            },
        },
        Challenge {
            slug: "who-makes-room",
            begins: "",
            task: Task::Foresee {
                choices: &["client-1", "client-6", "nobody"],
                ask: who_makes_room,
                otherwise: "variant=forgets-the-greedy",
            },
        },
    ],
    opens_in_order: false,
    peers: "client",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "per_key_limits.rs"),
        source!(patterns "limit/per_key/mod.rs"),
        source!(patterns "limit/token_bucket.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many clients there are; each makes about half as many requests as the one before.
        #[idle(arrivals = "yours")]
        keys: u32 = 6 in 1..=12,
        /// How many clients the table can remember.
        places: u32 = 4 in 1..=24,
        /// How many requests a client may make at once.
        burst: u32 = 5 in 1..=20,
        /// How many a second it may make in the long run.
        #[fitting(FITTING)]
        rate: u32 = 1 in 0..=20_000,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Bursts,
        /// How many requests arrive in three seconds.
        #[idle(arrivals = "yours")]
        requests: u32 = 26 in 1..=120,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

impl Knobs {
    fn allowance(self) -> Allowance {
        Allowance { rate: Rate::per_second(self.rate), burst: self.burst, units: 1 }
    }

    fn bucket(self) -> TokenBucket {
        TokenBucket::new(Rate::per_second(self.rate), self.burst)
    }
}

/// The limit is a limit a client, in a table that may lack a place for somebody.
const FITTING: Fitting = Fitting {
    limiters: &[""],
    room: Some("places"),
    refused: |_, arrivals, values| {
        let knobs = Knobs::from_values(values);
        let mut table = PerKey::new(knobs.bucket(), knobs.places);
        let refuses =
            |arrival: &&Arrival| !table.admits(arrival.key, Duration::from_micros(arrival.at));
        arrivals.iter().filter(refuses).count()
    },
};

const ONE_FOR_ALL: usize = 1;
const GROWS: usize = 2;
const FORGETS: usize = 3;

/// Requests arrive over so long.
const SPAN: Duration = Duration::from_secs(3);
/// A call keeps the server for so long.
const CALL: Duration = Duration::from_millis(12);
/// If there are more clients than that, several share a card.
const CARDS: u32 = 12;
/// No more rows than that are shown.
const ROWS: usize = 24;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (calls_in, calls) = lab.unbounded("calls");
    let table: Box<dyn Table> = match variant {
        ONE_FOR_ALL => Box::new(OneForAll { bucket: knobs.bucket() }),
        GROWS => Box::new(GrowsForEver { knobs, buckets: BTreeMap::new() }),
        FORGETS => {
            let buckets = VecDeque::new();
            Box::new(ForgetsTheOldest { knobs, buckets, evicted: (0, None) })
        }
        _ => Box::new(PerKey::new(knobs.bucket(), knobs.places)),
    };
    let due = arrivals(&lab, knobs.arrivals, knobs.requests, SPAN, knobs.keys);
    let door = Rc::new(Door {
        lab: lab.clone(),
        knobs,
        table: RefCell::new(table),
        shown: lab.shown("buckets"),
        last: RefCell::default(),
        calls: calls_in,
        come: Cell::new(due.len() as ItemId),
    });
    lab.spawn("server", cast::server(lab.clone(), calls, CALL));
    let mut theirs: BTreeMap<u32, Vec<(ItemId, Arrival)>> = BTreeMap::new();
    for request in (1..).zip(due) {
        theirs.entry(request.1.key % CARDS + 1).or_default().push(request);
    }
    for (n, requests) in theirs {
        lab.spawn(format!("client {n}"), client(door.clone(), n, requests));
    }
}

/// A limit for each key, right or wrong.
trait Table {
    /// Whether a request of this key may go through now.
    fn admits(&mut self, key: u32, now: Duration) -> bool;
    /// The buckets that are kept.
    fn buckets(&self) -> Vec<(String, TokenBucket)>;
    /// How many keys have been thrown out, and who was the last.
    fn evicted(&self) -> (u64, Option<u32>) {
        (0, None)
    }
}

/// The pattern: when the table is full, a new key gets the place of one whose bucket is full again.
/// Such a key cannot be told from a new one, so nothing is forgotten.
impl Table for PerKey<u32, BucketRule> {
    fn admits(&mut self, key: u32, now: Duration) -> bool {
        self.ask(&key, now, 1).is_ok_and(Decision::is_admitted)
    }

    fn buckets(&self) -> Vec<(String, TokenBucket)> {
        self.iter().map(|(key, bucket)| (label(*key), bucket)).collect()
    }

    fn evicted(&self) -> (u64, Option<u32>) {
        (PerKey::evicted(self), self.last_evicted().copied())
    }
}

/// No keys at all: whoever asks most takes what there is.
struct OneForAll {
    bucket: TokenBucket,
}

impl Table for OneForAll {
    fn admits(&mut self, _: u32, now: Duration) -> bool {
        self.bucket.ask(now, 1).is_ok_and(Decision::is_admitted)
    }

    fn buckets(&self) -> Vec<(String, TokenBucket)> {
        vec![("everybody".to_owned(), self.bucket.clone())]
    }
}

/// A map from key to bucket: every key that ever came is in it for good.
struct GrowsForEver {
    knobs: Knobs,
    buckets: BTreeMap<u32, TokenBucket>,
}

impl Table for GrowsForEver {
    fn admits(&mut self, key: u32, now: Duration) -> bool {
        let bucket = self.buckets.entry(key).or_insert_with(|| self.knobs.bucket());
        bucket.ask(now, 1).is_ok_and(Decision::is_admitted)
    }

    fn buckets(&self) -> Vec<(String, TokenBucket)> {
        let some = self.buckets.iter().take(ROWS);
        some.map(|(key, bucket)| (label(*key), bucket.clone())).collect()
    }
}

/// When the table is full, the key that has been in it for longest goes, and what it has spent with
/// it: when it comes again, it is new.
struct ForgetsTheOldest {
    knobs: Knobs,
    buckets: VecDeque<(u32, TokenBucket)>,
    evicted: (u64, Option<u32>),
}

impl Table for ForgetsTheOldest {
    fn admits(&mut self, key: u32, now: Duration) -> bool {
        if !self.buckets.iter().any(|(known, _)| *known == key) {
            if self.buckets.len() == self.knobs.places as usize {
                let oldest = self.buckets.pop_front().map(|(oldest, _)| oldest);
                self.evicted = (self.evicted.0 + 1, oldest);
            }
            self.buckets.push_back((key, self.knobs.bucket()));
        }
        let mut theirs = self.buckets.iter_mut().filter(|(known, _)| *known == key);
        theirs.any(|(_, bucket)| bucket.ask(now, 1).is_ok_and(Decision::is_admitted))
    }

    fn buckets(&self) -> Vec<(String, TokenBucket)> {
        self.buckets.iter().map(|(key, bucket)| (label(*key), bucket.clone())).collect()
    }

    fn evicted(&self) -> (u64, Option<u32>) {
        self.evicted
    }
}

fn label(key: u32) -> String {
    format!("client {}", key + 1)
}

/// Where requests come in.
struct Door {
    lab: Lab,
    knobs: Knobs,
    table: RefCell<Box<dyn Table>>,
    shown: ResourceId,
    last: RefCell<(Vec<KeyLevel>, u64)>,
    calls: Sender<ItemId>,
    come: Cell<ItemId>,
}

impl Door {
    fn comes_in(&self, item: ItemId, key: u32) {
        self.lab.made(item);
        let admitted = self.table.borrow_mut().admits(key, self.lab.now());
        if !admitted || self.calls.try_send(item).is_err() {
            self.lab.lost(item, Loss::Refused);
        }
        self.show();
    }

    /// A number for a request that nobody had planned.
    fn one_more(&self) -> ItemId {
        self.come.set(self.come.get() + 1);
        self.come.get()
    }

    /// This key asks for nothing until then; each token that comes to it is shown.
    async fn quiet_until(&self, at: Duration, key: u32) {
        while self.lab.now() < at {
            let next = self.next_token(&label(key)).unwrap_or(at);
            let until = if next > self.lab.now() { next.min(at) } else { at };
            self.lab.sleep(until - self.lab.now()).await;
            self.show();
        }
    }

    fn next_token(&self, label: &str) -> Option<Duration> {
        let (rows, _) = &*self.last.borrow();
        let (_, to) = rows.iter().find(|row| row.key == label)?.level.next?;
        Some(Duration::from_micros(to))
    }

    /// Shows the table if it has changed, and who had to go.
    fn show(&self) {
        let (table, now) = (self.table.borrow(), self.lab.now());
        let row = |(key, bucket): &(String, TokenBucket)| KeyLevel {
            key: key.clone(),
            level: cast::level(bucket, self.knobs.rate, now),
            evicted: false,
        };
        let mut rows: Vec<KeyLevel> = table.buckets().iter().map(row).collect();
        let (evictions, last) = table.evicted();
        let (before, known) = self.last.replace((rows.clone(), evictions));
        if before == rows {
            return;
        }
        let gone = last.filter(|_| evictions > known).map(label);
        let gone = before.into_iter().find(|row| Some(&row.key) == gone.as_ref());
        rows.extend(gone.map(|row| KeyLevel { evicted: true, ..row }));
        self.lab.show(self.shown, State::Levels { rows, most: Some(self.knobs.places) });
    }
}

/// Makes its requests, one after another.
async fn client(door: Rc<Door>, n: u32, requests: Vec<(ItemId, Arrival)>) {
    let name = format!("client-{n}");
    let mine = |press: &Press| ready(press.argument.as_ref() == Some(&name));
    let mut rushes = door.lab.actions("rush").filter(mine);
    for (item, Arrival { at, key }) in requests {
        let at = Duration::from_micros(at);
        while let Either::Right(_) = select(pin!(door.quiet_until(at, key)), rushes.next()).await {
            (0..cast::RUSH).for_each(|_| door.comes_in(door.one_more(), n - 1));
        }
        door.comes_in(item, key);
    }
}

/// Nobody is refused who has not spent their own tokens, unless the table was full of others.
fn own_fault(trace: &Trace, values: &[i64]) -> Checked {
    let knobs = Knobs::from_values(values);
    let (keys, no_place) = (keys(trace), found_no_place(trace));
    let whose = |item| keys.get(&item).copied().filter(|_| !no_place.contains(&item));
    invariant::refuses_only_what_is_too_much(trace, knobs.allowance(), 0, whose)
}

/// Whose each request is: the reader's own traffic says so itself, else it is the client's who made
/// it.
fn keys(trace: &Trace) -> BTreeMap<ItemId, u32> {
    let made = trace.events.iter().filter_map(|event| match (&event.kind, event.task) {
        (EventKind::Received { from: None, item: Some(item) }, Some(task)) => {
            let own = trace.run.traffic.get(*item as usize - 1).map(|arrival| arrival.key);
            let card = trace.tasks[task as usize].name.rsplit(' ').next()?.parse().ok();
            Some((*item, own.or(card.map(|n: u32| n - 1))?))
        }
        _ => None,
    });
    made.collect()
}

/// The requests that came when the table was full, and had no bucket in it.
fn found_no_place(trace: &Trace) -> BTreeSet<ItemId> {
    let keys = keys(trace);
    let mut known = (BTreeSet::new(), false);
    let mut found = BTreeSet::new();
    for event in &trace.events {
        match &event.kind {
            EventKind::Showed { state, .. } => {
                if let State::Levels { rows, most: Some(most) } = &**state {
                    let rows = rows.iter().filter(|row| !row.evicted).map(|row| row.key.clone());
                    let rows: BTreeSet<String> = rows.collect();
                    let full = rows.len() >= *most as usize;
                    known = (rows, full);
                }
            }
            EventKind::Lost { item: Some(item), .. } => {
                let of = keys.get(item).map(|key| label(*key)).unwrap_or_default();
                if known.1 && !known.0.contains(&of) {
                    found.insert(*item);
                }
            }
            _ => {}
        }
    }
    found
}

/// Client 3 finds every place taken: whose bucket makes room?
fn who_makes_room(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 1_490);
    let decides = |event: &Event| {
        let decides = seen::loses(event) || seen::buckets(event).is_some();
        seen::of(trace, event, "client 3") && decides
    };
    let shows = seen::next(trace, after, decides)?;
    let has = |event: &Event, key: &str| {
        let rows = seen::buckets(event).unwrap_or_default();
        rows.iter().any(|row| row.key == key && !row.evicted)
    };
    let answer = match &trace.events[shows] {
        event if seen::loses(event) => "nobody",
        event if !has(event, "client 1") => "client-1",
        event if !has(event, "client 6") => "client-6",
        _ => return None,
    };
    Some(Asked { stop: Cursor::At(1_490), answer, shows })
}

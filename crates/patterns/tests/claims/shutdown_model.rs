//! A shutdown against a slow and obvious one: a few numbers a phase, looked at in order.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng, poll};
use patterns::shutdown::*;
use patterns::{Clock, ManualTimer};
use std::cell::RefCell;
use std::task::Poll;
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Source,
    Work,
    Resource,
}

/// What a step says, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Stop(&'static str),
    Drained(PhaseReport),
    Abandoned(PhaseReport),
    Close(&'static str),
}

/// A phase, in numbers.
#[derive(Debug)]
struct Piece {
    name: &'static str,
    kind: Kind,
    active: u64,
    accepted: u64,
    done: u64,
    closed: bool,
    /// Its stop has been told.
    stopped: bool,
    over: Option<PhaseReport>,
}

impl Piece {
    fn stop(&mut self, deeds: &mut Vec<Deed>) {
        self.closed = true;
        if !std::mem::replace(&mut self.stopped, true) {
            deeds.push(Deed::Stop(self.name));
        }
    }

    fn report(&self, over_at: Duration) -> PhaseReport {
        let Piece { name, accepted, done, .. } = *self;
        PhaseReport { name, accepted, done, abandoned: accepted - done, over_at }
    }
}

/// All of them, and what has been told.
struct Obvious {
    pieces: Vec<Piece>,
    deeds: Vec<Deed>,
    began_at: Duration,
    limit: Duration,
}

impl Obvious {
    fn tracked(&mut self) -> impl Iterator<Item = &mut Piece> {
        self.pieces.iter_mut().filter(|piece| piece.kind != Kind::Resource)
    }

    fn begin(&mut self, now: Duration) {
        self.began_at = now;
        for piece in self.pieces.iter_mut().filter(|piece| piece.kind == Kind::Source) {
            piece.stop(&mut self.deeds);
        }
    }

    /// Somebody looks; the report, once it is over.
    fn look(&mut self, now: Duration) -> Option<Report> {
        let mut deeds = std::mem::take(&mut self.deeds);
        let due = now >= self.began_at.saturating_add(self.limit);
        // What is ready at the deadline wins, unless there was no time from the beginning.
        let mut waits = self.limit.is_zero();
        for piece in self.tracked().filter(|piece| piece.over.is_none()) {
            if waits {
                break;
            }
            piece.stop(&mut deeds);
            waits = piece.active > 0;
            if !waits {
                piece.over = Some(piece.report(now));
                deeds.extend(piece.over.clone().map(Deed::Drained));
            }
        }
        let mut cut_off = false;
        if waits && due {
            self.tracked().for_each(|piece| piece.stop(&mut deeds));
            for piece in self.tracked().filter(|piece| piece.over.is_none()) {
                cut_off |= piece.active > 0;
                let told = if piece.active > 0 { Deed::Abandoned } else { Deed::Drained };
                piece.over = Some(piece.report(now));
                deeds.extend(piece.over.clone().map(told));
            }
        }
        self.deeds = deeds;
        if waits && !due {
            return None;
        }
        let resources = self.pieces.iter().filter(|piece| piece.kind == Kind::Resource);
        self.deeds.extend(resources.map(|piece| Deed::Close(piece.name)));
        let phases = self.pieces.iter().filter_map(|piece| piece.over.clone()).collect();
        Some(Report { phases, began_at: self.began_at, over_at: now, cut_off })
    }
}

/// A step of time: none, a nanosecond, about as long as the limit, years.
fn step(rng: &mut Rng) -> Duration {
    match rng.below(10) {
        0..=4 => Duration::ZERO,
        5..=7 => Duration::from_nanos(1),
        8 => Duration::from_nanos(rng.below(9) as u64),
        _ => Duration::from_secs(86_400 * 365 * rng.below(40) as u64),
    }
}

/// Work comes and goes or is dropped anywhere; at some instant all is shut down.
fn history(seed: u64) {
    let mut rng = Rng(seed);
    let kinds = [Kind::Source, Kind::Work, Kind::Work, Kind::Resource];
    let count = 1 + rng.below(NAMES.len());
    let pieces: Vec<Piece> = NAMES[..count]
        .iter()
        .map(|name| {
            let (active, accepted, done) = (0, 0, 0);
            let kind = kinds[rng.below(kinds.len())];
            Piece { name, kind, active, accepted, done, closed: false, stopped: false, over: None }
        })
        .collect();
    let limit = [Duration::from_nanos(rng.below(7) as u64), step(&mut rng)][rng.below(2)];
    let began_at = Duration::ZERO;
    let mut obvious = Obvious { pieces, deeds: Vec::new(), began_at, limit };
    let trackers: Vec<TaskTracker> = (0..count).map(|_| TaskTracker::new()).collect();
    let phase = |(piece, tracker): (&Piece, &TaskTracker)| match piece.kind {
        Kind::Source => Phase::source(piece.name, tracker),
        Kind::Work => Phase::work(piece.name, tracker),
        Kind::Resource => Phase::resource(piece.name),
    };
    let phases: Vec<Phase> = obvious.pieces.iter().zip(&trackers).map(phase).collect();
    let (timer, flag, deeds) = (ManualTimer::new(), Flag::raised(), RefCell::new(Vec::new()));
    let act = |step: Step<'_>| {
        deeds.borrow_mut().push(match step {
            Step::Stop { phase } => Deed::Stop(NAMES[place(phase)]),
            Step::Drained(report) => Deed::Drained(report.clone()),
            Step::Abandoned(report) => Deed::Abandoned(report.clone()),
            Step::Close { phase } => Deed::Close(NAMES[place(phase)]),
        });
    };
    let mut shutdown = Box::pin(shut_down(&timer, limit, &phases, act));
    let mut tickets: Vec<(usize, Ticket)> = Vec::new();
    let begin = rng.below(12);
    for round in 0..36 {
        let at = rng.below(count);
        let piece = &mut obvious.pieces[at];
        match rng.below(8) {
            0..=3 if round < 24 => {
                let ticket = trackers[at].register();
                assert_eq!(ticket.is_ok(), !piece.closed, "{piece:?}");
                if let Ok(ticket) = ticket {
                    (piece.active, piece.accepted) = (piece.active + 1, piece.accepted + 1);
                    tickets.push((at, ticket));
                }
            }
            _ if tickets.is_empty() => {}
            out => {
                let (at, ticket) = tickets.swap_remove(rng.below(tickets.len()));
                let piece = &mut obvious.pieces[at];
                piece.active -= 1;
                if out < 7 {
                    ticket.done();
                    piece.done += 1;
                } else {
                    drop(ticket);
                }
            }
        }
        timer.advance(step(&mut rng));
        if round == begin {
            obvious.begin(timer.now());
        }
        // Without a wake there is nothing to see; looking all the same changes nothing.
        if round >= begin && (flag.lower() || rng.below(3) == 0) {
            let polled = poll(&mut shutdown, &flag);
            let report = obvious.look(timer.now());
            assert_eq!(*deeds.borrow(), obvious.deeds);
            match report {
                Some(report) => return assert_eq!(polled, Poll::Ready(report)),
                None => assert!(polled.is_pending()),
            }
        }
    }
}

fn place(name: &str) -> usize {
    NAMES.iter().position(|known| *known == name).expect("one of them")
}

#[test]
fn a_shutdown_is_what_the_obvious_one_says_by_any_clock() {
    for seed in 0..HISTORIES {
        let once = std::panic::AssertUnwindSafe(|| history(seed));
        if let Err(panic) = std::panic::catch_unwind(once) {
            eprintln!("the history with seed {seed} breaks it");
            std::panic::resume_unwind(panic);
        }
    }
}

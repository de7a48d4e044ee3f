//! Context tree: one cancel reaches everything that was started below it.

use std::time::Duration;

use lab::{EventKind, ItemId, Lab, Loss, Receiver, Scope, Sender, Trace, invariant};
use patterns::Context;

use crate::cast::{self, MAKE, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "context-tree",
    group: Group::Failure,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "leaks", breaks: Some("ends-with-its-task") },
        Variant { slug: "fresh-root", breaks: Some("reaches-all-below") },
        Variant { slug: "never-looks", breaks: Some("nobody-outlives") },
        Variant { slug: "cancels-too-much", breaks: Some("never-upward") },
    ],
    actions: &[Action {
        slug: "cancel",
        argument: Argument::Tasks(&["request", "handler", "query", "server"]),
    }],
    claims: &[
        Claim {
            slug: "reaches-all-below",
            check: |trace, _| invariant::cancel_reaches_all_below(trace),
        },
        Claim {
            slug: "never-upward",
            check: |trace, _| invariant::cancel_stays_below(trace, "cancel"),
        },
        Claim {
            slug: "earlier-deadline",
            check: |trace, _| invariant::earlier_deadline_counts(trace),
        },
        Claim {
            slug: "nobody-outlives",
            check: |trace, _| invariant::nobody_outlives_their_scope(trace),
        },
        Claim {
            slug: "ends-with-its-task",
            check: |trace, _| invariant::scopes_end_with_their_tasks(trace),
        },
    ],
    experiments: &[
        Experiment { slug: "tab-closed", sets: "do=cancel:request@500" },
        Experiment { slug: "own-deadline", sets: "own=600" },
        Experiment { slug: "computing", sets: "work=computing" },
    ],
    challenges: &[
        Challenge {
            slug: "all-three-answers",
            begins: "",
            task: Task::Reach {
                goal: "delivered=3",
                with: &["deadline", "own"],
                solution: "deadline=2500&own=2500",
            },
        },
        Challenge {
            slug: "which-deadline",
            begins: "",
            task: Task::Foresee {
                choices: &["the-requests", "its-own", "its-answer"],
                ask: which_deadline,
                otherwise: "deadline=4000",
            },
        },
    ],
    opens_in_order: false,
    peers: "query",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "context_tree.rs"),
        source!(patterns "context/mod.rs"),
        source!(patterns "context/tree.rs"),
        source!(patterns "context/watch.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// The request's deadline.
        deadline: Duration = 1_600 in 100..=6_000,
        /// Each handler's own deadline, from when it begins.
        own: Duration = 1_300 in 100..=6_000,
        /// How many handlers work for the request.
        handlers: u32 = 3 in 1..=5,
        /// How many databases each handler asks at once.
        queries: u32 = 2 in 1..=4,
        /// How long the quickest query takes.
        query: Duration = 440 in 100..=3_000,
        /// How many handlers, the last ones, ask slow databases.
        slow: u32 = 2 in 0..=5,
        /// Whether a query waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const LEAKS: usize = 1;
const FRESH_ROOT: usize = 2;
const NEVER_LOOKS: usize = 3;
const CANCELS_TOO_MUCH: usize = 4;

/// Handlers begin one after another.
const APART: Duration = Duration::from_millis(150);
/// A query reads so many pages: after each it could stop.
const PAGES: u32 = 3;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let contexts = lab.scopes("contexts");
    contexts.cancel_on("cancel");
    let server = contexts.root("server");
    // Cancelled or over: either way it has ended, and the cause is known.
    drop(server.clone().spawn(takes_in(server, lab, variant, knobs)).await);
}

/// Takes a request in, and is done when that is.
async fn takes_in(server: Scope, lab: Lab, variant: usize, knobs: Knobs) {
    let scope = server.with_timeout("request", knobs.deadline);
    let request = Request { lab, variant, knobs, scope };
    drop(request.scope.spawn(request.clone().serve()).await);
    server.cancel_because("over");
}

/// What a request brings along.
#[derive(Clone)]
struct Request {
    lab: Lab,
    variant: usize,
    knobs: Knobs,
    scope: Scope,
}

impl Request {
    /// Sets the handlers to work and gathers what they find.
    async fn serve(self) {
        let (found, answers) = self.lab.channel("answers", self.knobs.handlers);
        for n in 1..=self.knobs.handlers {
            self.lab.compute(MAKE).await;
            let handler = Handler { n, scope: self.open(n), request: self.clone() };
            let answer = found.clone();
            match self.variant {
                LEAKS => handler.scope.clone().spawn(handler.leaks(answer)),
                CANCELS_TOO_MUCH => handler.scope.clone().spawn(handler.cancels_too_much(answer)),
                _ => handler.scope.clone().spawn(handler.correct(answer)),
            };
            self.lab.sleep(APART).await;
        }
        drop(found);
        while let Ok(item) = answers.recv().await {
            self.lab.done(item);
        }
        self.scope.cancel_because("answered");
    }

    /// A scope below the request's, with a deadline of its own.
    fn open(&self, n: u32) -> Scope {
        let name = format!("handler {n}");
        match self.variant {
            // The trap `fresh-root`: it is drawn where it belongs, but it hangs from nothing.
            FRESH_ROOT => self.scope.below(name, Context::root()),
            _ => self.scope.with_timeout(name, self.knobs.own),
        }
    }
}

/// What works for a request.
struct Handler {
    n: u32,
    scope: Scope,
    request: Request,
}

impl Handler {
    /// The pattern: when it has what it needs it cancels its own scope, and nobody below goes on.
    async fn correct(self, answer: Sender<ItemId>) {
        self.first_of(self.ask(), answer).await;
        self.scope.cancel_because("enough");
    }

    /// Nobody cancels: what is below goes on, for nobody, until something further up ends.
    async fn leaks(self, answer: Sender<ItemId>) {
        self.first_of(self.ask(), answer).await;
    }

    /// It cancels what it was handed instead of what it made: the others work for that, too.
    async fn cancels_too_much(self, answer: Sender<ItemId>) {
        self.first_of(self.ask(), answer).await;
        self.request.scope.cancel_because("enough");
    }

    /// Asks every database at once.
    fn ask(&self) -> Receiver<ItemId> {
        let Request { lab, variant, knobs, .. } = &self.request;
        let (row, rows) = lab.channel(&format!("rows {}", self.n), knobs.queries);
        for place in 1..=knobs.queries {
            let n = (self.n - 1) * knobs.queries + place;
            let scope = self.scope.child(format!("query {n}"));
            let query = Query { n, slowness: self.slowness(place), scope: scope.clone() };
            let work = query.read(self.request.clone(), row.clone());
            match *variant {
                // The trap `never-looks`: a task like any other, which asks no context.
                NEVER_LOOKS => drop(lab.spawn(format!("query {n}"), work)),
                _ => drop(scope.spawn(work)),
            }
        }
        rows
    }

    /// Hands the first answer on.
    async fn first_of(&self, rows: Receiver<ItemId>, answer: Sender<ItemId>) {
        let Ok(item) = rows.recv().await else { return };
        if answer.send(item).await.is_err() {
            self.request.lab.lost(item, Loss::Closed);
        }
    }

    /// A database further back takes longer, and that of a slow handler longer still.
    fn slowness(&self, place: u32) -> u32 {
        let Knobs { handlers, slow, .. } = self.request.knobs;
        if self.n + slow > handlers { place + 3 } else { place }
    }
}

/// A question to one database.
struct Query {
    n: ItemId,
    /// How many times as long as the quickest it takes.
    slowness: u32,
    scope: Scope,
}

impl Query {
    /// Reads page after page, and hands over what it found.
    async fn read(self, request: Request, row: Sender<ItemId>) {
        let Request { lab, knobs, .. } = request;
        lab.made(self.n);
        let page = cast::length(&lab, self.n, knobs.query * self.slowness) / PAGES;
        for _ in 0..PAGES {
            cast::work(&lab, knobs.work, page).await;
        }
        if row.send(self.n).await.is_err() {
            lab.lost(self.n, Loss::Closed);
        }
        drop(self.scope);
    }
}

/// Handler 2 has run out of time: what ends handler 3?
fn which_deadline(trace: &Trace) -> Option<Asked> {
    let ends = |name: &str| {
        let over = |kind: &EventKind| matches!(kind, EventKind::Dropped | EventKind::Finished);
        seen::next(trace, 0, |event| seen::of(trace, event, name) && over(&event.kind))
    };
    let (after, shows) = (ends("handler 2")? + 1, ends("handler 3")?);
    let at = |place: usize| trace.events[place].at;
    let answer = match trace.events[shows].kind {
        EventKind::Finished => "its-answer",
        _ if ends("request").is_some_and(|request| request < shows && at(request) == at(shows)) => {
            "the-requests"
        }
        _ => "its-own",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}

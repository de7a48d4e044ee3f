//! Graceful shutdown: stop accepting, finish what was begun, close; in that order, by a deadline.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use lab::{
    Arrival, EventKind, ItemId, Lab, Loss, Receiver, ResourceId, Row, Sender, State, Trace,
    invariant,
};
use patterns::shutdown::{Phase, Step, TaskTracker, Ticket, shut_down};
use patterns::{Canceller, Clock, Context, timeout, until};

use crate::cast::{self, Arrivals, KEEP, MAKE, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "graceful-shutdown",
    group: Group::Failure,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "closes-first", breaks: Some("closed-last") },
        Variant { slug: "no-time-left", breaks: Some("full-grace") },
        Variant { slug: "counts-too-late", breaks: Some("accounted") },
        Variant { slug: "no-timeout", breaks: Some("by-the-deadline") },
        Variant { slug: "spins", breaks: Some("nobody-spins") },
        Variant { slug: "waits-for-itself", breaks: Some("by-the-deadline") },
    ],
    actions: &[
        Action { slug: "stop", argument: Argument::Once },
        Action { slug: "stall", argument: Argument::Task("consumer") },
    ],
    claims: &[
        Claim {
            slug: "refuses",
            check: |trace, _| invariant::nothing_accepted_after(trace, "stop"),
        },
        Claim { slug: "accounted", check: |trace, _| invariant::each_item_accounted_for(trace) },
        Claim { slug: "in-order", check: |trace, _| invariant::settles_in_order(trace) },
        Claim { slug: "closed-last", check: |trace, _| invariant::nothing_meets_closed(trace) },
        Claim {
            slug: "full-grace",
            check: |trace, values| {
                let grace = Knobs::from_values(values).grace;
                invariant::gives_up_only_after(trace, "stop", grace)
            },
        },
        Claim {
            slug: "by-the-deadline",
            check: |trace, values| {
                let grace = Knobs::from_values(values).grace;
                invariant::closes_within(trace, DATABASE, "stop", grace)
            },
        },
        Claim {
            slug: "nobody-spins",
            check: |trace, _| invariant::computes_only_with_items(trace, "consumer "),
        },
    ],
    experiments: &[
        Experiment { slug: "patient", sets: "grace=3000" },
        Experiment { slug: "impatient", sets: "grace=200" },
        Experiment { slug: "stalled", sets: "long=420&do=stall:consumer-2@800" },
    ],
    challenges: &[
        Challenge {
            slug: "time-to-finish",
            begins: "",
            task: Task::Reach {
                goal: "delivered=9,grace<=2000",
                with: &["grace"],
                solution: "grace=1800",
            },
        },
        Challenge {
            slug: "in-the-queue",
            begins: "",
            task: Task::Foresee {
                choices: &["done", "refused", "given-up"],
                ask: in_the_queue,
                otherwise: "grace=200",
            },
        },
    ],
    opens_in_order: false,
    peers: "consumer",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "graceful_shutdown.rs"),
        source!(patterns "shutdown/run.rs"),
        source!(patterns "shutdown/phase.rs"),
        source!(patterns "shutdown/tracker.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How long the shutdown may take.
        grace: Duration = 900 in 0..=5_000,
        /// When it is told to stop, unless somebody says so before.
        signal: Duration = 1_000 in 0..=4_000,
        /// How many consumers share the queue.
        consumers: u32 = 3 in 1..=8,
        /// How long a job takes, give or take a tenth.
        job: Duration = 420 in 50..=3_000,
        /// How long every fifth job takes.
        long: Duration = 2_200 in 50..=5_000,
        /// How many requests arrive.
        #[idle(arrivals = "yours")]
        requests: u32 = 15 in 1..=40,
        /// How they arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// How many requests wait in the queue at most.
        queue: u32 = 4 in 0..=20,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const CLOSES_FIRST: usize = 1;
const NO_TIME_LEFT: usize = 2;
const COUNTS_TOO_LATE: usize = 3;
const NO_TIMEOUT: usize = 4;
const SPINS: usize = 5;
const FOR_ITSELF: usize = 6;

const SERVER: &str = "server";
const CONSUMERS: &str = "consumers";
const JOBS: &str = "jobs";
const DATABASE: &str = "database";

/// Whose request it is has to be looked up.
const LOOK_UP: Duration = Duration::from_millis(20);
/// So many rounds of asking in vain that they take this long are drawn as one.
const ROUNDS: Duration = Duration::from_millis(40);
/// Requests arrive over so long a time.
const OPEN_FOR: Duration = Duration::from_millis(1_800);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (queue_in, queue) = lab.channel("queue", knobs.queue);
    let (database_in, database) = lab.channel(DATABASE, 1);
    let service = Service::new(&lab, knobs, queue_in, database_in);
    let (signal, raise) = Context::root();
    let requests = service.requests.clone();
    lab.on("stop", move |_| {
        requests.close();
        raise.cancel_because("stop");
    });

    let arrivals = cast::arrivals(&lab, knobs.arrivals, knobs.requests, OPEN_FOR, 1);
    lab.spawn("server", service.clone().serve(arrivals));
    for n in 1..=knobs.consumers {
        let consumer = service.clone();
        match variant {
            COUNTS_TOO_LATE => {
                lab.spawn(format!("consumer {n}"), counts_late(consumer, queue.clone()))
            }
            SPINS => lab.spawn(format!("consumer {n}"), spins(consumer, queue.clone())),
            _ => lab.spawn(format!("consumer {n}"), consume(consumer, queue.clone())),
        };
    }
    lab.spawn("database", store(service.clone(), database));

    if until(&signal, lab.sleep(knobs.signal)).await.is_ok() {
        cast::press(&lab, "stop");
    }
    if variant != NO_TIMEOUT && variant != FOR_ITSELF {
        service.due.set(Some(lab.now() + knobs.grace));
    }
    match variant {
        CLOSES_FIRST => closes_first(&service).await,
        NO_TIME_LEFT => no_time_left(&service, &signal).await,
        NO_TIMEOUT => no_timeout(&service).await,
        FOR_ITSELF => waits_for_itself(&service).await,
        _ => correct(&service).await,
    }
    // Nobody is left to be refused.
    service.cut_off();
}

/// The pattern: the server stops, then what it accepted is finished step by step, then the
/// database closes; at the deadline whatever is left is given up.
async fn correct(service: &Service) {
    let phases = [
        Phase::source(SERVER, &service.requests),
        Phase::work(CONSUMERS, &service.queued),
        Phase::work(JOBS, &service.jobs),
        Phase::resource(DATABASE),
    ];
    let act = |step: Step<'_>| match step {
        Step::Stop { phase } => service.stop(phase),
        Step::Drained(report) => service.settle(report.name),
        Step::Abandoned(_) => service.cut_off(),
        Step::Close { .. } => service.close(),
    };
    shut_down(&service.lab, service.knobs.grace, &phases, act).await;
}

/// What is quickest to close is closed first: whoever still works finds it gone.
async fn closes_first(service: &Service) {
    service.close();
    if timeout(&service.lab, service.knobs.grace, service.drain()).await.is_err() {
        service.cut_off();
    }
}

/// The deadline hangs from the context that said stop. That one is cancelled, so the time is over
/// before it began.
async fn no_time_left(service: &Service, signal: &Context) {
    let (_context, _canceller, watch) = signal.with_timeout(&service.lab, service.knobs.grace);
    if watch.during(service.drain()).await.is_err() {
        service.cut_off();
    }
    service.close();
}

/// The right order, and no end to it: one job that takes for ever keeps everything open.
async fn no_timeout(service: &Service) {
    service.drain().await;
    service.close();
}

/// Stopping is work too, so it is counted among the jobs, and waits for itself.
async fn waits_for_itself(service: &Service) {
    let _stopping = service.jobs.register();
    service.drain().await;
    service.close();
}

/// A request on its way, counted until somebody takes it.
type Queued = (ItemId, Ticket);

/// Takes from the queue and works: what it takes is counted as a job before the queue lets go.
async fn consume(service: Service, queue: Receiver<Queued>) {
    while let Ok(Ok((item, queued))) = until(&service.work, queue.recv()).await {
        service.take_up(item, queued).await;
    }
    service.give_up(&queue);
}

/// The trap `spins`: a closed queue answers at once, every time. Whoever takes that for "nothing
/// yet" asks again, and keeps the thread busy until it is cut off.
async fn spins(service: Service, queue: Receiver<Queued>) {
    while let Ok(received) = until(&service.work, queue.recv()).await {
        match received {
            Ok((item, queued)) => service.take_up(item, queued).await,
            Err(_closed) => {
                service.lab.compute(ROUNDS).await;
                // Were it not for this, nobody else would ever get the thread.
                cast::yield_now().await;
            }
        }
    }
    service.give_up(&queue);
}

/// The trap `counts-too-late`: while it is looked up whose it is, a request has left the queue and
/// is no job yet. The shutdown sees that all is empty, and goes on.
async fn counts_late(service: Service, queue: Receiver<Queued>) {
    while let Ok(Ok((item, queued))) = until(&service.work, queue.recv()).await {
        service.left(queued);
        service.lab.sleep(LOOK_UP).await;
        let Ok(job) = service.jobs.register() else { return };
        match until(&service.work, service.do_job(item)).await {
            Ok(()) => service.left(job),
            Err(_cause) => service.lab.lost(item, Loss::Cancelled),
        }
    }
    service.give_up(&queue);
}

/// Stores what it is sent, until it is closed.
async fn store(service: Service, rows: Receiver<ItemId>) {
    while let Ok(item) = rows.recv().await {
        service.lab.compute(KEEP).await;
        service.lab.done(item);
    }
}

/// A server, a queue, a database, and who counts what is under way.
#[derive(Clone)]
struct Service {
    lab: Lab,
    knobs: Knobs,
    stalls: Stalls,
    queue: Sender<Queued>,
    database: Sender<ItemId>,
    /// Requests that the server has accepted and not yet put into the queue.
    requests: TaskTracker,
    /// Requests in the queue.
    queued: TaskTracker,
    /// Requests that somebody works on.
    jobs: TaskTracker,
    /// The context of all work: cancelled when time is up, not when it is time to stop.
    work: Context,
    cut: Canceller,
    shown: ResourceId,
    /// How each phase ended, in order.
    settled: Rc<RefCell<[Option<bool>; 4]>>,
    /// When it is to be over.
    due: Rc<Cell<Option<Duration>>>,
}

impl Service {
    fn new(lab: &Lab, knobs: Knobs, queue: Sender<Queued>, database: Sender<ItemId>) -> Self {
        let (work, cut) = Context::root();
        let service = Service {
            lab: lab.clone(),
            knobs,
            stalls: Stalls::on(lab, "stall"),
            queue,
            database,
            requests: TaskTracker::new(),
            queued: TaskTracker::new(),
            jobs: TaskTracker::new(),
            work,
            cut,
            shown: lab.shown("phases"),
            settled: Rc::default(),
            due: Rc::default(),
        };
        service.show();
        service
    }

    /// Accepts what arrives and puts it into the queue; refuses it once it is time to stop.
    async fn serve(self, arrivals: Vec<Arrival>) {
        for (item, arrival) in (1..).zip(arrivals) {
            let wait = arrival.at.saturating_sub(self.lab.now_us());
            let wait = self.lab.sleep(Duration::from_micros(wait));
            if until(&self.work, wait).await.is_err() {
                return;
            }
            self.lab.made(item);
            let Ok(request) = self.requests.register() else {
                self.lab.lost(item, Loss::Refused);
                continue;
            };
            self.show();
            match until(&self.work, self.accept(item)).await {
                Ok(true) => self.left(request),
                _ => self.lab.lost(item, Loss::Cancelled),
            }
        }
    }

    /// Puts a request into the queue; tells whether it is there.
    async fn accept(&self, item: ItemId) -> bool {
        self.lab.compute(MAKE).await;
        let Ok(queued) = self.queued.register() else { return false };
        self.queue.send((item, queued)).await.is_ok()
    }

    /// Counts a request as a job before the queue lets go of it, and works on it.
    async fn take_up(&self, item: ItemId, queued: Ticket) {
        let job = self.jobs.register();
        self.left(queued);
        match (job, until(&self.work, self.do_job(item)).await) {
            (Ok(job), Ok(())) => self.left(job),
            _ => self.lab.lost(item, Loss::Cancelled),
        }
    }

    /// Works on a request, and stores what comes of it.
    async fn do_job(&self, item: ItemId) {
        self.stalls.mind(&self.lab).await;
        let span = if item.is_multiple_of(5) { self.knobs.long } else { self.knobs.job };
        cast::work(&self.lab, Work::Waiting, cast::length(&self.lab, item, span)).await;
        if self.database.send(item).await.is_err() {
            self.lab.lost(item, Loss::Closed);
        }
    }

    /// Whatever is still in the queue when time is up is given up.
    fn give_up(&self, queue: &Receiver<Queued>) {
        while let Ok((item, _ticket)) = queue.try_recv() {
            self.lab.lost(item, Loss::Cancelled);
        }
    }

    /// Phase by phase: nothing more goes in, then what is under way is waited for.
    async fn drain(&self) {
        for (phase, tracker) in self.phases() {
            self.stop(phase);
            tracker.close();
            tracker.wait().await;
            self.settle(phase);
        }
    }

    fn phases(&self) -> [(&'static str, &TaskTracker); 3] {
        [(SERVER, &self.requests), (CONSUMERS, &self.queued), (JOBS, &self.jobs)]
    }

    /// Nothing more goes into this phase.
    fn stop(&self, phase: &str) {
        if phase == CONSUMERS {
            self.queue.close();
        }
    }

    /// Time is up for all work: what is under way is given up.
    fn cut_off(&self) {
        for (settled, (_, tracker)) in self.settled.borrow_mut().iter_mut().zip(self.phases()) {
            settled.get_or_insert(tracker.counts().active() == 0);
        }
        if self.cut.cancel_because("time is up") {
            self.show();
        }
    }

    /// Nobody can store anything from now on: that is right if nobody is left who wants to.
    fn close(&self) {
        self.database.close();
        let above = self.settled.borrow()[..3].iter().all(Option::is_some);
        self.settled.borrow_mut()[3] = Some(above);
        self.show();
    }

    /// One piece of work is done with what it was counted for.
    fn left(&self, ticket: Ticket) {
        ticket.done();
        self.show();
    }

    /// A phase is over, and nothing of it is left.
    fn settle(&self, phase: &str) {
        let place = self.phases().iter().position(|(name, _)| *name == phase);
        if let Some(place) = place {
            self.settled.borrow_mut()[place] = Some(true);
            self.show();
        }
    }

    fn show(&self) {
        let settled = *self.settled.borrow();
        let counts = self.phases().map(|(name, tracker)| (name, tracker.counts()));
        let rows = counts.into_iter().zip(settled).map(|((name, counts), fine)| {
            // At the deadline what is still under way counts as abandoned.
            let over = fine == Some(false);
            let (active, abandoned) = (counts.active(), counts.abandoned);
            let (active, abandoned) =
                if over { (0, active + abandoned) } else { (active, abandoned) };
            let cells = [active, counts.done, abandoned].map(|count| count as i64);
            Row { name: name.to_owned(), cells: cells.to_vec(), fine }
        });
        let columns = ["under way", "done", "abandoned"].map(str::to_owned).to_vec();
        let bare = |name, fine| Row { name, cells: Vec::new(), fine };
        let over = settled.iter().all(Option::is_some).then_some(true);
        let due = self.due.get();
        let due = due.map(|due| bare(format!("over by {} ms", cast::to_ms(due)), over));
        let rows = rows.chain([bare(DATABASE.to_owned(), settled[3])]).chain(due).collect();
        let state = State::Table { columns, rows };
        self.lab.show(self.shown, state);
    }
}

/// Told to stop: what becomes of request 9, which is still in the queue?
fn in_the_queue(trace: &Trace) -> Option<Asked> {
    let after = seen::next(trace, 0, seen::acts)? + 1;
    let shows = seen::next(trace, after, |event| seen::ends(event, 9))?;
    let answer = match trace.events[shows].kind {
        EventKind::Lost { why: Loss::Refused, .. } => "refused",
        EventKind::Lost { .. } => "given-up",
        _ => "done",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}

//! One case on every executor: the lab's virtual host under many seeds, a local pool, threads.

use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use futures::executor::{LocalPool, ThreadPool, block_on};
use futures::future::{BoxFuture, FutureExt, join_all};
use futures::task::{LocalSpawnExt, SpawnExt};
use lab::invariant::Checked;
use lab::{Outcome, Run, ScheduleKind, Trace, VirtualHost};
use patterns::ManualTimer;

use crate::ledger::{Entered, Ledger};

/// Schedules tried on the virtual host.
const SEEDS: u64 = 120;

/// Cases on a local pool, whose schedule is the same each time.
const CASES: u64 = 20;

/// Rounds on threads, whose schedule nobody decides.
const ROUNDS: usize = 20;

/// Tasks, and what must hold once all of them have ended.
pub struct Case {
    tasks: Vec<BoxFuture<'static, ()>>,
    verdicts: Vec<Box<dyn FnOnce()>>,
    ledger: Ledger,
    /// Its clock, which stands still unless somebody advances it.
    timer: ManualTimer,
}

impl Case {
    /// Nothing yet.
    pub fn new() -> Self {
        let timer = ManualTimer::new();
        let ledger = Ledger::new(timer.clone());
        Self { tasks: Vec::new(), verdicts: Vec::new(), ledger, timer }
    }

    /// Where what happens is written.
    pub fn ledger(&self) -> Ledger {
        self.ledger.clone()
    }

    /// Its clock, and the hand of it.
    pub fn timer(&self) -> ManualTimer {
        self.timer.clone()
    }

    /// Adds a task.
    pub fn task(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.named("task", task);
    }

    /// Adds a task that the ledger knows by this name.
    pub fn named(
        &mut self,
        name: impl Into<String>,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        let task = Entered::new(&self.ledger, name.into(), task.boxed());
        self.tasks.push(task.boxed());
    }

    /// Adds what must hold of everything that was written, by the end.
    pub fn holds(&mut self, claim: impl FnOnce(&Trace) -> Checked + 'static) {
        let ledger = self.ledger();
        self.verdict(move || {
            let trace = ledger.finished();
            if let Err(broken) = claim(&trace) {
                let from = broken.event.saturating_sub(20);
                let before = &trace.events[from..trace.events.len().min(broken.event + 1)];
                panic!("{broken:?}, after {before:#?}");
            }
        });
    }

    /// Adds what must hold in the end.
    pub fn verdict(&mut self, verdict: impl FnOnce() + 'static) {
        self.verdicts.push(Box::new(verdict));
    }
}

impl Default for Case {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("tasks", &self.tasks.len()).finish_non_exhaustive()
    }
}

/// Runs the case everywhere. Every task must end, then every verdict hold.
///
/// # Panics
/// If one does not, naming the executor and the seed.
pub fn everywhere(case: impl Fn(u64) -> Case) {
    for seed in 0..SEEDS {
        // More simulated threads for some, so that tasks are polled side by side.
        let threads = 1 + (seed % 3) as u32;
        judge("the virtual host", seed, case(seed), |tasks| on_virtual_host(seed, threads, tasks));
    }
    for seed in 0..CASES {
        judge("a local pool", seed, case(seed), on_local_pool);
    }
    let pool = ThreadPool::builder().pool_size(3).create().expect("threads can be had");
    for round in 0..ROUNDS {
        judge("a thread pool", round as u64, case(round as u64), |tasks| on_threads(&pool, tasks));
    }
}

/// Runs, then judges; says where it was if that fails.
fn judge(place: &str, seed: u64, case: Case, run: impl FnOnce(Vec<BoxFuture<'static, ()>>)) {
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        run(case.tasks);
        case.verdicts.into_iter().for_each(|verdict| verdict());
    }));
    if let Err(panic) = judged {
        eprintln!("it fails on {place}, seed {seed}");
        std::panic::resume_unwind(panic);
    }
}

fn on_virtual_host(seed: u64, threads: u32, tasks: Vec<BoxFuture<'static, ()>>) {
    let run = Run { seed, schedule: ScheduleKind::Seeded, ..Run::default() };
    let host = VirtualHost::new(run, threads, |lab| async move {
        for (name, task) in tasks.into_iter().enumerate() {
            lab.spawn(format!("task-{name}"), task);
        }
    });
    assert_eq!(host.finish().outcome, Outcome::Finished);
}

fn on_local_pool(tasks: Vec<BoxFuture<'static, ()>>) {
    let (mut pool, ended) = (LocalPool::new(), Arc::new(AtomicUsize::new(0)));
    let all = tasks.len();
    for task in tasks {
        let ended = ended.clone();
        let counted = async move {
            task.await;
            ended.fetch_add(1, Ordering::Relaxed);
        };
        pool.spawner().spawn_local(counted).expect("the pool is there");
    }
    pool.run_until_stalled();
    assert_eq!(ended.load(Ordering::Relaxed), all, "somebody waits for ever");
}

fn on_threads(pool: &ThreadPool, tasks: Vec<BoxFuture<'static, ()>>) {
    let spawn = |task| pool.spawn_with_handle(task).expect("the pool is there");
    let handles: Vec<_> = tasks.into_iter().map(spawn).collect();
    block_on(join_all(handles));
}

/// Lets others run once.
pub async fn pause() {
    let mut paused = false;
    poll_fn(|task| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

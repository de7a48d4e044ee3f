//! A seeded executor and a waker that remembers, for these tests alone.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// How many schedules a property is tried under.
pub(crate) const SEEDS: u64 = 200;

/// A small generator: SplitMix64, so that a failing seed is a failing test everywhere.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// A waker that remembers that it was called, and how often.
#[derive(Default)]
pub(crate) struct Flag {
    raised: AtomicBool,
    count: AtomicUsize,
}

impl Flag {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn raised() -> Arc<Self> {
        Arc::new(Self { raised: AtomicBool::new(true), count: AtomicUsize::new(0) })
    }

    pub(crate) fn is_up(&self) -> bool {
        self.raised.load(Ordering::SeqCst)
    }

    /// Whether it was up; it no longer is.
    pub(crate) fn lower(&self) -> bool {
        self.raised.swap(false, Ordering::SeqCst)
    }

    /// How often it was woken.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.raised.store(true, Ordering::SeqCst);
        self.count.fetch_add(1, Ordering::SeqCst);
    }
}

/// Polls once with `flag` as the waker.
pub(crate) fn poll<F: Future + Unpin>(future: &mut F, flag: &Arc<Flag>) -> Poll<F::Output> {
    let waker = Waker::from(flag.clone());
    Pin::new(future).poll(&mut Context::from_waker(&waker))
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Tasks polled one at a time, in an order the seed decides; only those that were woken.
pub(crate) struct Crowd {
    rng: Rng,
    tasks: Vec<(Option<Task>, Arc<Flag>)>,
}

impl Crowd {
    pub(crate) fn new(seed: u64) -> Self {
        Self { rng: Rng(seed), tasks: Vec::new() }
    }

    /// Adds a task.
    pub(crate) fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        self.tasks.push((Some(Box::pin(task)), Flag::raised()));
    }

    /// Polls one task that is ready; tells whether there was one.
    pub(crate) fn step(&mut self) -> bool {
        let ready = |(_, (task, flag)): &(usize, &(Option<Task>, Arc<Flag>))| {
            task.is_some() && flag.is_up()
        };
        let ready: Vec<usize> =
            self.tasks.iter().enumerate().filter(ready).map(|(name, _)| name).collect();
        if ready.is_empty() {
            return false;
        }
        let name = ready[self.rng.below(ready.len())];
        let (task, flag) = &mut self.tasks[name];
        flag.lower();
        let waker = Waker::from(flag.clone());
        if let Some(running) = task
            && running.as_mut().poll(&mut Context::from_waker(&waker)).is_ready()
        {
            *task = None;
        }
        true
    }

    /// Steps up to `limit` times.
    pub(crate) fn steps(&mut self, limit: usize) {
        for _ in 0..limit {
            if !self.step() {
                return;
            }
        }
    }

    /// Runs until nobody is ready; the number of tasks that are still waiting.
    pub(crate) fn run(&mut self) -> usize {
        for _ in 0..1_000_000 {
            if !self.step() {
                return self.alive();
            }
        }
        panic!("the tasks never come to rest");
    }

    /// How many tasks have not finished.
    pub(crate) fn alive(&self) -> usize {
        self.tasks.iter().filter(|(task, _)| task.is_some()).count()
    }

    /// A number below `bound`, from the same seed.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.rng.below(bound)
    }
}

/// Lets others run once.
pub(crate) async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|task| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Runs a claim under every seed, and names the seed that breaks it.
pub(crate) fn check(claim: impl Fn(u64)) {
    for seed in 0..SEEDS {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| claim(seed)));
        if let Err(panic) = outcome {
            eprintln!("the claim breaks under seed {seed}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// So many milliseconds.
pub(crate) fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

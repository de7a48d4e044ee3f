//! A third host: `LocalPool` and `futures-timer`, so that scenarios are seen to run on an executor
//! that is not ours.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;
use std::task::Waker;
use std::time::Duration;

use futures::executor::{LocalPool, LocalSpawner, block_on};
use futures::future::LocalBoxFuture;
use futures::task::LocalSpawnExt;
use futures_timer::Delay;
use lab::{Host, Lab, Micros, Outcome, Press, Run, TaskId, Trace, Wakeup};

/// A microsecond of a run takes so much less on this host: what is tested is order, not patience.
const FASTER: u32 = 10_000;

/// Runs `scenario` to its end, or until nobody can go on.
pub fn run<F>(run: Run, scenario: impl FnOnce(Lab) -> F) -> Trace
where
    F: Future<Output = ()> + 'static,
{
    let mut pool = LocalPool::new();
    let host = Rc::new(LocalHost::new(pool.spawner()));
    let mut script = run.script.clone().into_iter().peekable();
    let lab = Lab::new(run, Rc::clone(&host) as Rc<dyn Host>);
    lab.spawn("main", scenario(lab.clone()));
    let outcome = loop {
        pool.run_until_stalled();
        let timer = host.next_at();
        let entry = script.peek().map(|entry| entry.at);
        let Some(next) = timer.into_iter().chain(entry).min() else {
            let ended = host.alive.get() == 0;
            break if ended { Outcome::Finished } else { Outcome::Deadlocked { waits: Vec::new() } };
        };
        if host.alive.get() == 0 {
            break Outcome::Finished;
        }
        host.wait_for(next);
        match script.next_if(|entry| entry.at == next) {
            Some(entry) => lab.press(Press { action: entry.action, argument: entry.argument }),
            None => host.wake_next(),
        }
    };
    lab.seal(outcome);
    lab.take_trace()
}

struct LocalHost {
    spawner: LocalSpawner,
    now: Cell<Micros>,
    timers: RefCell<BTreeMap<(Micros, u64), Waker>>,
    asked: Cell<u64>,
    alive: Rc<Cell<usize>>,
}

impl LocalHost {
    fn new(spawner: LocalSpawner) -> Self {
        LocalHost {
            spawner,
            now: Cell::new(0),
            timers: RefCell::default(),
            asked: Cell::new(0),
            alive: Rc::default(),
        }
    }

    fn next_at(&self) -> Option<Micros> {
        self.timers.borrow().first_key_value().map(|((at, _), _)| *at)
    }

    /// Lets the time pass for real, if faster.
    fn wait_for(&self, at: Micros) {
        let span = at.saturating_sub(self.now.get());
        block_on(Delay::new(Duration::from_micros(span) / FASTER));
        self.now.set(at.max(self.now.get()));
    }

    fn wake_next(&self) {
        let next = self.timers.borrow_mut().pop_first();
        if let Some((_, waker)) = next {
            waker.wake();
        }
    }
}

impl Host for LocalHost {
    fn now(&self) -> Micros {
        self.now.get()
    }

    fn spawn(&self, _task: TaskId, future: LocalBoxFuture<'static, ()>) {
        self.alive.set(self.alive.get() + 1);
        let alive = Rc::clone(&self.alive);
        let counted = async move {
            future.await;
            alive.set(alive.get() - 1);
        };
        self.spawner.spawn_local(counted).expect("the pool is there");
    }

    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        let id = self.asked.get();
        self.asked.set(id + 1);
        self.timers.borrow_mut().insert((at, id), waker.clone());
        Wakeup(id)
    }

    fn cancel(&self, Wakeup(id): Wakeup) {
        self.timers.borrow_mut().retain(|(_, asked), _| *asked != id);
    }

    /// Computing keeps the thread: nobody is polled before this returns.
    fn occupy(&self, _task: TaskId, span: Micros) -> Micros {
        self.wait_for(self.now.get() + span);
        self.now.get()
    }

    fn thread(&self) -> u32 {
        0
    }
}

//! A third host: `LocalPool` and `futures-timer`, so that scenarios are seen to run on an executor
//! that is not ours.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};
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
    let host = LocalHost::new(pool.spawner());
    let mut script = run.script.clone().into_iter().peekable();
    let lab = Lab::new(run, Rc::clone(&host) as Rc<dyn Host>);
    lab.spawn("main", scenario(lab.clone()));
    let outcome = loop {
        pool.run_until_stalled();
        if host.compute() {
            continue;
        }
        let timer = host.next_at();
        let entry = script.peek().map(|entry| entry.at);
        let Some(next) = timer.into_iter().chain(entry).min() else {
            let ended = host.alive.get() == 0;
            break if ended {
                Outcome::Finished
            } else {
                Outcome::Deadlocked { waits: Vec::new() }
            };
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
    this: Weak<LocalHost>,
    spawner: LocalSpawner,
    now: Cell<Micros>,
    timers: RefCell<BTreeMap<(Micros, u64), Waker>>,
    asked: Cell<u64>,
    alive: Cell<usize>,
    /// Who computes, and until when.
    busy: Cell<Option<(TaskId, Micros)>>,
    /// Who computes, then those who were woken meanwhile, in order.
    held_back: RefCell<VecDeque<Waker>>,
}

impl LocalHost {
    fn new(spawner: LocalSpawner) -> Rc<Self> {
        Rc::new_cyclic(|this| LocalHost {
            this: this.clone(),
            spawner,
            now: Cell::new(0),
            timers: RefCell::default(),
            asked: Cell::new(0),
            alive: Cell::new(0),
            busy: Cell::new(None),
            held_back: RefCell::default(),
        })
    }

    /// Lets time pass while a task computes, up to the next timer; false if none does.
    fn compute(&self) -> bool {
        let Some((_, until)) = self.busy.get() else { return false };
        match self.next_at().filter(|at| *at <= until) {
            Some(at) => {
                self.wait_for(at);
                self.wake_next();
            }
            None => {
                self.wait_for(until);
                self.busy.set(None);
                self.held_back.take().into_iter().for_each(Waker::wake);
            }
        }
        true
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

    fn spawn(&self, task: TaskId, future: LocalBoxFuture<'static, ()>) {
        self.alive.set(self.alive.get() + 1);
        let gate = Gate { host: self.this.clone(), task, future };
        self.spawner.spawn_local(gate).expect("the pool is there");
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

    fn occupy(&self, task: TaskId, span: Micros) -> Micros {
        let from = self.busy.get().map_or(self.now.get(), |(_, until)| until);
        self.busy.set(Some((task, from + span)));
        from + span
    }

    fn thread(&self) -> u32 {
        0
    }
}

/// A task that is not polled while another one computes.
struct Gate {
    host: Weak<LocalHost>,
    task: TaskId,
    future: LocalBoxFuture<'static, ()>,
}

impl Future for Gate {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(host) = self.host.upgrade() else { return Poll::Ready(()) };
        if let Some((busy, _)) = host.busy.get() {
            if busy != self.task {
                host.held_back.borrow_mut().push_back(cx.waker().clone());
            }
            return Poll::Pending;
        }
        let polled = self.future.as_mut().poll(cx);
        if polled.is_ready() {
            host.alive.set(host.alive.get() - 1);
        } else if host.busy.get().is_some() {
            // It goes on first once it has computed.
            host.held_back.borrow_mut().push_front(cx.waker().clone());
        }
        polled
    }
}

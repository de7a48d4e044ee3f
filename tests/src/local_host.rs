//! A third host: `LocalPool` and `futures-timer`, so that scenarios are seen to run on an executor
//! that is not ours.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::executor::{LocalPool, LocalSpawner, block_on};
use futures::task::LocalSpawnExt;
use futures_timer::Delay;
use lab::{Host, Lab, Micros, Outcome, Recorded, Run, TaskId, Trace, Turns, Wakeup};

/// A microsecond of a run takes so much less on this host: what is tested is order, not patience.
const FASTER: u32 = 10_000;

/// Runs `scenario` to its end, or until nobody can go on. Whatever is due happens as much later as
/// `late` says, each time anew.
pub fn run<F>(run: Run, late: impl Fn() -> Micros, scenario: impl FnOnce(Lab) -> F) -> Trace
where
    F: Future<Output = ()> + 'static,
{
    let mut pool = LocalPool::new();
    let host = LocalHost::new(&run, pool.spawner());
    let lab = Lab::new(run, Rc::clone(&host) as Rc<dyn Host>);
    lab.spawn("main", scenario(lab.clone()));
    loop {
        if let Some(task) = host.turns.turn(&lab) {
            host.let_in(task);
            pool.run_until_stalled();
        } else if let Some(due) = host.turns.due() {
            host.wait_for(due.at(), late());
            host.turns.pass(&lab);
        } else {
            break;
        }
    }
    let ended = host.turns.alive() == 0;
    lab.seal(if ended { Outcome::Finished } else { lab.stuck() });
    lab.take_trace()
}

struct LocalHost {
    this: Weak<LocalHost>,
    spawner: LocalSpawner,
    turns: Turns,
    clock: Cell<Micros>,
    /// By task, what wakes it on the pool.
    wakers: RefCell<Vec<Option<Waker>>>,
}

impl LocalHost {
    fn new(run: &Run, spawner: LocalSpawner) -> Rc<Self> {
        Rc::new_cyclic(|this| LocalHost {
            this: this.clone(),
            spawner,
            turns: Turns::new(run),
            clock: Cell::new(0),
            wakers: RefCell::default(),
        })
    }

    /// Has the pool poll a task.
    fn let_in(&self, task: TaskId) {
        let waker = self.wakers.borrow().get(task as usize).cloned().flatten();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Lets the time pass for real, if faster.
    fn wait_for(&self, at: Micros, late: Micros) {
        let span = at.saturating_sub(self.clock.get());
        block_on(Delay::new(Duration::from_micros(span) / FASTER));
        self.clock.set(at.max(self.clock.get()) + late);
    }
}

impl Host for LocalHost {
    fn now(&self) -> Micros {
        self.turns.now()
    }

    fn stamp(&self) -> Micros {
        self.clock.get()
    }

    fn spawn(&self, task: TaskId, work: Recorded) {
        self.turns.spawn(task);
        let gate = Gate { host: self.this.clone(), task, work };
        self.spawner.spawn_local(gate).expect("the pool is there");
    }

    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        self.turns.wake_at(at, waker)
    }

    fn cancel(&self, wakeup: Wakeup) {
        self.turns.cancel(wakeup);
    }

    fn occupy(&self, task: TaskId, span: Micros) -> Micros {
        self.turns.occupy(task, span)
    }

    fn thread(&self) -> u32 {
        0
    }
}

/// A task on the pool: polled when it has the turn.
struct Gate {
    host: Weak<LocalHost>,
    task: TaskId,
    work: Recorded,
}

impl Future for Gate {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(host) = self.host.upgrade() else { return Poll::Ready(()) };
        let task = self.task;
        {
            let mut wakers = host.wakers.borrow_mut();
            let room = wakers.len().max(task as usize + 1);
            wakers.resize_with(room, || None);
            wakers[task as usize] = Some(cx.waker().clone());
        }
        if !host.turns.has_turn(task) {
            return Poll::Pending;
        }
        host.turns.poll(task, &mut self.work)
    }
}

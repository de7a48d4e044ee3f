//! The order of a run on one thread, for hosts on which time passes for real.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::host::Wakeup;
use crate::lab::Lab;
use crate::schedule::Schedule;
use crate::task::Recorded;
use crate::timers::Timers;
use crate::trace::*;
use crate::woken::{Queued, TaskWaker, Woken};

/// Whose turn it is, and what is due next: the order of the virtual host on one thread, apart from
/// how time passes.
///
/// A host in real time polls nobody but whose [`turn`](Turns::turn) it is. When it is nobody's, it
/// waits until its clock shows the instant of what is [`due`](Turns::due), and lets that
/// [`pass`](Turns::pass). However late it does so, things pass in the order in which they were due,
/// and what they lead to counts from when they were: so every such host finds the order of the
/// virtual one.
pub struct Turns {
    /// The instant at which what goes on now was due.
    now: Cell<Micros>,
    timers: RefCell<Timers<Waker>>,
    /// What is pressed when, the next first.
    script: RefCell<VecDeque<ScriptEntry>>,
    /// By task, what wakes it; `None` once it has ended.
    tasks: RefCell<Vec<Option<Arc<TaskWaker>>>>,
    queued: RefCell<Queued>,
    woken: Arc<Woken>,
    /// Who was woken when it was last looked at.
    taken: RefCell<Vec<TaskId>>,
    /// Who wants the thread, in order.
    ready: RefCell<VecDeque<TaskId>>,
    schedule: RefCell<Box<dyn Schedule>>,
    /// Who has the turn, and was not polled yet.
    turn: Cell<Option<TaskId>>,
    /// Who occupies the thread, and until when.
    occupied: Cell<Option<(TaskId, Micros)>>,
    alive: Cell<usize>,
}

/// What happens next by itself, and the instant it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// An entry of the script.
    Press(Micros),
    /// A wake-up.
    Timer(Micros),
    /// What occupies the thread is over. It takes as long as it takes: a host that was late when it
    /// began is late when it ends.
    Computed(Micros),
}

impl Turns {
    /// Nobody's turn yet. `run` has the script and the schedule.
    pub fn new(run: &Run) -> Self {
        let mut script = run.script.clone();
        script.sort_by_key(|entry| entry.at);
        Turns {
            now: Cell::new(0),
            timers: RefCell::default(),
            script: RefCell::new(script.into()),
            tasks: RefCell::default(),
            queued: RefCell::default(),
            woken: Arc::default(),
            taken: RefCell::default(),
            ready: RefCell::default(),
            schedule: RefCell::new(run.schedule.build(run.seed)),
            turn: Cell::new(None),
            occupied: Cell::new(None),
            alive: Cell::new(0),
        }
    }

    /// The instant at which what goes on now was due.
    pub fn now(&self) -> Micros {
        self.now.get()
    }

    /// Takes in a new task, which wants the thread after those that were woken before.
    pub fn spawn(&self, task: TaskId) {
        let mut tasks = self.tasks.borrow_mut();
        let room = tasks.len().max(task as usize + 1);
        tasks.resize_with(room, || None);
        tasks[task as usize] = Some(self.queued.borrow_mut().begin(task, &self.woken));
        self.alive.set(self.alive.get() + 1);
        self.woken.push(task);
    }

    /// Wakes `waker` at `at`.
    pub fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        self.timers.borrow_mut().add(at, waker.clone())
    }

    /// Takes a wake-up back.
    pub fn cancel(&self, wakeup: Wakeup) {
        self.timers.borrow_mut().cancel(wakeup);
    }

    /// The task that is polled now occupies the thread for `span` more; returns until when.
    pub fn occupy(&self, task: TaskId, span: Micros) -> Micros {
        let from = self.occupied.get().map_or(self.now(), |(_, until)| until);
        let until = from.saturating_add(span);
        self.occupied.set(Some((task, until)));
        until
    }

    /// Whether the thread is occupied.
    pub fn is_occupied(&self) -> bool {
        self.occupied.get().is_some()
    }

    /// Adds an entry to the script. It passes when it is due, like the others.
    pub fn press(&self, entry: ScriptEntry) {
        let mut script = self.script.borrow_mut();
        let place = script.partition_point(|before| before.at <= entry.at);
        script.insert(place, entry);
    }

    /// How many tasks have not ended.
    pub fn alive(&self) -> usize {
        self.alive.get()
    }

    /// Whether nobody can go on, and nothing is due that would change that.
    pub fn is_stuck(&self) -> bool {
        let wanted = self.woken.any() || !self.ready.borrow().is_empty();
        self.alive() > 0 && !wanted && self.turn.get().is_none() && self.due().is_none()
    }

    /// Whose turn it is now; `None` if everyone waits, or the thread is occupied.
    pub fn turn(&self, lab: &Lab) -> Option<TaskId> {
        self.take_in(lab);
        if self.turn.get().is_none() && self.occupied.get().is_none() {
            let mut ready = self.ready.borrow_mut();
            let choice = match ready.len() {
                0 | 1 => 0,
                several => self.schedule.borrow_mut().pick(several),
            };
            self.turn.set(ready.remove(choice));
        }
        self.turn.get()
    }

    /// Whether this task has the turn.
    pub fn has_turn(&self, task: TaskId) -> bool {
        self.turn.get() == Some(task)
    }

    /// Polls the task that has the turn.
    pub fn poll(&self, task: TaskId, work: &mut Recorded) -> Poll<()> {
        self.turn.set(None);
        self.occupied.set(None);
        let flag = self.tasks.borrow().get(task as usize).cloned().flatten();
        let Some(flag) = flag else { return Poll::Ready(()) };
        self.queued.borrow().unqueue(task);
        let waker = Waker::from(flag);
        let polled = Pin::new(work).poll(&mut Context::from_waker(&waker));
        if polled.is_ready() {
            self.tasks.borrow_mut()[task as usize] = None;
            self.alive.set(self.alive() - 1);
        }
        let occupied = self.occupied.get().filter(|(_, until)| *until > self.now());
        self.occupied.set(occupied.filter(|_| polled.is_pending()));
        polled
    }

    /// What is due next. Nothing once every task has ended.
    pub fn due(&self) -> Option<Due> {
        if self.alive() == 0 {
            return None;
        }
        let press = self.script.borrow().front().map(|entry| Due::Press(entry.at));
        let timer = self.timers.borrow_mut().next_at().map(Due::Timer);
        let computed = self.occupied.get().map(|(_, until)| Due::Computed(until));
        // The first of those that share an instant: that is their order on the virtual host.
        [press, timer, computed].into_iter().flatten().min_by_key(Due::at)
    }

    /// Lets what is due pass.
    pub fn pass(&self, lab: &Lab) {
        let Some(due) = self.due() else { return };
        if due.at() > self.now() {
            self.now.set(due.at());
            lab.passes(due.at());
        }
        match due {
            Due::Press(_) => {
                let entry = self.script.borrow_mut().pop_front();
                if let Some(ScriptEntry { action, argument, .. }) = entry {
                    lab.press(Press { action, argument });
                }
            }
            // All of that instant: whoever waited for it wants the thread at it.
            Due::Timer(at) => {
                while let Some(waker) = self.due_at(at) {
                    waker.wake();
                }
            }
            Due::Computed(_) => self.turn.set(self.occupied.take().map(|(task, _)| task)),
        }
        self.take_in(lab);
    }

    /// Who is woken at `at`, the next at each call.
    fn due_at(&self, at: Micros) -> Option<Waker> {
        self.timers.borrow_mut().pop_at(at)
    }

    /// Writes down who was woken, and lets them queue up.
    fn take_in(&self, lab: &Lab) {
        if !self.woken.any() {
            return;
        }
        let mut taken = self.taken.take();
        self.woken.take_into(&mut taken);
        for task in &taken {
            let computes = self.occupied.get().is_some_and(|(occupier, _)| occupier == *task);
            let lives = self.tasks.borrow().get(*task as usize).is_some_and(Option::is_some);
            if lives && !computes {
                lab.ready(*task);
                self.ready.borrow_mut().push_back(*task);
            }
        }
        self.taken.replace(taken);
    }
}

impl Due {
    /// The instant.
    pub fn at(&self) -> Micros {
        match *self {
            Due::Press(at) | Due::Timer(at) | Due::Computed(at) => at,
        }
    }
}

impl std::fmt::Debug for Turns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turns")
            .field("now", &self.now)
            .field("turn", &self.turn)
            .finish_non_exhaustive()
    }
}

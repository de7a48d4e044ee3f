//! The browser as a host: real time, one thread, and no pretending. Every task is a future of its
//! own on `spawn_local`; what computes really blocks the page, in slices.

mod clock;
mod gate;
mod soon;
mod timers;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::task::Waker;

use futures::future::LocalBoxFuture;
use lab::{Host, Lab, Micros, Press, ScriptEntry, TaskId, Wakeup};

use crate::dom;
use clock::Clock;
use gate::{Flag, Gate};
use soon::Soon;
pub(crate) use timers::Lateness;
use timers::Timers;

/// Computing blocks the page at most this long before input and painting have a turn.
const LONGEST_BLOCK_MS: f64 = 50.0;

/// Carries the tasks of one run on the browser's own executor.
pub(crate) struct BrowserHost {
    this: Weak<BrowserHost>,
    lab: RefCell<Option<Lab>>,
    clock: RefCell<Clock>,
    timers: RefCell<Timers>,
    soon: Soon,
    script: RefCell<VecDeque<ScriptEntry>>,
    gates: RefCell<Vec<Option<Entry>>>,
    /// Who was woken since the host last looked, in order.
    woken: Arc<Mutex<Vec<TaskId>>>,
    /// Who wants the thread, in order.
    ready: RefCell<VecDeque<TaskId>>,
    /// Until when the thread is occupied, and by whom.
    occupied: Cell<Option<(TaskId, Micros)>>,
    alive: Cell<usize>,
    over: Cell<bool>,
}

/// A task as the host knows it.
#[derive(Default)]
struct Entry {
    /// Wakes the future on the browser's executor.
    outer: Option<Waker>,
}

impl BrowserHost {
    /// A host whose clock stands still until [`resume`](Self::resume).
    pub(crate) fn new(script: Vec<ScriptEntry>) -> Rc<Self> {
        Rc::new_cyclic(|this: &Weak<BrowserHost>| {
            let (fire, go_on) = (this.clone(), this.clone());
            let react = move || {
                if let Some(host) = fire.upgrade() {
                    host.pass_time();
                }
            };
            BrowserHost {
                this: this.clone(),
                lab: RefCell::new(None),
                clock: RefCell::default(),
                timers: RefCell::new(Timers::new(Rc::new(react))),
                soon: Soon::new(move || {
                    if let Some(host) = go_on.upgrade() {
                        host.block();
                    }
                }),
                script: RefCell::new(script.into()),
                gates: RefCell::default(),
                woken: Arc::default(),
                ready: RefCell::default(),
                occupied: Cell::new(None),
                alive: Cell::new(0),
                over: Cell::new(false),
            }
        })
    }

    /// The bench that writes the run down.
    pub(crate) fn serve(&self, lab: &Lab) {
        *self.lab.borrow_mut() = Some(lab.clone());
    }

    /// Whether the clock runs.
    pub(crate) fn is_running(&self) -> bool {
        self.clock.borrow().running
    }

    /// Whether there is nothing left to do.
    pub(crate) fn is_over(&self) -> bool {
        self.over.get()
    }

    /// How late timers fired.
    pub(crate) fn lateness(&self) -> Lateness {
        self.timers.borrow().lateness
    }

    /// Lets the clock run.
    pub(crate) fn resume(&self) {
        if self.over.get() || self.is_running() {
            return;
        }
        self.clock.borrow_mut().start(dom::now_ms());
        self.take_in();
        self.let_in();
        self.arm();
        if self.occupied.get().is_some() {
            self.soon.ask();
        }
    }

    /// Stops the clock, and with it everyone.
    pub(crate) fn pause(&self) {
        self.clock.borrow_mut().stop(dom::now_ms());
        self.timers.borrow_mut().disarm();
    }

    /// The clock's speed, in thousandths.
    pub(crate) fn set_speed(&self, speed: u32) {
        self.clock.borrow_mut().set_speed(dom::now_ms(), speed);
        if self.is_running() {
            self.arm();
        }
    }

    /// The user pressed a button just now.
    pub(crate) fn press(&self, press: Press) {
        if let Some(lab) = self.lab() {
            lab.press(press);
            self.take_in();
        }
    }

    /// Ends the run where it is; every task is dropped.
    pub(crate) fn end(&self) {
        self.over.set(true);
        self.pause();
        let outer: Vec<Waker> = self
            .gates
            .borrow_mut()
            .iter_mut()
            .flatten()
            .filter_map(|entry| entry.outer.take())
            .collect();
        outer.into_iter().for_each(Waker::wake);
        *self.lab.borrow_mut() = None;
    }

    /// Nobody can go on by themselves.
    pub(crate) fn is_stuck(&self) -> bool {
        self.alive.get() > 0
            && self.occupied.get().is_none()
            && self.ready.borrow().is_empty()
            && self.timers.borrow().next_at().is_none()
            && self.script.borrow().is_empty()
    }

    /// How many tasks have not ended.
    pub(crate) fn alive(&self) -> usize {
        self.alive.get()
    }

    fn lab(&self) -> Option<Lab> {
        self.lab.borrow().clone()
    }

    /// Writes down who was woken, and lets them queue up.
    fn take_in(&self) {
        let woken = std::mem::take(&mut *self.woken.lock().unwrap_or_else(PoisonError::into_inner));
        let Some(lab) = self.lab() else { return };
        for task in woken {
            let computing = self.occupied.get().is_some_and(|(occupier, _)| occupier == task);
            let lives = self.gates.borrow().get(task as usize).is_some_and(Option::is_some);
            if computing || !lives {
                continue;
            }
            lab.ready(task);
            self.ready.borrow_mut().push_back(task);
            self.wake_outer(task);
        }
    }

    /// Everyone who wants the thread may try for it.
    fn let_in(&self) {
        let waiting: Vec<TaskId> = self.ready.borrow().iter().copied().collect();
        waiting.into_iter().for_each(|task| self.wake_outer(task));
    }

    fn wake_outer(&self, task: TaskId) {
        let gates = self.gates.borrow();
        let outer = gates.get(task as usize).and_then(Option::as_ref).and_then(|e| e.outer.clone());
        drop(gates);
        if let Some(outer) = outer {
            outer.wake();
        }
    }

    /// The next timer, or the next entry of the script, is due.
    fn pass_time(&self) {
        if !self.is_running() {
            return;
        }
        let now = self.now();
        let due = self.script.borrow().front().is_some_and(|entry| entry.at <= now);
        let timer_first = self
            .timers
            .borrow()
            .next_at()
            .is_some_and(|at| self.script.borrow().front().is_none_or(|entry| at < entry.at));
        if due && !timer_first {
            let entry = self.script.borrow_mut().pop_front();
            if let Some(ScriptEntry { action, argument, .. }) = entry {
                self.press(Press { action, argument });
            }
        } else {
            let waker = self.timers.borrow_mut().pop_due(now);
            if let Some(waker) = waker {
                waker.wake();
                self.take_in();
            }
        }
        self.arm();
    }

    /// Sees that the page is called when the next thing is due.
    fn arm(&self) {
        if !self.is_running() {
            return;
        }
        let script = self.script.borrow().front().map(|entry| entry.at);
        let (now, speed) = (self.now(), self.clock.borrow().speed);
        self.timers.borrow_mut().arm(script, now, speed);
    }

    /// Blocks the page, as computing does, until the span is over or a slice of it is.
    fn block(&self) {
        let Some((task, until)) = self.occupied.get() else { return };
        let end = dom::now_ms() + LONGEST_BLOCK_MS;
        while self.is_running() && self.now() < until {
            if dom::now_ms() >= end {
                // Input and painting have their turn; the tasks do not.
                self.soon.ask();
                return;
            }
        }
        if self.now() >= until {
            self.wake_outer(task);
        }
    }
}

impl Host for BrowserHost {
    fn now(&self) -> Micros {
        self.clock.borrow().now(dom::now_ms())
    }

    fn spawn(&self, task: TaskId, future: LocalBoxFuture<'static, ()>) {
        let flag = Flag::new(task, Arc::clone(&self.woken));
        let mut gates = self.gates.borrow_mut();
        let room = gates.len().max(task as usize + 1);
        gates.resize_with(room, || None);
        gates[task as usize] = Some(Entry::default());
        self.alive.set(self.alive.get() + 1);
        // A new task wants the thread at once, as soon as the one that spawned it is through.
        flag.queued.store(true, Ordering::Relaxed);
        self.woken.lock().unwrap_or_else(PoisonError::into_inner).push(task);
        wasm_bindgen_futures::spawn_local(Gate::new(self.this.clone(), task, flag, future));
    }

    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        let wakeup = self.timers.borrow_mut().add(at, waker);
        self.arm();
        wakeup
    }

    fn cancel(&self, wakeup: Wakeup) {
        self.timers.borrow_mut().cancel(wakeup);
    }

    fn occupy(&self, task: TaskId, span: Micros) -> Micros {
        let from = self.occupied.get().map_or(self.now(), |(_, until)| until);
        let until = from.saturating_add(span);
        self.occupied.set(Some((task, until)));
        until
    }

    fn thread(&self) -> u32 {
        0
    }
}

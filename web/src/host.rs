//! The browser as a host: real time, one thread, and no pretending. Every task is a future of its
//! own on `spawn_local`; what computes really blocks the page, in slices. Who goes next is not left
//! to how late the browser's timers are: [`Turns`] has the order, and this host the time.

mod alarm;
mod clock;
mod gate;
mod soon;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::Waker;

use lab::{Due, Host, Lab, Micros, Recorded, Run, ScriptEntry, TaskId, Turns, Wakeup};

use crate::dom;
use alarm::Alarm;
pub(crate) use alarm::Lateness;
use clock::Clock;
use gate::Gate;

/// The page is blocked at most this long before input and painting have a turn: with what comes
/// before and after, less than the 50 ms from which on a reader notices.
const LONGEST_BLOCK_MS: f64 = 44.0;

/// Carries the tasks of one run on the browser's own executor.
pub(crate) struct BrowserHost {
    this: Weak<BrowserHost>,
    lab: RefCell<Option<Lab>>,
    turns: Turns,
    clock: RefCell<Clock>,
    alarm: RefCell<Alarm>,
    /// By task, what wakes it on the browser's executor.
    wakers: RefCell<Vec<Option<Waker>>>,
    /// When the thread will have been occupied for long enough, on the clock.
    free_at: Cell<Micros>,
    /// When input and painting last had a turn, on the page's clock.
    answered_ms: Cell<f64>,
    over: Cell<bool>,
}

impl BrowserHost {
    /// A host for `run`, whose clock stands still until [`resume`](Self::resume).
    pub(crate) fn new(run: &Run) -> Rc<Self> {
        Rc::new_cyclic(|this: &Weak<BrowserHost>| {
            let called = this.clone();
            let react = move || {
                if let Some(host) = called.upgrade() {
                    let now_ms = dom::now_ms();
                    host.clock.borrow_mut().go(now_ms);
                    host.answered_ms.set(now_ms);
                    host.pass_time();
                }
            };
            BrowserHost {
                this: this.clone(),
                lab: RefCell::new(None),
                turns: Turns::new(run),
                clock: RefCell::default(),
                alarm: RefCell::new(Alarm::new(Rc::new(react))),
                wakers: RefCell::default(),
                free_at: Cell::new(0),
                answered_ms: Cell::new(0.0),
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
        self.alarm.borrow().lateness
    }

    /// Nobody can go on by themselves.
    pub(crate) fn is_stuck(&self) -> bool {
        self.turns.is_stuck()
    }

    /// How many tasks have not ended.
    pub(crate) fn alive(&self) -> usize {
        self.turns.alive()
    }

    /// Lets the clock run.
    pub(crate) fn resume(&self) {
        if self.over.get() || self.is_running() {
            return;
        }
        self.clock.borrow_mut().start();
        self.look_soon();
    }

    /// Stops the clock, and with it everyone.
    pub(crate) fn pause(&self) {
        self.clock.borrow_mut().stop(dom::now_ms());
        self.alarm.borrow_mut().disarm();
    }

    /// The clock's speed, in thousandths.
    pub(crate) fn set_speed(&self, speed: u32) {
        self.clock.borrow_mut().set_speed(dom::now_ms(), speed);
        self.look_soon();
    }

    /// The user pressed a button; it counts from the entry's instant on.
    pub(crate) fn press(&self, entry: ScriptEntry) {
        self.turns.press(entry);
        self.look_soon();
    }

    /// Ends the run where it is; every task is dropped.
    pub(crate) fn end(&self) {
        self.over.set(true);
        self.pause();
        let wakers = self.wakers.take();
        wakers.into_iter().flatten().for_each(Waker::wake);
        *self.lab.borrow_mut() = None;
    }

    fn lab(&self) -> Option<Lab> {
        self.lab.borrow().clone()
    }

    /// What is next may be another thing than it was.
    fn look_soon(&self) {
        if self.is_running() {
            self.alarm.borrow().call_soon();
        }
    }

    /// Lets pass what the clock has come to, until it is somebody's turn.
    fn pass_time(&self) {
        let Some(lab) = self.lab().filter(|_| self.is_running()) else { return };
        while self.turns.turn(&lab).is_none() {
            let now = self.stamp();
            let Some(due) = self.turns.due().filter(|due| self.instant(*due) <= now) else { break };
            if let Due::Timer(at) = due {
                self.alarm.borrow_mut().lateness.add(now.saturating_sub(at));
            }
            self.turns.pass(&lab);
        }
        self.go_on();
    }

    /// Lets in whose turn it is; else lets time pass.
    fn go_on(&self) {
        let Some(lab) = self.lab().filter(|_| self.is_running()) else { return };
        if let Some(task) = self.turns.turn(&lab) {
            self.let_in(task);
        } else if self.turns.is_occupied() {
            self.block();
        } else if let Some(due) = self.turns.due() {
            let wait = self.instant(due).saturating_sub(self.stamp());
            let speed = self.clock.borrow().speed;
            self.alarm.borrow_mut().arm(wait, speed);
        }
    }

    /// Has the browser poll a task.
    fn let_in(&self, task: TaskId) {
        let waker = self.wakers.borrow().get(task as usize).cloned().flatten();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Blocks the page, as computing does, until that is over or others must have a turn.
    fn block(&self) {
        let end = self.answered_ms.get() + LONGEST_BLOCK_MS;
        while self.stamp() < self.free_at.get() {
            if dom::now_ms() >= end {
                // Input and painting have their turn; the tasks do not.
                self.alarm.borrow().call_soon();
                return;
            }
        }
        self.pass_time();
    }

    /// When the clock has come to what is due.
    fn instant(&self, due: Due) -> Micros {
        match due {
            // What computes takes as long as it takes, however late it began.
            Due::Computed(_) => self.free_at.get(),
            Due::Timer(at) | Due::Press(at) => at,
        }
    }
}

impl Host for BrowserHost {
    fn now(&self) -> Micros {
        self.turns.now()
    }

    fn stamp(&self) -> Micros {
        self.clock.borrow().now(dom::now_ms())
    }

    fn spawn(&self, task: TaskId, work: Recorded) {
        self.turns.spawn(task);
        wasm_bindgen_futures::spawn_local(Gate::new(self.this.clone(), task, work));
    }

    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        self.turns.wake_at(at, waker)
    }

    fn cancel(&self, wakeup: Wakeup) {
        self.turns.cancel(wakeup);
    }

    fn occupy(&self, task: TaskId, span: Micros) -> Micros {
        let until = self.turns.occupy(task, span);
        self.free_at.set(self.stamp().saturating_add(until - self.turns.now()));
        until
    }

    fn thread(&self) -> u32 {
        0
    }
}

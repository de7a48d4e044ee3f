//! The deterministic executor: a clock that jumps, simulated threads, a pluggable schedule.

mod bounds;
mod world;

use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};

use crate::host::Host;
use crate::lab::Lab;
use crate::schedule::Schedule;
use crate::task::Recorded;
use crate::trace::*;
use crate::woken::{Queued, Woken};
pub use bounds::Bounds;
use world::{Due, World};

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Call [`VirtualHost::advance`] again.
    More,
    /// The run is over; [`VirtualHost::into_trace`] has it all.
    Over,
}

/// Carries one run from its arguments to its trace, in virtual time.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use lab::{Outcome, Run, VirtualHost};
///
/// let host = VirtualHost::new(Run::default(), 1, |lab| async move {
///     let nap = lab.spawn("nap", lab.sleep(Duration::from_secs(60)));
///     nap.await;
/// });
/// let trace = host.finish();
/// assert_eq!(trace.outcome, Outcome::Finished);
/// assert_eq!(trace.end(), 60_000_000);
/// ```
pub struct VirtualHost {
    lab: Lab,
    world: Rc<World>,
    tasks: Vec<Option<Live>>,
    alive: usize,
    threads: Vec<Option<TaskId>>,
    ready: VecDeque<TaskId>,
    /// Whose computing is over. They have their threads still, so they go on before others.
    computed: VecDeque<(TaskId, usize)>,
    woken: Arc<Woken>,
    /// Who was woken when it was last looked at.
    taken: Vec<TaskId>,
    queued: Queued,
    script: std::iter::Peekable<std::vec::IntoIter<ScriptEntry>>,
    schedule: Box<dyn Schedule>,
    bounds: Bounds,
}

/// A task that has not ended.
struct Live {
    work: Recorded,
    waker: Waker,
    /// It occupies a thread; wakes change nothing until that is over.
    computing: bool,
}

impl VirtualHost {
    /// Sets up `run` on so many simulated threads (at least one). Nothing is polled yet.
    pub fn new<F, S>(run: Run, threads: u32, scenario: S) -> Self
    where
        S: FnOnce(Lab) -> F,
        F: Future<Output = ()> + 'static,
    {
        let woken = Arc::<Woken>::default();
        let world = Rc::new(World::new(Arc::clone(&woken)));
        let schedule = run.schedule.build(run.seed);
        let mut script = run.script.clone();
        script.sort_by_key(|entry| entry.at);
        let lab = Lab::new(run, Rc::clone(&world) as Rc<dyn Host>);
        lab.spawn("main", scenario(lab.clone()));
        VirtualHost {
            lab,
            world,
            tasks: Vec::new(),
            alive: 0,
            threads: vec![None; threads.max(1) as usize],
            ready: VecDeque::new(),
            computed: VecDeque::new(),
            woken,
            taken: Vec::new(),
            queued: Queued::default(),
            script: script.into_iter().peekable(),
            schedule,
            bounds: Bounds::default(),
        }
    }

    /// Other bounds than the default.
    pub fn bounded(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// Another schedule than the run's own, such as an explorer's.
    pub fn scheduled(mut self, schedule: Box<dyn Schedule>) -> Self {
        self.schedule = schedule;
        self
    }

    /// Runs to the end.
    pub fn finish(mut self) -> Trace {
        while self.advance(usize::MAX) == Progress::More {}
        self.into_trace()
    }

    /// Takes at most `steps` steps; a step polls one task or lets the timers of one instant pass.
    pub fn advance(&mut self, steps: usize) -> Progress {
        for _ in 0..steps {
            if self.lab.recorder().sealed() {
                return Progress::Over;
            }
            if let Some(outcome) = self.step() {
                self.lab.seal(outcome);
                return Progress::Over;
            }
        }
        Progress::More
    }

    /// How many events there are so far.
    pub fn events(&self) -> usize {
        self.lab.events()
    }

    /// The handle the scenario holds too.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The trace as far as the run has come.
    pub fn into_trace(self) -> Trace {
        if !self.lab.recorder().sealed() {
            self.lab.seal(Outcome::Running);
        }
        self.lab.take_trace()
    }

    /// One step; the outcome once there is no next one.
    fn step(&mut self) -> Option<Outcome> {
        self.take_in();
        if self.lab.events() >= self.bounds.events {
            return Some(Outcome::OutOfEvents);
        }
        if let Some((task, thread)) = self.computed.pop_front() {
            return self.poll(task, thread);
        }
        let free = self.threads.iter().position(Option::is_none);
        if let (Some(thread), false) = (free, self.ready.is_empty()) {
            let choice =
                if self.ready.len() == 1 { 0 } else { self.schedule.pick(self.ready.len()) };
            // Mostly it is the first, which costs less than to look whether others have to move.
            let task = match choice {
                0 => self.ready.pop_front(),
                later => self.ready.remove(later),
            }?;
            return self.poll(task, thread);
        }
        self.pass_time()
    }

    /// Takes in what was spawned and what was woken since the last step, in the order of the calls.
    fn take_in(&mut self) {
        if !self.woken.any() {
            return;
        }
        for (id, work) in self.world.spawned.take() {
            let waker = Waker::from(self.queued.begin(id, &self.woken));
            self.tasks.resize_with(self.tasks.len().max(id as usize + 1), || None);
            self.tasks[id as usize] = Some(Live { work, waker, computing: false });
            self.alive += 1;
        }
        let mut taken = std::mem::take(&mut self.taken);
        self.woken.take_into(&mut taken);
        for id in &taken {
            self.line_up(*id);
        }
        self.taken = taken;
    }

    /// A task that was woken stands in line for a thread, unless it occupies one.
    fn line_up(&mut self, id: TaskId) {
        let live = self.tasks.get(id as usize).and_then(Option::as_ref);
        if live.is_some_and(|live| !live.computing) {
            self.lab.ready(id);
            self.ready.push_back(id);
        }
    }

    /// Polls a task on a thread.
    fn poll(&mut self, task: TaskId, thread: usize) -> Option<Outcome> {
        let live = self.tasks.get_mut(task as usize)?.as_mut()?;
        live.computing = false;
        self.queued.unqueue(task);
        self.world.thread.set(thread as u32);
        self.world.polled.set((task, live.waker.data()));
        self.world.occupied.set(None);
        let mut cx = Context::from_waker(&live.waker);
        let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(&mut live.work).poll(&mut cx)));
        let polled = match polled {
            Ok(polled) => polled,
            Err(panic) => {
                self.lab.recorder().set_current(None);
                return Some(Outcome::Panicked { task, message: words_of(&*panic) });
            }
        };
        self.threads[thread] = None;
        if polled.is_ready() {
            self.tasks[task as usize] = None;
            self.alive -= 1;
        } else if let Some(until) = self.world.occupied.take().filter(|at| *at > self.world.now()) {
            live.computing = true;
            self.threads[thread] = Some(task);
            self.world.timers.borrow_mut().add(until, Due::Computed(task, thread));
        }
        None
    }

    /// Lets the next entry of the script pass, or the next timers.
    fn pass_time(&mut self) -> Option<Outcome> {
        if self.alive == 0 {
            return Some(Outcome::Finished);
        }
        let timer = self.world.timers.borrow_mut().next_at();
        let script = self.script.peek().map(|entry| entry.at);
        let next = match (timer, script) {
            (None, None) => return Some(self.lab.stuck()),
            (timer, script) => timer.unwrap_or(Micros::MAX).min(script.unwrap_or(Micros::MAX)),
        };
        if next > self.bounds.time {
            return Some(Outcome::OutOfTime);
        }
        self.world.now.set(next.max(self.world.now()));
        if script == Some(next) {
            let entry = self.script.next()?;
            self.lab.press(Press { action: entry.action, argument: entry.argument });
            return None;
        }
        self.pass(next);
        None
    }

    /// Lets the timers of an instant pass, all of them: whoever waited for it wants a thread at it,
    /// and the schedule picks among them.
    fn pass(&mut self, at: Micros) {
        while let Some(due) = self.world.due(at) {
            match due {
                Due::Ready(task) => {
                    if self.queued.queue(task) {
                        self.line_up(task);
                    }
                }
                Due::Wake(waker) => {
                    waker.wake();
                    self.take_in();
                }
                Due::Computed(task, thread) => self.computed.push_back((task, thread)),
            }
        }
    }
}

impl std::fmt::Debug for VirtualHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VirtualHost").field("lab", &self.lab).finish_non_exhaustive()
    }
}

impl Drop for VirtualHost {
    fn drop(&mut self) {
        // Dropping what is left is not part of the run.
        if !self.lab.recorder().sealed() {
            self.lab.seal(Outcome::Running);
        }
    }
}

/// What a panic said.
fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

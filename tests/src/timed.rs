//! A case whose time goes on.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use patterns::ManualTimer;

use crate::{Case, pause};

/// A case whose time goes on, a millisecond a turn, until its tasks are over.
#[derive(Debug)]
pub struct Timed {
    /// The case, for what its clock does not wait for.
    pub case: Case,
    /// Its clock.
    pub timer: ManualTimer,
    /// Tasks that are not over.
    left: Arc<AtomicUsize>,
}

impl Timed {
    /// Nothing yet, at instant zero.
    pub fn new() -> Self {
        let case = Case::new();
        let timer = case.timer();
        Self { case, timer, left: Arc::default() }
    }

    /// Adds a task; time goes on until it is over.
    pub fn task(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.named("task", task);
    }

    /// Adds a task that the ledger knows by this name.
    pub fn named(
        &mut self,
        name: impl Into<String>,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        self.left.fetch_add(1, SeqCst);
        let left = self.left.clone();
        self.case.named(name, async move {
            task.await;
            left.fetch_sub(1, SeqCst);
        });
    }

    /// The whole case, with what must hold once its tasks are over.
    pub fn judged(mut self, verdict: impl FnOnce() + 'static) -> Case {
        let (timer, left, ledger) = (self.timer, self.left, self.case.ledger());
        self.case.named("time", async move {
            while left.load(SeqCst) > 0 {
                {
                    // Time stands still during a step.
                    let _page = ledger.page();
                    timer.advance(Duration::from_millis(1));
                }
                pause().await;
            }
        });
        self.case.verdict(verdict);
        self.case
    }
}

impl Default for Timed {
    fn default() -> Self {
        Self::new()
    }
}

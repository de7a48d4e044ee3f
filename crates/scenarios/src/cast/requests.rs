//! Requests at a door: those that arrive, and those of a rush.

use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use lab::{Actions, Arrival, ItemId, Lab, Receiver};
use patterns::Clock;

/// So many requests come at once when the user takes the action `rush`.
const RUSH: u32 = 8;

/// The requests of a run: each as it arrives, and more at once whenever the user says `rush`.
#[derive(Debug)]
pub struct Requests {
    lab: Lab,
    arrivals: std::iter::Peekable<std::vec::IntoIter<Arrival>>,
    rushes: Actions,
    rushing: u32,
    last: ItemId,
}

impl Requests {
    /// Those that arrive so.
    pub fn new(lab: &Lab, arrivals: Vec<Arrival>) -> Self {
        let arrivals = arrivals.into_iter().peekable();
        Requests { lab: lab.clone(), arrivals, rushes: lab.actions("rush"), rushing: 0, last: 0 }
    }

    /// Waits for the next request, numbered from 1; none after the last that arrives.
    pub async fn next(&mut self) -> Option<ItemId> {
        if self.rushing == 0 {
            self.wait().await?;
        }
        self.rushing = self.rushing.saturating_sub(1);
        self.last += 1;
        Some(self.last)
    }

    async fn wait(&mut self) -> Option<()> {
        let at = Duration::from_micros(self.arrivals.peek()?.at);
        let arrives = std::pin::pin!(self.lab.sleep(at.saturating_sub(self.lab.now())));
        match select(arrives, self.rushes.next()).await {
            Either::Left(_) => drop(self.arrivals.next()),
            Either::Right(_) => self.rushing = RUSH,
        }
        Some(())
    }
}

/// Answers one call after another; each takes so long.
pub async fn server(lab: Lab, mut calls: Receiver<ItemId>, span: Duration) {
    while let Some(call) = calls.next().await {
        if !span.is_zero() {
            lab.sleep(span).await;
        }
        lab.done(call);
    }
}

//! Requests on their way: those that arrive, and those of a rush.

use std::collections::VecDeque;
use std::iter::StepBy;
use std::ops::{Range, RangeFrom};
use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use lab::{Actions, Arrival, ItemId, Lab, Receiver};
use patterns::Clock;

/// So many more requests come at once when the user takes the action `rush`.
pub const RUSH: u32 = 8;

/// The requests of a run, or the share of one of several who take them in. They are numbered from 1
/// in the order in which they arrive; those of a rush come after.
#[derive(Debug)]
pub struct Requests {
    lab: Lab,
    due: VecDeque<(ItemId, Duration)>,
    rushes: Actions,
    /// Its share of a rush, and the numbers that are left for it.
    share: StepBy<Range<u32>>,
    numbers: StepBy<RangeFrom<ItemId>>,
}

impl Requests {
    /// All that arrive so.
    pub fn new(lab: &Lab, arrivals: &[Arrival]) -> Self {
        Self::shared(lab, arrivals, 0, 1)
    }

    /// What comes to producer `n`, from 0, if `producers` get the arrivals in turn.
    pub fn shared(lab: &Lab, arrivals: &[Arrival], n: u32, producers: u32) -> Self {
        let step = producers as usize;
        let own = (1..).zip(arrivals).skip(n as usize).step_by(step);
        Requests {
            lab: lab.clone(),
            due: own.map(|(item, of)| (item, Duration::from_micros(of.at))).collect(),
            rushes: lab.actions("rush"),
            share: (n..RUSH).step_by(step),
            numbers: (arrivals.len() as ItemId + 1 + n..).step_by(step),
        }
    }

    /// The next request, once it is there, and when it arrived: that is earlier if nobody asked.
    /// `None` after the last.
    pub async fn next(&mut self) -> Option<(ItemId, Duration)> {
        loop {
            let (_, at) = self.due.front()?;
            let arrives = self.lab.sleep(at.saturating_sub(self.lab.now()));
            match select(self.rushes.next(), arrives).await {
                Either::Right(_) => return self.due.pop_front(),
                Either::Left(_) => {
                    let now = self.lab.now();
                    let numbers = self.share.clone().zip(&mut self.numbers);
                    let more: Vec<_> = numbers.map(|(_, item)| (item, now)).collect();
                    more.into_iter().rev().for_each(|each| self.due.push_front(each));
                }
            }
        }
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

//! Requests on their way to a producer, the user's rushes among them.

use std::collections::VecDeque;
use std::iter::StepBy;
use std::ops::{Range, RangeFrom};
use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use lab::{Actions, Arrival, ItemId, Lab};
use patterns::{Clock, Context, until};

/// So many more requests come at once when the user takes the action `rush`.
const RUSH: u32 = 8;

/// Requests on their way to one of several producers. They are numbered from 1 in the order in
/// which they arrive; those of a rush come after.
#[derive(Debug)]
pub struct Coming {
    lab: Lab,
    requests: VecDeque<(ItemId, Duration)>,
    rushes: Actions,
    /// Its share of a rush, and the numbers that are left for it.
    share: StepBy<Range<u32>>,
    numbers: StepBy<RangeFrom<ItemId>>,
}

impl Coming {
    /// What comes to producer `n`, from 0, if `producers` get the arrivals in turn.
    pub fn new(lab: &Lab, arrivals: &[Arrival], n: u32, producers: u32) -> Self {
        let step = producers as usize;
        let own = (1..).zip(arrivals).skip(n as usize).step_by(step);
        Coming {
            lab: lab.clone(),
            requests: own.map(|(item, of)| (item, Duration::from_micros(of.at))).collect(),
            rushes: lab.actions("rush"),
            share: (n..RUSH).step_by(step),
            numbers: (arrivals.len() as ItemId + 1 + n..).step_by(step),
        }
    }

    /// The next request, once it is there, and when it arrived: that is earlier if nobody asked.
    /// `None` after the last, and on cancel.
    pub async fn next(&mut self, context: &Context) -> Option<(ItemId, Duration)> {
        loop {
            let (_, at) = self.requests.front()?;
            let arrives = self.lab.sleep(at.saturating_sub(self.lab.now()));
            match until(context, select(self.rushes.next(), arrives)).await.ok()? {
                Either::Right(_) => return self.requests.pop_front(),
                Either::Left(_) => {
                    let now = self.lab.now();
                    let numbers = self.share.clone().zip(&mut self.numbers);
                    let more: Vec<_> = numbers.map(|(_, item)| (item, now)).collect();
                    more.into_iter().rev().for_each(|each| self.requests.push_front(each));
                }
            }
        }
    }
}

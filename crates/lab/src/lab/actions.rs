//! What the user does, as the scenario hears of it.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::Stream;

use super::Lab;
use crate::trace::*;

impl Lab {
    /// Calls `handler` each time the action is taken, before any task goes on.
    pub fn on(&self, action: &'static str, handler: impl Fn(&Press) + 'static) {
        self.0.presses.borrow_mut().handlers.push((action, Rc::new(handler)));
    }

    /// Resolves when the action is taken, or at once if it was taken before.
    pub fn action(&self, action: &'static str) -> impl Future<Output = Press> + use<> {
        let mut presses = self.actions(action);
        std::future::poll_fn(move |cx| match Pin::new(&mut presses).poll_next(cx) {
            Poll::Ready(Some(press)) => Poll::Ready(press),
            _ => Poll::Pending,
        })
    }

    /// Every taking of the action, from the first of the run on.
    pub fn actions(&self, action: &'static str) -> Actions {
        Actions { lab: self.clone(), action, seen: Cell::new(0) }
    }

    /// Takes an action: for hosts, when the user pressed the button.
    pub fn press(&self, press: Press) {
        let acted = || EventKind::Acted { press: Box::new(press.clone()) };
        self.recorder().record(None, self.stamp(), None, acted);
        let (handlers, waiting) = {
            let mut presses = self.0.presses.borrow_mut();
            presses.past.push(press.clone());
            (presses.handlers.clone(), std::mem::take(&mut presses.waiting))
        };
        for (action, handler) in &handlers {
            if *action == press.action {
                handler(&press);
            }
        }
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[derive(Default)]
pub(super) struct Presses {
    past: Vec<Press>,
    waiting: Vec<Waker>,
    handlers: Vec<Handler>,
}

/// What is called when an action is taken, by the action's slug.
type Handler = (&'static str, Rc<dyn Fn(&Press)>);

/// See [`Lab::actions`].
#[derive(Debug)]
pub struct Actions {
    lab: Lab,
    action: &'static str,
    seen: Cell<usize>,
}

impl Stream for Actions {
    type Item = Press;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Press>> {
        let mut presses = self.lab.0.presses.borrow_mut();
        let next = presses.past.iter().skip(self.seen.get());
        let found = next.enumerate().find(|(_, press)| press.action == self.action);
        if let Some((skipped, press)) = found {
            self.seen.set(self.seen.get() + skipped + 1);
            return Poll::Ready(Some(press.clone()));
        }
        self.seen.set(presses.past.len());
        if !presses.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            presses.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

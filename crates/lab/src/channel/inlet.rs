//! A traced sender as the inlet of a strategy.

use std::task::{Context, Poll};

use patterns::Inlet;
use patterns::channel::{SendError, TrySendError};

use super::Sender;
use crate::item::Carries;
use crate::trace::Wait;

/// So that a strategy may be put before it. What is evicted is written as lost; what is refused is
/// back in the hands of the task, which says what becomes of it.
impl<T: Carries> Inlet<T> for Sender<T> {
    fn poll_send(
        &mut self,
        cx: &mut Context<'_>,
        value: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>> {
        let item = value.item();
        let polled = self.inner.poll_send(cx, value);
        match &polled {
            Poll::Pending => {
                self.shared.lab.wait(self.shared.id, Wait::Send, self.shared.lab.task_site());
            }
            Poll::Ready(sent) => {
                self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
                if sent.is_ok() {
                    self.shared.sent(self.shared.lab.current_task(), self.shared.here(), item);
                }
            }
        }
        polled
    }

    fn step_aside(&mut self) {
        self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
        self.inner.step_aside();
    }

    fn try_send(&mut self, value: T) -> Result<(), TrySendError<T>> {
        self.try_from(self.shared.here(), value)
    }

    fn force_send(&mut self, value: T) -> Result<Option<T>, TrySendError<T>> {
        self.force_from(self.shared.here(), value)
    }
}

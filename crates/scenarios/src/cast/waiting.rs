//! Those who wait until it is their turn.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use lab::{Lab, Loss};
use patterns::{Canceller, Clock, Context, until};

/// Those who wait now, who can be told to give up.
#[derive(Clone, Debug)]
pub struct Waiting(Rc<RefCell<(Context, Canceller)>>);

impl Waiting {
    /// Nobody yet; whoever waits when `action` is taken gives up.
    pub fn told_by(lab: &Lab, action: &'static str) -> Self {
        let waiting = Waiting(Rc::new(RefCell::new(Context::root())));
        let told = waiting.clone();
        lab.on(action, move |_| {
            let (_, canceller) = told.0.replace(Context::root());
            canceller.cancel();
        });
        waiting
    }

    /// The context of somebody who begins to wait now.
    pub fn context(&self) -> Context {
        self.0.borrow().0.clone()
    }

    /// Waits, and takes what is then there; waits again if that is not enough, until `by`.
    pub async fn again_and_again(
        &self,
        lab: &Lab,
        first: Duration,
        by: Duration,
        take: impl Fn() -> Result<(), Duration>,
    ) -> Result<(), Loss> {
        let (context, mut wait) = (self.context(), first);
        while lab.now().saturating_add(wait) <= by {
            until(&context, lab.sleep(wait)).await.map_err(|_| Loss::Cancelled)?;
            match take() {
                Ok(()) => return Ok(()),
                Err(longer) => wait = longer,
            }
        }
        Err(Loss::Refused)
    }
}

//! A bucket of tokens that is shown.

use std::cell::RefCell;
use std::rc::Rc;

use lab::{Lab, Level, Micros, ResourceId, State};
use patterns::{Clock, Decision, Limiter, Rate, TokenBucket};

/// A token bucket, and the picture of it; without a rate it lets everything through.
#[derive(Clone, Debug)]
pub struct Bucket(Option<Rc<Inner>>);

#[derive(Debug)]
struct Inner {
    lab: Lab,
    id: ResourceId,
    rate: u32,
    bucket: RefCell<TokenBucket>,
}

impl Bucket {
    /// A full one, shown as `tokens`: `rate` a second, `burst` at once.
    pub fn new(lab: &Lab, rate: u32, burst: u32) -> Self {
        let make = || {
            let bucket = RefCell::new(TokenBucket::new(Rate::per_second(rate), burst));
            let (lab, id) = (lab.clone(), lab.shown("tokens"));
            let inner = Inner { lab, id, rate, bucket };
            inner.show();
            Rc::new(inner)
        };
        Bucket((rate > 0).then(make))
    }

    /// Asks for a token.
    pub fn ask(&self) -> Decision {
        let Some(inner) = &self.0 else { return Decision::Admitted };
        let asked = inner.bucket.borrow_mut().ask(inner.lab.now(), 1);
        let decision = asked.unwrap_or(Decision::Refused { retry_after: None });
        if decision == Decision::Admitted {
            inner.show();
        }
        decision
    }
}

impl Inner {
    fn show(&self) {
        let (now, bucket) = (self.lab.now(), self.bucket.borrow());
        let to = bucket.next_token(now).map(|to| to.as_nanos().div_ceil(1_000) as Micros);
        let span = 1_000_000 / u64::from(self.rate);
        let next = to.map(|to| (to.saturating_sub(span), to));
        let level = Level { held: bucket.tokens(now), size: bucket.limit(), next };
        self.lab.show(self.id, State::Level(level));
    }
}

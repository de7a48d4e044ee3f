//! A clock that shows anything: nobody gets more for it, and nobody sooner.

use super::both::Both;
use crate::limit_model::{Kind, Model, duration, settings, step, units};
use crate::support::{Rng, pause};
use patterns::{Clock, Decision, Limit, NotAdmitted, Rule, Timer};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A clock that shows anything, and wakes whenever it likes.
#[derive(Clone, Default)]
struct Wild(Arc<Mutex<Duration>>);

impl Clock for Wild {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

impl Timer for Wild {
    fn sleep(&self, _span: Duration) -> impl Future<Output = ()> {
        pause()
    }
}

/// By a clock that also runs backwards nobody gets more than there is, nobody is overtaken, and the
/// books are right.
pub(super) fn wild<R: Rule + Clone + 'static>(
    seed: u64,
    kind: Kind,
    make: impl Fn(&Model) -> Limit<R>,
) {
    let mut rng = Rng(seed);
    let model = settings(&mut rng, kind);
    let clock = Wild::default();
    let limiter = make(&model);
    let mut both = Both::new(model, limiter, clock.clone());
    let (mut now, mut hint) = (0, None);
    for _ in 0..4 + rng.below(12) {
        let units = units(&mut rng, both.model.limit);
        match rng.below(8) {
            0..=2 => {
                let by = duration(step(&mut rng, now, both.model.span, hint));
                match both.shared.reserve(units, (rng.below(2) == 0).then_some(by)) {
                    Ok(place) => both.line.push(place),
                    Err(NotAdmitted::TooLate { retry_after }) => hint = retry_after,
                    Err(_) => assert!(units > both.model.limit),
                }
            }
            3..=4 => {
                // Nobody comes before: the limiter itself is asked, and has seen this instant.
                if both.wanted().is_empty() {
                    both.seen = both.seen.max(now);
                }
                let decision = both.shared.ask(units);
                match decision {
                    Ok(Decision::Admitted) => {
                        // There is enough for all who are before as well.
                        let seen = both.seen.max(now);
                        let all = both.wanted().into_iter().fold(units, u32::saturating_add);
                        assert!(
                            units == 0 || both.model.admits(seen, all),
                            "somebody is overtaken"
                        );
                        both.admit(now, units);
                    }
                    Ok(Decision::Refused { retry_after }) => {
                        hint = retry_after;
                    }
                    Err(_) => assert!(units > both.model.limit),
                }
            }
            5..=6 => _ = both.look(now),
            _ => both.give_up(&mut rng),
        }
        assert_eq!(both.shared.waiting(), both.wanted().len());
        assert_eq!(u128::from(both.shared.counts().admitted), both.model.sum(|_| true));
        now = step(&mut rng, now, both.model.span, hint);
        *clock.0.lock().unwrap() = duration(now);
    }
}

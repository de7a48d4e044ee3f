//! Limiters that tasks share on every executor: asked, and waited for in line.

#![cfg(not(target_arch = "wasm32"))]

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use futures::future::select;
use lab::invariant::{self, Allowance, Checked, Gate};
use lab::{EventKind, ResourceKind, Trace};
use patterns::{
    Context, Decision, FixedWindow, Limiter, NotAdmitted, Rate, SharedLimiter, SlidingCounter,
    SlidingLog, Timer, TokenBucket,
};
use tests::{Case, Page, Timed, everywhere};

const LIMIT: u32 = 3;
const SPAN: Duration = Duration::from_millis(10);
const GATE: Gate<'_> = Gate::Shown("limiter");

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Tasks that ask for one as they come, or wait in line for it; some give up in mid-wait. `claim` is
/// told whether they wait.
fn asked<L>(seed: u64, waits: bool, limiter: L, claim: fn(&Trace, bool) -> Checked) -> Case
where
    L: Limiter + Clone + Send + 'static,
{
    let mut case = Timed::new();
    let ledger = case.case.ledger();
    let id = ledger.resource("limiter", ResourceKind::Shown);
    let shared = SharedLimiter::new(limiter, case.timer.clone());
    for name in 0..3_u32 {
        let (ledger, shared, timer) = (ledger.clone(), shared.clone(), case.timer.clone());
        case.task(async move {
            for item in 100 * name..100 * name + 6 {
                timer.sleep(ms((seed ^ u64::from(item).wrapping_mul(0x9e37_79b9)) % 4)).await;
                let decided = move |page: &mut Page<'_>, admitted| {
                    page.write(EventKind::Decided { resource: id, item, admitted });
                };
                if !waits {
                    let mut page = ledger.page();
                    let decision = shared.ask(1).expect("one is not too many");
                    decided(&mut page, decision == Decision::Admitted);
                    continue;
                }
                // Nobody waits whose turn would come too late; some are called away before.
                let (root, canceller) = Context::root();
                let (context, ..) = root.with_timeout(timer.clone(), ms(15));
                let wait = ledger.step(shared.wait(&context, 1), |page, told| match told {
                    Ok(()) => decided(page, true),
                    Err(NotAdmitted::Excessive(excessive)) => panic!("{excessive}"),
                    Err(_) => {}
                });
                let called_away = async {
                    if item.is_multiple_of(4) {
                        timer.sleep(ms(2)).await;
                        canceller.cancel();
                    }
                    pending::<()>().await;
                };
                let _ended = select(pin!(wait), pin!(called_away)).await;
            }
        });
    }
    case.case.holds(move |trace| claim(trace, waits));
    case.judged(move || assert_eq!(shared.waiting(), 0, "nobody is left in line"))
}

/// Everywhere, asked and waited for.
fn check<L>(limiter: impl Fn() -> L, claim: fn(&Trace, bool) -> Checked)
where
    L: Limiter + Clone + Send + 'static,
{
    everywhere(|seed| asked(seed, seed % 2 == 1, limiter(), claim));
}

#[test]
fn a_bucket_admits_its_burst_and_its_rate_over_any_stretch() {
    check(
        || TokenBucket::new(Rate::new(LIMIT, SPAN), LIMIT),
        |trace, _| {
            let of = Allowance { rate: Rate::new(LIMIT, SPAN), burst: LIMIT, units: 1 };
            invariant::admitted_at_rate(trace, GATE, of, |_| Some(0))
        },
    );
}

#[test]
fn a_fixed_window_fills_each_window_of_its_grid_and_no_more() {
    check(
        || FixedWindow::new(LIMIT, SPAN),
        |trace, waits| {
            invariant::admitted_in_aligned_windows(trace, GATE, LIMIT, SPAN)?;
            if waits {
                return Ok(());
            }
            invariant::refused_only_in_full_windows(trace, GATE, LIMIT, SPAN)
        },
    );
}

#[test]
fn a_log_fills_any_window_and_no_more() {
    check(
        || SlidingLog::new(LIMIT, SPAN),
        |trace, waits| {
            invariant::admitted_in_any_window(trace, GATE, LIMIT, SPAN)?;
            if waits {
                return Ok(());
            }
            invariant::refused_only_when_full(trace, GATE, LIMIT, SPAN)
        },
    );
}

#[test]
fn a_counter_admits_by_the_weight_of_two_windows() {
    check(
        || SlidingCounter::new(LIMIT, SPAN),
        |trace, waits| {
            invariant::admitted_by_weight(trace, GATE, LIMIT, SPAN)?;
            if waits {
                return Ok(());
            }
            invariant::refused_only_by_weight(trace, GATE, LIMIT, SPAN)
        },
    );
}

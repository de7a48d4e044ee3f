//! Knobs at which instants meet that are computed in different ways.

use lab::Outcome;
use scenarios::Link;

/// A run as a link has it, to its end: it breaks nothing.
fn holds(link: &str) {
    let (link, notices) = Link::parse(link);
    assert!(notices.is_empty(), "#{link}: {notices:?}");
    let trace = link.setup.finish();
    let broken: Vec<_> = trace.claims.iter().filter(|claim| !claim.holds).collect();
    assert!(broken.is_empty(), "#{link}: {broken:?}");
    assert_eq!(trace.outcome, Outcome::Finished, "#{link}");
}

/// Who waits for all that a bucket holds gets it when the clock has ticked; what comes between the
/// exact instant and that tick does not fit in.
#[test]
fn whoever_is_refused_by_a_tick_of_the_clock_is_refused_for_a_reason() {
    for burst in 1..=3 {
        for units in 1..=burst {
            for rate in [3, 6, 7, 9, 11, 12, 13] {
                for patience in [300, 500, 1_000] {
                    for requests in [24, 80, 120] {
                        holds(&format!(
                            "/token-bucket?burst={burst}&units={units}&rate={rate}\
                             &patience={patience}&requests={requests}"
                        ));
                    }
                }
            }
        }
    }
    holds("/token-bucket?burst=5&units=5");
}

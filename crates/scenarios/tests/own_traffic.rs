//! A limiter decides on the reader's own arrivals to the last, as many as there may be.

use lab::{Arrival, Outcome};
use scenarios::traffic::MOST;
use scenarios::{Group, SCENARIOS, Setup};

/// Over ten seconds, several at an instant now and then, from two hundred clients.
fn traffic(arrivals: u64) -> Vec<Arrival> {
    let arrival = |n: u64| Arrival {
        at: n * n % 7 + 10_000_000 / arrivals * (n - n % 3),
        key: (n * 7_919 % 200) as u32,
    };
    let mut traffic: Vec<_> = (0..arrivals).map(arrival).collect();
    traffic.sort_by_key(|arrival| arrival.at);
    traffic
}

/// `correct` of every limiter, with so many arrivals of the reader's own.
fn correct_holds(arrivals: u64) {
    for scenario in SCENARIOS.iter().filter(|scenario| scenario.group == Group::Limits) {
        let Some((place, field)) = scenario.field("arrivals") else { continue };
        let Ok(yours) = field.parse("yours") else { continue };
        let mut setup = Setup { traffic: traffic(arrivals).into(), ..Setup::new(scenario) };
        setup.values[place] = yours;
        let trace = setup.finish();
        let slug = scenario.slug;
        assert_eq!(trace.outcome, Outcome::Finished, "{slug}: {} events", trace.events.len());
        let broken: Vec<_> = trace.claims.iter().filter(|claim| !claim.holds).collect();
        assert!(broken.is_empty(), "{slug}: {broken:?}");
    }
}

#[test]
fn correct_holds_with_the_most_arrivals_that_are_read() {
    correct_holds(MOST as u64);
}

#[test]
fn correct_holds_with_few_arrivals() {
    correct_holds(1);
    correct_holds(30);
}

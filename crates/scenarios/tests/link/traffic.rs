//! Arrivals of the reader's own in a link.

use scenarios::traffic::{self, Origin};
use scenarios::{Link, Notice, find};

#[test]
fn a_short_trace_travels_in_the_link_and_a_long_one_is_named() {
    let scenario = find("token-bucket").expect("a scenario with arrivals");
    let read = |count: u32| {
        let lines: String =
            (0..count).map(|n| format!("{}.{:06}\n", n * 7, n * 7_919 % 999_983)).collect();
        traffic::read(lines.as_bytes()).expect("traffic").traffic
    };
    let mut link = Link::new(scenario);
    let (place, yours) = scenario.takes_traffic().expect("it takes traffic");
    link.setup.values[place] = yours;
    link.set_traffic(Some(&read(100)));
    assert!(link.origin.travels());
    assert_eq!(Link::parse(&link.to_string()), (link.clone(), Vec::new()));

    let long = read(5_000);
    link.set_traffic(Some(&long));
    assert!(!link.origin.travels());
    let (opened, notices) = Link::parse(&link.to_string());
    assert_eq!(opened.origin, Origin::File(long.fingerprint()));
    assert!(opened.setup.traffic.is_empty());
    assert_eq!(notices, [Notice::NeedsFile { count: 5_000 }]);
    assert_eq!(opened.to_string(), link.to_string());

    link.setup.values[place] = scenario.fields[place].default;
    assert!(!link.to_string().contains("traffic"), "what nobody uses stays here: {link}");
}

#[test]
fn traffic_that_cannot_be_used_is_said() {
    for (hash, notice) in [
        ("/token-bucket?arrivals=yours&traffic=what", Notice::BadTraffic),
        ("/token-bucket?arrivals=yours&traffic=2.1.AAAA", Notice::BadTraffic),
        ("/token-bucket?traffic=file.7.00000000", Notice::IdleTraffic),
        ("/worker-pool?traffic=file.7.00000000", Notice::IdleTraffic),
    ] {
        let (link, notices) = Link::parse(hash);
        assert_eq!((link.origin, notices), (Origin::Nowhere, vec![notice]), "{hash}");
    }
}

//! Any node of a context tree can be cancelled, the root as well.

use lab::{EventKind, Outcome, State};
use scenarios::{Link, Setup};

#[test]
fn to_cancel_the_server_ends_the_whole_tree_at_that_instant() {
    let (link, notices) = Link::parse("#/context-tree?do=cancel:server@500");
    assert_eq!(notices, []);
    for variant in 0..link.setup.scenario.variants.len() {
        let trace = Setup { variant, ..link.setup.clone() }.finish();
        let mut trees = trace.events.iter().filter_map(|event| match &event.kind {
            EventKind::Showed { state, .. } => match &**state {
                State::Tree { nodes } => Some(nodes),
                _ => None,
            },
            _ => None,
        });
        let nodes = trees.next_back().expect("it shows a tree");
        let root = nodes[0].ended.as_ref().expect("the server has ended");
        assert_eq!((nodes[0].name.as_str(), root.at), ("server", 500_000));
        assert_eq!(root.words.as_deref(), Some("by hand"));
        if variant == 0 {
            let rest = nodes[1..].iter().filter_map(|node| node.ended.as_ref());
            let rest: Vec<_> =
                rest.filter(|ended| ended.from_above && ended.at == 500_000).collect();
            assert!(rest.len() > 5, "{nodes:?}");
            assert!(trace.claims.iter().all(|claim| claim.holds), "{:?}", trace.claims);
            // Somebody has the thread until then.
            assert!(trace.outcome == Outcome::Finished && trace.end() < 600_000);
        }
    }
}

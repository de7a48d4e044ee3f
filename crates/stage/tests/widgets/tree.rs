//! A tree of scopes, a card each.

use crate::states::one_state;
use crate::{LOW, WIDTHS, shown, words};
use lab::{Node, ResourceKind, State, Trace};
use stage::*;

#[test]
fn a_card_of_a_tree_is_pointed_at_and_says_what_ended_it() {
    let trace = shown::tree();
    let index = Index::new(&trace);
    for width in WIDTHS {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let view = View { height: diagram_least_height(&view).max(420.0), ..view };
        let scene = diagram(&view);
        let parts: Vec<Subject> = scene
            .targets
            .iter()
            .map(|target| target.subject)
            .filter(|subject| matches!(subject, Subject::Part(..)))
            .collect();
        assert_eq!(parts.len(), 5, "at {width}");
        let why = why(&view, parts[2]).expect("a scope has a reason");
        assert_eq!(why.reached_as, None, "it is over");
        let said = "shard 1: cancelled 0.400 s, because search ended, the user closed the tab.";
        assert_eq!(why.say(), said);
        assert_eq!(why.since, 400_000);
    }
}

/// Requests inside of each other, the last of which was cancelled with the one above it.
fn cancelled() -> Trace {
    let node = |name: &str, parent, ended| Node {
        name: name.to_owned(),
        parent,
        from: 0,
        deadline: parent.map(|_| 900_000),
        ended,
    };
    let ended = |from_above| {
        let words = Some("enough".to_owned());
        Some(lab::Ended { at: 1_000, by_deadline: false, from_above, words })
    };
    let nodes = vec![
        node("server", None, None),
        node("request", Some(0), None),
        node("handler 1", Some(1), ended(false)),
        node("query 1", Some(2), ended(true)),
        node("query 2", Some(1), None),
    ];
    one_state(State::Tree { nodes })
}

#[test]
fn a_card_that_was_cancelled_says_why_rather_than_that() {
    let trace = cancelled();
    let index = Index::new(&trace);
    for (width, height, causes) in [(1_440.0, 260.0, 2), (960.0, 260.0, 2), (612.0, 208.0, 1)] {
        let view = View { width, height, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&view);
        let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
        let why = said.iter().filter(|said| said.ends_with("enough")).count();
        let title = 1;
        assert!(why >= causes + title, "at {width}: {said:?}");
    }
}

#[test]
fn an_action_reaches_a_scope_by_its_name_until_it_ends() {
    let trace = shown::tree();
    let index = Index::new(&trace);
    let reached = |at| {
        let cursor = Cursor::at(&trace, at);
        let view = View { cursor, ..View::new(&trace, &index, &Labels::EN) };
        let tree = trace.resources.iter().position(|listed| listed.kind == ResourceKind::Shown);
        let part = Subject::Part(tree.expect("a tree is shown") as u32, 2);
        why(&view, part).expect("a scope has a reason").reached_as
    };
    assert_eq!(reached(399_999).as_deref(), Some("shard 1"));
    assert_eq!(reached(400_000), None);
}

#[test]
fn in_a_low_frame_every_scope_of_a_tree_has_its_card() {
    // A root, a request, three handlers, two queries each.
    let parents = [None, Some(0), Some(1), Some(1), Some(1)].into_iter();
    let parents = parents.chain([2, 2, 3, 3, 4, 4].map(Some));
    let node = |(n, parent)| Node {
        name: format!("scope {n}"),
        parent,
        from: 0,
        deadline: Some(9_000),
        ended: None,
    };
    let nodes: Vec<Node> = parents.enumerate().map(node).collect();
    let scopes = nodes.len();
    let trace = one_state(State::Tree { nodes });
    let index = Index::new(&trace);
    for (width, height) in LOW {
        let view = View { width, height, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&view);
        let is_card = |target: &&Target| matches!(target.subject, Subject::Part(..));
        let cards = scene.targets.iter().filter(is_card).count();
        assert_eq!(cards, scopes);
    }
}

#[test]
fn a_scope_at_its_deadline_says_that_its_time_is_up() {
    let trace = cancelled();
    let index = Index::new(&trace);
    let said = |at| {
        let cursor = Cursor { at, ..Cursor::end(&trace) };
        let view = View { cursor, ..View::new(&trace, &index, &Labels::EN) };
        why(&view, Subject::Part(0, 4)).expect("a scope has a reason").say().to_string()
    };
    assert!(said(899_000).contains("1 ms left"), "{}", said(899_000));
    for at in [900_000, 950_000] {
        assert!(said(at).contains("time is up") && !said(at).contains("left"), "{}", said(at));
    }
}

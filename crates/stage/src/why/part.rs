//! What a resource shows, and a part of that: a scope of a tree.

use lab::{Node, ResourceId, State};

use super::{Why, name};
use crate::labels::fill;
use crate::scene::Subject;
use crate::store::Store;
use crate::text;
use crate::view::View;
use crate::widget::{describe, say_scope};

/// Why a scope is as it is. `None` for what is no scope.
pub(super) fn why(view: &View, about: Subject, resource: ResourceId, part: u32) -> Option<Why> {
    let store = view.index.stores.get(resource as usize)?;
    let latest = store.shows(view.events()).checked_sub(1)?;
    let Some(State::Tree { nodes }) = store.state(view.trace, latest) else { return None };
    let node = nodes.get(part as usize)?;
    // The first state in which it is as it is now: what ended it.
    let event = match &node.ended {
        None => store.show_event(latest),
        Some(ended) => {
            let first = store.shows_by(view.trace, ended.at.saturating_sub(1));
            store.show_event(first.min(latest))
        }
    };
    let since = node.ended.as_ref().map_or(node.from, |ended| ended.at);
    let happened = event.and_then(|event| view.trace.events.get(event));
    Some(Why {
        task: happened.and_then(|event| event.task),
        since,
        event,
        site: event.and_then(|event| super::site_of(view.trace, event)),
        reached_as: node.ended.is_none().then(|| node.name.clone()),
        said: say(view, nodes, node),
        ..Why::about(about)
    })
}

/// What is shown, since when, and who showed it.
pub(super) fn of_shown(view: &View, why: Why, resource: ResourceId, store: &Store) -> Why {
    let name_of = view.terms.shown(&view.trace.resources[resource as usize].name);
    let words = &view.labels.states;
    let shows = store.shows(view.events());
    let next = store.show_event(shows);
    let latest = shows.checked_sub(1);
    let Some(state) = latest.and_then(|place| store.state(view.trace, place)) else {
        return Why { next, said: fill(words.scope, &[&name_of, words.nothing]), ..why };
    };
    let event = latest.and_then(|place| store.show_event(place));
    let happened = event.and_then(|event| view.trace.events.get(event));
    let since = happened.map_or(0, |event| event.at);
    let task = happened.and_then(|event| event.task);
    let said = describe(view, state, view.cursor.at);
    let at = text::seconds(since);
    let said = match task {
        Some(task) => fill(words.by, &[&name_of, &said, &at, name(view.trace, task)]),
        None => fill(words.since, &[&name_of, &said, &at]),
    };
    let previous = shows.checked_sub(2).and_then(|place| store.show_event(place));
    let site = event.and_then(|event| super::site_of(view.trace, event));
    Why { task, since, event, site, previous, next, said, ..why }
}

fn say(view: &View, nodes: &[Node], node: &Node) -> String {
    let words = &view.labels.states;
    let mut said = vec![say_scope(words, node, view.cursor.at)];
    if let Some(ended) = &node.ended {
        let above = node.parent.and_then(|parent| nodes.get(parent as usize));
        if let Some(above) = above.filter(|_| ended.from_above) {
            said.push(fill(words.from_above, &[&view.terms.shown(&above.name)]));
        }
        said.extend(ended.words.as_ref().map(|words| view.terms.shown(words).into_owned()));
    } else if let Some(deadline) = node.deadline {
        said.push(fill(words.until, &[&text::seconds(deadline)]));
    }
    fill(words.scope, &[&view.terms.shown(&node.name), &said.join(", ")])
}

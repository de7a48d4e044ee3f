//! What a resilient pipeline tells of its requests is what can be seen of them.

use std::collections::BTreeSet;

use lab::{EventKind, ItemId, State, TaskId, Trace, Wait};
use scenarios::{Link, Setup, find};

/// Where requests are, as far as events tell.
#[derive(Debug, Default)]
struct Seen {
    queued: BTreeSet<ItemId>,
    served: BTreeSet<ItemId>,
    waiting: BTreeSet<TaskId>,
    /// What the table says: those in the queue, and those that are served.
    told: Option<(usize, usize)>,
}

impl Seen {
    fn take(&mut self, trace: &Trace, place: usize) {
        let event = &trace.events[place];
        let is = |id: u32, name: &str| trace.resources[id as usize].name == name;
        if let (EventKind::Running { .. }, Some(task)) = (&event.kind, event.task) {
            self.waiting.remove(&task);
        }
        match &event.kind {
            EventKind::Sent { to: Some(to), item: Some(item) } if is(*to, "queue") => {
                self.queued.insert(*item);
            }
            EventKind::Received { from: Some(from), item: Some(item) } if is(*from, "queue") => {
                self.queued.remove(item);
                self.served.insert(*item);
            }
            EventKind::Sent { to: None, item: Some(item) }
            | EventKind::Lost { item: Some(item), .. } => {
                self.queued.remove(item);
                self.served.remove(item);
            }
            EventKind::Blocked { on: Some(on), how: Wait::Send } if is(*on, "queue") => {
                self.waiting.extend(event.task);
            }
            EventKind::Showed { resource, state } if is(*resource, "requests") => {
                if let State::Table { rows, .. } = &**state {
                    let cell = |name: &str| {
                        let row = rows.iter().find(|row| row.name == name).expect("a row");
                        usize::try_from(row.cells[0]).expect("a count")
                    };
                    self.told = Some((cell("queue depth"), cell("being served")));
                }
            }
            _ => {}
        }
    }
}

/// Whenever time goes on, the table is right: who waits for a place may be counted or not.
fn tells_the_truth(setup: &Setup) {
    let link = Link { setup: setup.clone(), ..Link::new(setup.scenario) };
    let trace = setup.finish();
    let mut seen = Seen::default();
    for (place, event) in trace.events.iter().enumerate() {
        if let (Some((depth, serving)), Some(before)) = (seen.told, place.checked_sub(1))
            && trace.events[before].at < event.at
        {
            let (queued, at) = (seen.queued.len(), trace.events[before].at);
            let right = (queued..=queued + seen.waiting.len()).contains(&depth);
            assert!(right && serving == seen.served.len(), "#{link} at {at} us: {seen:?}");
        }
        seen.take(&trace, place);
    }
}

#[test]
fn the_table_agrees_with_the_queue_and_the_workers() {
    let scenario = find("resilient-pipeline").expect("it is in the catalogue");
    for strategy in ["drop-newest", "drop-oldest", "block", "none"] {
        for rest in ["", "&breaker=off&timeout=0", "&limiter=0&queue=2", "&arrivals=even", "&ill=0"]
        {
            for (variant, seed) in (0..scenario.variants.len()).zip(1..) {
                let link = format!("/resilient-pipeline?strategy={strategy}{rest}&do=rush@950");
                let (Link { setup, .. }, notices) = Link::parse(&link);
                assert_eq!(notices, []);
                tells_the_truth(&Setup { variant, seed, ..setup });
            }
        }
    }
}

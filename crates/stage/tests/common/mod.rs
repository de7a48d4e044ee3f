//! Traces made at random: most make no sense, and none may break a picture.

use lab::{
    Among, Check, Counted, Ended, Event, EventKind, KeyLevel, Level, Loss, Machine, Node, Position,
    Press, Resource, ResourceKind, Row, Run, Sample, Share, Site, State, Task, Trace, Wait,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: [&str; 7] =
    ["main", "producer", "worker 1", "worker 2", "worker 3", "merge", "consumer"];

/// Every other resource is a wait, if it shows numbers.
const NUMBERS: [&str; 2] = ["r#", "r#, ms"];

/// A trace of a few tasks and resources that do anything at all.
pub(crate) fn traces() -> impl Strategy<Value = Trace> {
    (1..7_u32, 1..5_u32).prop_flat_map(|(tasks, resources)| {
        let kinds = vec(kinds(), resources as usize);
        let events = vec(happenings(tasks, resources), 0..160);
        (kinds, events).prop_map(move |(kinds, happened)| built(tasks, kinds, happened))
    })
}

fn built(tasks: u32, kinds: Vec<ResourceKind>, happened: Vec<(u64, Event)>) -> Trace {
    let mut trace = Trace::new(Run::default());
    let listed = (0..tasks as usize).map(|task| Task {
        name: NAMES[task].to_owned(),
        parent: None,
        site: Some(0),
    });
    trace.tasks = listed.collect();
    let listed = kinds.into_iter().enumerate();
    trace.resources = listed
        .map(|(place, kind)| Resource {
            name: NUMBERS[place % 2].replace('#', &place.to_string()),
            kind,
        })
        .collect();
    trace.sites = vec![Site { file: "a.rs".to_owned(), line: 1 }];
    let mut at = 0;
    for (later, event) in happened {
        at += later;
        trace.events.push(Event { at, ..event });
    }
    trace
}

fn kinds() -> impl Strategy<Value = ResourceKind> {
    prop_oneof![
        4 => proptest::option::of(prop_oneof![9 => 0..20_u32, 1 => Just(u32::MAX)]).prop_map(|capacity| ResourceKind::Channel { capacity }),
        1 => prop_oneof![9 => 0..20_u32, 1 => Just(u32::MAX)].prop_map(|size| ResourceKind::Slots { size }),
        1 => Just(ResourceKind::Shown),
    ]
}

fn happenings(tasks: u32, resources: u32) -> impl Strategy<Value = (u64, Event)> {
    let later = prop_oneof![3 => Just(0_u64), 1 => 1..400_000_u64];
    let task = prop_oneof![9 => (0..tasks).prop_map(Some), 1 => Just(None)];
    let site = proptest::option::of(Just(0_u32));
    (later, task, site, happened(tasks, resources))
        .prop_map(|(later, task, site, kind)| (later, Event { at: 0, task, site, kind }))
}

fn happened(tasks: u32, resources: u32) -> impl Strategy<Value = EventKind> {
    let resource = 0..resources;
    let item = proptest::option::weighted(0.9, 0..70_u32);
    let place = proptest::option::weighted(0.8, resource.clone());
    let until = prop_oneof![9 => 0..9_000_000_u64, 1 => Just(u64::MAX)];
    let way = vec![Wait::Send, Wait::Receive, Wait::Acquire, Wait::Cancel, Wait::Other];
    let wait = prop_oneof![4 => select(way), 1 => (0..tasks + 1).prop_map(Wait::Task)];
    let share = (0..tasks + 1, prop_oneof![9 => 0..5_u32, 1 => Just(u32::MAX)])
        .prop_map(|(task, count)| Share { task, count });
    let shares = vec(share, 0..4);
    let slots = (shares.clone(), shares).prop_map(|(held, waiting)| State::Slots { held, waiting });
    let whole = || prop_oneof![9 => -3..9_i64, 1 => Just(i64::MIN), 1 => Just(i64::MAX)];
    let number = (whole(), proptest::option::of(whole()))
        .prop_map(|(value, limit)| State::Number { value, limit });
    let goes_by = until.clone().prop_map(|until| State::Wait { until });
    let state = prop_oneof![2 => slots, 2 => number, 1 => goes_by, 2 => pictures()];
    let state = state.prop_map(Box::new);
    prop_oneof![
        1 => Just(EventKind::Spawned),
        1 => prop_oneof![Just(EventKind::Finished), Just(EventKind::Dropped)],
        3 => Just(EventKind::Ready),
        4 => (0..3_u32).prop_map(|thread| EventKind::Running { thread }),
        2 => until.clone().prop_map(|until| EventKind::Sleeping { until }),
        2 => until.prop_map(|until| EventKind::Computing { until }),
        3 => (place.clone(), wait).prop_map(|(on, how)| EventKind::Blocked { on, how }),
        4 => (place.clone(), item.clone()).prop_map(|(to, item)| EventKind::Sent { to, item }),
        4 => (place.clone(), item.clone()).prop_map(|(from, item)| EventKind::Received { from, item }),
        1 => (place, item).prop_map(|(from, item)| EventKind::Lost { from, item, why: Loss::Dropped }),
        1 => resource.clone().prop_map(|resource| EventKind::Opened { resource }),
        1 => resource.clone().prop_map(|resource| EventKind::Closed { resource }),
        2 => (resource, state).prop_map(|(resource, state)| EventKind::Showed { resource, state }),
        1 => any::<bool>().prop_map(|holds| EventKind::Claimed { claim: "c".into(), holds }),
        1 => Just(EventKind::Acted {
            press: Box::new(Press { action: "cancel".to_owned(), argument: None })
        }),
    ]
}

/// States that have pictures, most of which make no sense either.
fn pictures() -> impl Strategy<Value = State> {
    let at = || prop_oneof![4 => 0..9_000_000_u64, 1 => Just(u64::MAX / 4), 1 => Just(u64::MAX)];
    let few = || prop_oneof![20 => 0..40_u32, 1 => Just(u32::MAX)];
    let next = proptest::option::of((at(), at()));
    let level = (few(), few(), next).prop_map(|(held, size, next)| Level { held, size, next });
    let row = ("[a-z ]{0,40}", level.clone(), any::<bool>())
        .prop_map(|(key, level, evicted)| KeyLevel { key, level, evicted });
    let rows = (vec(row, 0..20), proptest::option::of(few()));
    let fixed = (at(), few()).prop_map(|(from, count)| Counted::Fixed { from, count });
    let log = (vec(at(), 0..9), few()).prop_map(|(ticks, count)| Counted::Log { ticks, count });
    let counter = (at(), few(), few()).prop_map(|(from, previous, count)| Counted::Counter {
        from,
        previous,
        count,
    });
    let window = (at(), few(), prop_oneof![fixed, log, counter]);
    let position =
        prop_oneof![Just(Position::Closed), Just(Position::Open), Just(Position::HalfOpen)];
    let open = proptest::option::of((at(), at()));
    let counts = (few(), few(), few(), few());
    let machine = (position, counts, open, vec(0..70_u32, 0..4)).prop_map(
        |(at, (failures, threshold, successes, quota), open, probes)| {
            let among = (quota > 4).then_some(Among {
                failed: vec![true; failures.min(99) as usize],
                window: threshold,
            });
            State::Machine(Machine {
                at,
                failures,
                threshold,
                among,
                open,
                successes,
                quota,
                probes,
            })
        },
    );
    let ended = (at(), any::<bool>(), any::<bool>(), proptest::option::of("[a-z ]{0,40}"));
    let ended = ended.prop_map(|(at, by_deadline, from_above, words)| Ended {
        at,
        by_deadline,
        from_above,
        words,
    });
    let node = (
        "[a-z ]{0,20}",
        proptest::option::of(0..12_u32),
        at(),
        proptest::option::of(at()),
        proptest::option::of(ended),
    );
    let node = node.prop_map(|(name, parent, from, deadline, ended)| Node {
        name,
        parent,
        from,
        deadline,
        ended,
    });
    let sample =
        (proptest::option::of(at()), at(), (few(), few(), few()), proptest::option::of(at()));
    let sample = sample.prop_map(|(value, target, (level, least, most), quiet_until)| {
        State::Sample(Sample { value, target, level, least, most, quiet_until })
    });
    let check = ("[a-z-]{0,30}", any::<bool>()).prop_map(|(key, done)| Check { key, done });
    let cells = ("[a-z ]{0,30}", vec(any::<i64>(), 0..6), proptest::option::of(any::<bool>()));
    let cells = cells.prop_map(|(name, cells, fine)| Row { name, cells, fine });
    prop_oneof![
        level.prop_map(State::Level),
        rows.prop_map(|(rows, most)| State::Levels { rows, most }),
        window.prop_map(|(span, limit, counted)| State::Window { span, limit, counted }),
        machine,
        vec(node, 0..12).prop_map(|nodes| State::Tree { nodes }),
        sample,
        vec(check, 0..14).prop_map(|checks| State::Checklist { checks }),
        (vec("[a-z ]{0,20}", 0..6), vec(cells, 0..14))
            .prop_map(|(columns, rows)| State::Table { columns, rows }),
    ]
}

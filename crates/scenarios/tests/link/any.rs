//! Links of anything that there is.

use lab::{Arrival, ScheduleKind, ScriptEntry};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::subsequence;
use scenarios::traffic::{SPAN, Traffic};
use scenarios::{
    Axis, Compare, Cursor, Frame, Language, Link, Panel, SCENARIOS, SPEEDS, Scenario, Side, Theme,
};

pub(crate) fn any_scenario() -> impl Strategy<Value = &'static Scenario> {
    (0..SCENARIOS.len()).prop_map(|place| &SCENARIOS[place])
}

fn any_script(scenario: &'static Scenario) -> BoxedStrategy<Vec<ScriptEntry>> {
    if scenario.actions.is_empty() {
        return Just(Vec::new()).boxed();
    }
    let entry =
        (0..scenario.actions.len(), 0_u64..600_000, 1_u16..20).prop_map(|(place, at, n)| {
            let action = &scenario.actions[place];
            let stems = action.argument.stems();
            let stem = stems.get(usize::from(n) % stems.len().max(1));
            let argument = stem.map(|stem| format!("{stem}-{n}"));
            ScriptEntry { at: at * 1_000, action: action.slug.to_owned(), argument }
        });
    let sorted = |mut script: Vec<ScriptEntry>| {
        script.sort_by_key(|entry| entry.at);
        script
    };
    prop::collection::vec(entry, 0..5).prop_map(sorted).boxed()
}

fn any_schedule() -> impl Strategy<Value = ScheduleKind> {
    prop_oneof![
        Just(ScheduleKind::Fifo),
        Just(ScheduleKind::Seeded),
        prop::collection::vec(0_u32..9, 1..20).prop_map(ScheduleKind::Replay),
    ]
}

/// Traffic that is short enough for a link.
pub(crate) fn any_traffic() -> impl Strategy<Value = Option<Traffic>> {
    let arrivals = prop::collection::vec((0..SPAN, 0..4_u32), 1..100);
    prop::option::of((arrivals, 1..100_000_u64)).prop_map(|some| {
        some.map(|(mut arrivals, pace)| {
            arrivals.sort_unstable();
            let arrivals = arrivals.into_iter().map(|(at, key)| Arrival { at, key }).collect();
            Traffic { arrivals, pace }
        })
    })
}

pub(crate) fn any_link() -> impl Strategy<Value = Link> {
    any_scenario().prop_flat_map(|scenario| {
        let values: Vec<_> = scenario.fields.iter().map(|field| field.min..=field.max).collect();
        let fields = scenario.fields.len();
        let run = (values, 0..scenario.variants.len(), 0..=i64::MAX as u64, any_script(scenario));
        let cursor = prop_oneof![
            Just(Cursor::Start),
            any::<u32>().prop_map(Cursor::Event),
            (0_u32..600_000).prop_map(Cursor::At),
        ];
        let compare = prop_oneof![
            Just(None),
            (0..scenario.variants.len()).prop_map(|place| Some(Compare::Variant(place))),
            (0..fields).prop_map(|place| Some(Compare::Knob(place, scenario.fields[place].max))),
        ];
        let view = (any::<[bool; 3]>(), 0..3_usize, 0..3_usize, 0..3_usize, compare);
        let beside = (0..SPEEDS.len(), of(0..Side::ALL.len()), of(any::<u32>()));
        let view = (view, any_frame(scenario), beside);
        let all = (run, any_schedule(), cursor, view, any_traffic());
        all.prop_map(move |(run, schedule, cursor, view, traffic)| {
            let mut link = Link::new(scenario);
            (link.setup.values, link.setup.variant, link.setup.seed, link.setup.script) = run;
            link.setup.schedule = schedule;
            link.cursor = cursor;
            let (([embed, real, _], language, theme, axis, compare), frame, beside) = view;
            link.view.embed = embed;
            link.view.frame = if embed { frame } else { Frame::default() };
            link.view.real = real;
            let (speed, side, follow) = beside;
            link.view.speed = speed;
            link.view.side = side.filter(|_| !embed).map(|side| Side::ALL[side]);
            link.view.follow = follow;
            link.view.language = [None, Some(Language::En), Some(Language::Vi)][language];
            link.view.theme = [None, Some(Theme::Light), Some(Theme::Dark)][theme];
            let axis = [None, Some(Axis::Time), Some(Axis::Order)][axis];
            link.view.axis = axis.filter(|axis| *axis != Axis::of(scenario));
            link.view.compare = compare;
            if link.compares_nothing() {
                link.view.compare = None;
            }
            if link.uses_traffic() {
                link.set_traffic(traffic.as_ref());
            }
            link
        })
    })
}

fn any_frame(scenario: &Scenario) -> impl Strategy<Value = Frame> + use<> {
    let panels = subsequence(Panel::ALL.to_vec(), 1..=Panel::ALL.len());
    let knobs = scenario.fields.iter().map(|field| field.name);
    let actions = scenario.actions.iter().map(|action| action.slug);
    let mut parts: Vec<_> =
        knobs.chain(actions).chain(["variant", "reset", "full", "all"]).collect();
    parts.sort_unstable();
    parts.dedup();
    let lockable: Vec<_> =
        parts.iter().copied().filter(|part| !["reset", "full"].contains(part)).collect();
    let parts = [subsequence(lockable, 0..=3), subsequence(parts, 0..=3)];
    let span = (0..300_000_u32, 300_001..=600_000_u32);
    let all = (of(panels), any::<[bool; 3]>(), parts, of(span));
    all.prop_map(|(panels, [autoplay, repeats, title], [locked, hidden], span)| Frame {
        panels,
        autoplay,
        repeats,
        locked,
        hidden,
        start: span.map(|(start, _)| start),
        stop: span.map(|(_, stop)| stop),
        title,
    })
}

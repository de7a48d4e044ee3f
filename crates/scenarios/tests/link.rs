//! Links: what is written is read back, and nothing that is read breaks anything.

use lab::{Arrival, ScheduleKind, ScriptEntry};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::{Config, TestRunner};
use scenarios::traffic::{self, Origin, SPAN, Traffic};
use scenarios::{
    Axis, CATALOGUE, Compare, Cursor, Frame, Language, Link, Notice, Panel, SCENARIOS, SPEEDS,
    Scenario, Side, Theme, View, find, in_scripts,
};

fn any_scenario() -> impl Strategy<Value = &'static Scenario> {
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
fn any_traffic() -> impl Strategy<Value = Option<Traffic>> {
    let arrivals = prop::collection::vec((0..SPAN, 0..4_u32), 1..100);
    prop::option::of((arrivals, 1..100_000_u64)).prop_map(|some| {
        some.map(|(mut arrivals, pace)| {
            arrivals.sort_unstable();
            let arrivals = arrivals.into_iter().map(|(at, key)| Arrival { at, key }).collect();
            Traffic { arrivals, pace }
        })
    })
}

fn any_link() -> impl Strategy<Value = Link> {
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
            link.view.axis = [None, Some(Axis::Time), Some(Axis::Order)][axis];
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
    let parts = [subsequence(parts.clone(), 0..=3), subsequence(parts, 0..=3)];
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

fn check<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        test(value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// Whatever came in, what came of it is a link like any other.
fn is_sound(text: &str) {
    let (link, notices) = Link::parse(text);
    assert!(notices.len() <= 5, "{notices:?}");
    for notice in &notices {
        for language in Language::ALL {
            let said = notice.say(language);
            assert!(said.chars().count() < 300 && !said.contains('\n'), "{said}");
        }
    }
    for (field, value) in link.setup.scenario.fields.iter().zip(&link.setup.values) {
        assert!((field.min..=field.max).contains(value), "{} = {value}", field.name);
    }
    assert!(link.setup.variant < link.setup.scenario.variants.len());
    let (again, mut notices) = Link::parse(&link.to_string());
    // What a file has is still missing.
    if let Origin::File(file) = link.origin {
        assert_eq!(notices.remove(0), Notice::NeedsFile { count: file.count });
    }
    assert_eq!((again, notices), (link, Vec::new()));
}

/// What a link is told, in English.
fn said(hash: &str) -> Vec<String> {
    Link::parse(hash).1.iter().map(|notice| notice.say(Language::En)).collect()
}

#[test]
fn what_is_written_is_read_back() {
    check(5_000, any_link(), |link| {
        assert_eq!(Link::parse(&format!("#{link}")), (link, Vec::new()));
    });
}

#[test]
fn another_pattern_is_come_to_at_its_defaults_in_the_same_look() {
    check(2_000, (any_link(), any_scenario()), |(link, scenario)| {
        let (there, notices) = Link::parse(&link.view.leads_to(scenario.slug));
        let look =
            |link: &Link| (link.view.language, link.view.theme, link.view.speed, link.view.side);
        assert_eq!((look(&there), notices), (look(&link), Vec::new()));
        assert_eq!(Link { view: View::default(), ..there.clone() }, Link::new(scenario));
        assert!(!there.view.embed && !there.view.real && there.view.compare.is_none());
    });
}

#[test]
fn the_catalogue_lists_every_scenario_in_order() {
    let listed = CATALOGUE.iter().map(|entry| (entry.slug, entry.group));
    assert!(listed.eq(SCENARIOS.iter().map(|scenario| (scenario.slug, scenario.group))));
}

#[test]
fn noise_is_ignored() {
    check(30_000, ".{0,200}", |noise: String| is_sound(&noise));
    check(20_000, "[#/?&=@:,.%0-9a-z-]{0,120}", |noise: String| is_sound(&noise));
    let bytes = prop::collection::vec(any::<u8>(), 9_000..11_000);
    check(50, bytes, |bytes| is_sound(&String::from_utf8_lossy(&bytes)));
}

#[test]
fn mutated_links_are_sound() {
    let mutation = (any::<prop::sample::Index>(), any::<char>(), 0..4_u8);
    let mutated =
        (any_link(), prop::collection::vec(mutation, 1..6)).prop_map(|(link, mutations)| {
            let mut text: Vec<char> = link.to_string().chars().collect();
            for (place, c, way) in mutations {
                let place = place.index(text.len().max(1)).min(text.len().saturating_sub(1));
                match way {
                    _ if text.is_empty() => text.push(c),
                    0 => text[place] = c,
                    1 => text.insert(place, c),
                    2 => drop(text.remove(place)),
                    _ => text.truncate(place),
                }
            }
            text.into_iter().collect::<String>()
        });
    check(50_000, mutated, |text| is_sound(&text));
}

#[test]
fn a_bad_value_costs_nothing_but_itself() {
    let (link, notices) =
        Link::parse("#/worker-pool?workers=900&work=computing&job=fast&colour=red");
    let (place, _) = link.setup.scenario.field("work").expect("a knob");
    assert_eq!(link.setup.values[place], 1);
    let (place, field) = link.setup.scenario.field("workers").expect("a knob");
    assert_eq!(link.setup.values[place], field.default);
    let said: Vec<_> = notices.iter().map(|notice| notice.say(Language::En)).collect();
    assert_eq!(
        said,
        [
            "workers: “900” was ignored; it takes a whole number from 1 to 16.",
            "job: “fast” was ignored; it takes a whole number from 50 to 5000 ms.",
            "“colour” is not known here and was ignored.",
        ]
    );
}

#[test]
fn what_cannot_be_used_leaves_what_there_was() {
    let good = "/token-bucket?arrivals=yours&theme=dark&embed=1&time=real&speed=2&axis=order\
                &goal=p95<200&compare=rate:3&do=rush@300&follow=3&traffic=file.7.00000000\
                &autoplay=1&loop=1&panels=stage&lock=rate&hide=reset&start=100&stop=900&title=0";
    let bad = [
        "theme=puce",
        "embed=maybe",
        "time=tea",
        "speed=9",
        "axis=z",
        "goal=p96<3",
        "goal=p95~3",
        "compare=what",
        "do=rush",
        "do=jump@3",
        "follow=x",
        "traffic=what",
        "autoplay=2",
        "loop=x",
        "panels=wheels",
        "lock=wheels",
        "hide=wheels,doors",
        "start=soon",
        "stop=600001",
        "title=x",
        "rate=fast",
        "lang=xx",
        "variant=x",
        "seed=x",
        "sched=x",
        "e=x",
        "at=x",
        "side=x",
    ];
    for bad in bad {
        let (mut link, _) = Link::parse(good);
        let before = link.clone();
        let (key, value) = bad.split_once('=').expect("a pair");
        let mut notices = Vec::new();
        link.apply(key, value, &mut notices);
        assert!(!notices.is_empty(), "{bad}");
        assert!(link == before, "{bad} leaves {link}");
    }
    let (mut link, _) = Link::parse(good);
    for key in ["panels", "lock", "hide", "goal", "do"] {
        link.apply(key, "", &mut Vec::new());
    }
    let usual = (None, vec![], vec![], None, vec![]);
    let Frame { panels, locked, hidden, .. } = link.view.frame;
    assert_eq!((panels, locked, hidden, link.view.goal, link.setup.script), usual);
}

#[test]
fn of_what_is_said_twice_the_last_counts_and_it_is_said_once() {
    let (link, notices) = Link::parse("#/worker-pool?workers=2&Workers=3&workers=5&job=100");
    assert_eq!(link.to_string(), "/worker-pool?workers=5&job=100");
    let said: Vec<_> = notices.iter().map(|notice| notice.say(Language::En)).collect();
    assert_eq!(said, ["workers: the link says it more than once; the last one counts."]);
}

#[test]
fn an_unknown_scenario_opens_the_first_one_and_says_so() {
    let (link, notices) = Link::parse("#/no-such-thing");
    assert_eq!(link.setup.scenario.slug, SCENARIOS[0].slug);
    assert_eq!(notices, [Notice::UnknownScenario { given: "no-such-thing".to_owned() }]);
}

#[test]
fn what_cannot_be_seen_is_not_said_back() {
    let (_, notices) = Link::parse("#/?\u{202e}evil\u{200b}%0A=1");
    assert_eq!(notices, [Notice::UnknownKey { given: "evil".to_owned() }]);
}

#[test]
fn a_script_names_only_what_is_there() {
    let (link, notices) = Link::parse(
        "#/worker-pool?do=stall:worker-2@2000,cancel@1200,cancel:now@3,jump@5,cancel@x",
    );
    let written = link.to_string();
    assert_eq!(written, "/worker-pool?do=cancel@1200,stall:worker-2@2000");
    assert_eq!(notices.len(), 3);
}

#[test]
fn an_action_that_is_right_is_told_which_instants_there_are() {
    for given in ["cancel@700000", "stall:worker-2@-3", "cancel@1.5", "cancel@"] {
        let range = "behind @ it takes a whole number from 0 to 600000 ms.";
        let wanted = format!("do: “{given}” was ignored; {range}");
        assert_eq!(said(&format!("#/worker-pool?do={given}")), [wanted]);
    }
}

#[test]
fn what_is_not_known_is_said_at_once() {
    for (query, wanted) in [
        ("=&==&&&", "“==” is not known here and was ignored."),
        ("&=&&=", ""),
        ("%00=3", "“=3” is not known here and was ignored."),
        ("a=1&A=2&workers=3", "“a” is not known here and was ignored."),
        ("a&b&c&d&f", "Not known here, and ignored: “a”, “b”, “c”, “d”, “f”."),
        ("a&b&c&d&e=3&f=3&g", "Not known here, and ignored: “a”, “b”, “c”, “d”, “f”, …."),
    ] {
        let said = said(&format!("#/worker-pool?{query}"));
        assert_eq!(said.concat(), wanted, "{query}");
    }
}

#[test]
fn what_there_is_no_room_for_is_named() {
    let (_, notices) = Link::parse(
        "#/worker-pool?embed=1&workers=x&jobs=x&job=x&queue=x&start=x&stop=x&loop=x&lock=x,y&hide=x\
         &title=x&speed=x",
    );
    let last = notices.last().expect("a notice");
    let wanted = "8 more parts of the link were ignored: start, stop, loop, lock, hide, ….";
    assert_eq!(last.say(Language::En), wanted);
}

#[test]
fn what_a_script_could_say_is_said_of_tasks_that_are_there() {
    for (hash, allowed) in [
        ("#/or-done?do=jump@5", "cancel@ms, silence@ms, stall:reader@ms"),
        ("#/worker-pool?do=jump@5", "cancel@ms, reader-leaves@ms, stall:worker-1@ms"),
    ] {
        let said = said(hash).remove(0);
        assert_eq!(said, format!("do: “jump@5” was ignored; it takes {allowed}."));
    }
    for scenario in SCENARIOS {
        let script: Vec<_> =
            scenario.examples().iter().map(|example| format!("{example}@100")).collect();
        let (link, notices) = Link::parse(&format!("{}?do={}", scenario.slug, script.join(",")));
        assert_eq!(notices, []);
        let trace = link.setup.finish();
        for named in link.setup.script.iter().filter_map(|entry| entry.argument.as_ref()) {
            assert!(trace.tasks.iter().any(|task| in_scripts(task) == *named), "{named}");
        }
    }
}

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

#[test]
fn mutated_traffic_is_sound() {
    let mutation = (any::<prop::sample::Index>(), "[A-Za-z0-9._-]");
    let text =
        (any_traffic(), prop::collection::vec(mutation, 0..4)).prop_map(|(traffic, mutations)| {
            let mut text =
                traffic.and_then(|traffic| traffic.encoded()).unwrap_or("file.9.0f0f0f0f".into());
            for (place, c) in mutations {
                let place = place.index(text.len());
                text.replace_range(place..=place, &c);
            }
            format!("#/token-bucket?arrivals=yours&traffic={text}")
        });
    check(20_000, text, |text| is_sound(&text));
}

#[test]
fn more_actions_than_are_taken_are_said_once() {
    let (link, notices) = Link::parse(&format!("/worker-pool?do={}", "cancel@1,".repeat(500)));
    assert_eq!(link.setup.script.len(), 64);
    assert_eq!(notices, [Notice::TooManyActions { limit: 64 }]);
}

#[test]
fn a_run_is_not_compared_with_itself() {
    for same in ["compare=correct", "variant=leaks&compare=leaks", "workers=3&compare=workers:3"] {
        let (link, notices) = Link::parse(&format!("/worker-pool?{same}"));
        assert_eq!((link.view.compare, notices), (None, vec![Notice::ComparesNothing]), "{same}");
    }
}

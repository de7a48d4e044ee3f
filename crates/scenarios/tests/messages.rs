//! Whatever a page sends into a frame, it is read, refused in words, or ignored; never more.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scenarios::port::{Ask, Plain, What, read};

/// As many as this of each kind of message are tried.
const MESSAGES: u32 = 100_000;

/// Names that mean something to us, or to the engine.
const NAMES: [&str; 18] = [
    "id",
    "do",
    "by",
    "ms",
    "knobs",
    "state",
    "version",
    "link",
    "play",
    "seek",
    "set",
    "setState",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "",
    "\u{202e}\u{200b}\0",
];

/// Texts that try something.
const TEXTS: [&str; 12] = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "#/worker-pool?workers=4&embed=1",
    "/worker-pool?workers=NaN&e=99999999999999999999",
    "/__proto__?constructor=1",
    "/tee?%00=%ff&%E2%80%AE=%F0%9F",
    "1e309",
    "-0",
    "play",
    "\u{202e}gnp.exe\u{200b}\u{2066}",
    "9999999999999999999999999999",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned),
        30 => prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
        10 => "[a-z%&=#/?<>]{0,12}",
        3 => "\\PC{0,12}",
        // As long as anything that is let in.
        1 => (1..10_000_usize, any::<char>()).prop_map(|(length, letter)| letter.to_string().repeat(length)),
    ]
}

fn leaf() -> impl Strategy<Value = Plain> {
    let numbers = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -0.0,
        0.5,
        -1.0,
        1e308,
        5e-324,
        4_294_967_296.0,
        600_000.000_1,
        9_007_199_254_740_993.0,
    ];
    prop_oneof![
        Just(Plain::Nothing),
        any::<bool>().prop_map(Plain::Bool),
        any::<f64>().prop_map(Plain::Number),
        prop::sample::select(numbers.to_vec()).prop_map(Plain::Number),
        (-20..20_i32).prop_map(|number| Plain::Number(number.into())),
        text().prop_map(Plain::Text),
    ]
}

fn value() -> impl Strategy<Value = Plain> {
    leaf().prop_recursive(4, 24, 6, |inner| {
        prop::collection::vec((text(), inner), 0..6).prop_map(Plain::Map)
    })
}

/// What pages really send.
fn real() -> impl Strategy<Value = Vec<(String, Plain)>> {
    let map = |pairs: Vec<(&str, Plain)>| -> Vec<(String, Plain)> {
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    };
    let ask = move |what: &str, more: Vec<(&str, Plain)>| {
        let own = [("id", Plain::Number(7.0)), ("do", Plain::Text(what.to_owned()))];
        map(own.into_iter().chain(more).collect())
    };
    let number = Plain::Number;
    let link = "/worker-pool?variant=leaks&workers=3&do=cancel@1200&e=12";
    let state =
        Plain::Map(map(vec![("version", number(1.0)), ("link", Plain::Text(link.to_owned()))]));
    let knobs = Plain::Map(map(vec![
        ("workers", number(3.0)),
        ("work", Plain::Text("computing".to_owned())),
        ("loop", Plain::Bool(true)),
    ]));
    prop::sample::select(vec![
        ask("play", vec![]),
        ask("pause", vec![]),
        ask("step", vec![("by", number(-2.0))]),
        ask("seek", vec![("ms", number(1_240.0))]),
        ask("set", vec![("knobs", knobs)]),
        ask("getState", vec![]),
        ask("setState", vec![("state", state)]),
    ])
}

/// One change to a message: at a place, and inside of what is there if it has an inside.
#[derive(Clone, Debug)]
enum Change {
    Value(usize, Plain),
    Name(usize, String),
    Gone(usize),
    Twice(usize),
    Inside(usize, Box<Change>),
    More(Vec<(String, Plain)>),
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0..4_usize;
    let one = prop_oneof![
        (place.clone(), value()).prop_map(|(at, value)| Change::Value(at, value)),
        (place.clone(), text()).prop_map(|(at, name)| Change::Name(at, name)),
        place.clone().prop_map(Change::Gone),
        place.clone().prop_map(Change::Twice),
        // More than is let in at once.
        prop::collection::vec((text(), leaf()), 0..100).prop_map(Change::More),
    ];
    one.prop_recursive(1, 4, 1, move |inner| {
        (place.clone(), inner).prop_map(|(at, change)| Change::Inside(at, Box::new(change)))
    })
}

fn changed(pairs: &mut Vec<(String, Plain)>, change: Change) {
    let last = pairs.len().saturating_sub(1);
    match change {
        Change::More(more) => pairs.extend(more),
        _ if pairs.is_empty() => {}
        Change::Value(at, value) => pairs[at.min(last)].1 = value,
        Change::Name(at, name) => pairs[at.min(last)].0 = name,
        Change::Gone(at) => drop(pairs.remove(at.min(last))),
        Change::Twice(at) => pairs.push(pairs[at.min(last)].clone()),
        Change::Inside(at, change) => match &mut pairs[at.min(last)].1 {
            Plain::Map(inner) => changed(inner, *change),
            other => *other = Plain::Map(vec![("inside".to_owned(), other.clone())]),
        },
    }
}

/// What holds of every message.
fn holds(message: &Plain) -> Result<(), TestCaseError> {
    match read(message) {
        None => {}
        Some(Err(refusal)) => {
            prop_assert!(refusal.why.chars().count() < 200, "{}", refusal.why);
            prop_assert!(refusal.why.ends_with('.'), "{}", refusal.why);
            prop_assert!(!refusal.why.chars().any(char::is_control), "{:?}", refusal.why);
        }
        Some(Ok(Ask { id, what })) => {
            let given = message.get("id");
            prop_assert_eq!(given, Some(&Plain::Number(id.into())));
            match what {
                What::Seek(ms) => prop_assert!(ms <= 600_000),
                What::Step(by) => prop_assert!(by.abs() <= 10_000),
                What::Set(pairs) => prop_assert!(pairs.len() <= 64),
                What::SetState(link, notices) => {
                    prop_assert!(notices.len() <= 8);
                    let (again, _) = scenarios::Link::parse(&link.to_string());
                    prop_assert_eq!(again.setup, link.setup);
                }
                What::Play | What::Pause | What::GetState => {}
            }
        }
    }
    Ok(())
}

fn try_all<S: Strategy<Value = Plain>>(messages: &S) {
    let config = Config { cases: MESSAGES, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(messages, |message| holds(&message));
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_hundred_thousand_messages_of_no_sense_break_nothing() {
    try_all(&value());
}

#[test]
fn a_hundred_thousand_messages_that_almost_make_sense_break_nothing() {
    let changes = prop::collection::vec(change(), 0..3);
    try_all(&(real(), changes).prop_map(|(mut pairs, changes)| {
        changes.into_iter().for_each(|change| changed(&mut pairs, change));
        Plain::Map(pairs)
    }));
}

#[test]
fn what_pages_really_send_is_read() {
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&real(), |pairs| {
        let is_read = matches!(read(&Plain::Map(pairs)), Some(Ok(Ask { id: 7, .. })));
        prop_assert!(is_read);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

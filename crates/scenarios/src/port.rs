//! What a page may ask of a run in its frame, read from messages that anybody could have sent.
//!
//! A message is `{ id, do, … }`: `play`, `pause`, `step` (`by`), `seek` (`ms`), `set` (`knobs`),
//! `getState`, `setState` (`state`). Whatever is not one of these is nobody's: it is ignored. One
//! of these that makes no sense is refused in words.

use crate::link::Link;
use crate::notice::{Notice, quoted};

/// The version of the protocol.
pub const PROTOCOL: u32 = 1;
/// The version of what `getState` gives.
pub const STATE: u32 = 1;

/// The latest instant that can be asked for, in milliseconds.
const LATEST_MS: u32 = 600_000;
/// More steps at once than this are refused.
const MOST_STEPS: i32 = 10_000;
/// More knobs at once than this are refused.
const MOST_KNOBS: usize = 64;

/// A value that came from outside, without anything that could act.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Anything that is none of the others.
    Nothing,
    /// True or false.
    Bool(bool),
    /// A number, which may be none.
    Number(f64),
    /// A text.
    Text(String),
    /// Values by name, in order.
    Map(Vec<(String, Plain)>),
}

/// Something asked for, to be answered under its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What the answer is to carry.
    pub id: u32,
    /// What is asked for.
    pub what: What,
}

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// To go on.
    Play,
    /// To stop.
    Pause,
    /// To go so many events on, or back.
    Step(i32),
    /// To go to an instant, in milliseconds.
    Seek(u32),
    /// To take these keys of links over.
    Set(Vec<(String, String)>),
    /// For the state.
    GetState,
    /// To be as it was.
    SetState(Box<Link>, Vec<Notice>),
}

/// Something asked for that makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What the answer is to carry.
    pub id: u32,
    /// Why, in one sentence.
    pub why: String,
}

impl Plain {
    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Plain> {
        let Plain::Map(values) = self else { return None };
        values.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn text(&self) -> Option<&str> {
        if let Plain::Text(text) = self { Some(text) } else { None }
    }

    fn number(&self) -> Option<f64> {
        if let Plain::Number(number) = self { Some(*number) } else { None }
    }

    /// As a link writes it.
    fn written(&self) -> Option<String> {
        match self {
            Plain::Text(text) => Some(text.clone()),
            Plain::Bool(true) => Some("1".to_owned()),
            Plain::Bool(false) => Some("0".to_owned()),
            Plain::Number(number) => decimal(*number),
            _ => None,
        }
    }
}

/// A number as links have them: whole, or with a few decimals.
fn decimal(number: f64) -> Option<String> {
    const THOUSAND: i64 = 1_000;
    let thousandths = (number * THOUSAND as f64).round();
    let is_one = thousandths.abs() < 1e15 && (thousandths / THOUSAND as f64 - number).abs() < 1e-9;
    is_one.then(|| {
        // Put together of whole numbers: to write any float takes 7 kB.
        let (all, sign) = (thousandths as i64, if number < 0.0 { "-" } else { "" });
        let (whole, part) = (all.abs() / THOUSAND, all.abs() % THOUSAND);
        let part = format!("{part:03}");
        let part = part.trim_end_matches('0');
        format!("{sign}{whole}{}{part}", if part.is_empty() { "" } else { "." })
    })
}

/// Reads a message. Nothing, if it is not for us.
pub fn read(message: &Plain) -> Option<Result<Ask, Refusal>> {
    let id = message.get("id")?.number().filter(|id| *id >= 0.0 && *id <= f64::from(u32::MAX))?;
    if id.fract() != 0.0 {
        return None;
    }
    let id = id as u32;
    let found = match message.get("do")?.text()? {
        "play" => Ok(What::Play),
        "pause" => Ok(What::Pause),
        "getState" => Ok(What::GetState),
        "step" => step(message),
        "seek" => seek(message),
        "set" => set(message),
        "setState" => set_state(message),
        _ => return None,
    };
    Some(match found {
        Ok(what) => Ok(Ask { id, what }),
        Err(why) => Err(Refusal { id, why }),
    })
}

fn step(message: &Plain) -> Result<What, String> {
    let by = message.get("by").map_or(Some(1.0), Plain::number);
    let by = by.filter(|by| by.abs() <= f64::from(MOST_STEPS) && by.fract() == 0.0);
    by.map(|by| What::Step(by as i32))
        .ok_or_else(|| format!("step takes a whole number of events, {MOST_STEPS} at most."))
}

fn seek(message: &Plain) -> Result<What, String> {
    let ms = message.get("ms").and_then(Plain::number);
    let ms = ms.filter(|ms| (0.0..=f64::from(LATEST_MS)).contains(ms));
    ms.map(|ms| What::Seek(ms as u32))
        .ok_or_else(|| format!("seek takes milliseconds from 0 to {LATEST_MS}."))
}

fn set(message: &Plain) -> Result<What, String> {
    let Some(Plain::Map(knobs)) = message.get("knobs") else {
        return Err("set takes an object of knobs and their values.".to_owned());
    };
    if knobs.len() > MOST_KNOBS {
        return Err(format!("set takes {MOST_KNOBS} knobs at most."));
    }
    let pair = |(key, value): &(String, Plain)| {
        let value = value.written();
        let why = || format!("set: “{}” has no value that a link could have.", quoted(key));
        value.map(|value| (key.clone(), value)).ok_or_else(why)
    };
    knobs.iter().map(pair).collect::<Result<_, _>>().map(What::Set)
}

fn names_pattern(link: &str) -> bool {
    let slug = link.trim_start_matches(['#', '/']);
    !slug.is_empty() && !slug.starts_with('?')
}

fn set_state(message: &Plain) -> Result<What, String> {
    let state = message.get("state");
    let version = state.and_then(|state| state.get("version")).and_then(Plain::number);
    let link = state.and_then(|state| state.get("link")).and_then(Plain::text);
    // A state names its pattern: without one it would be the first that there is.
    let version = version.filter(|version| *version >= 1.0);
    let link = link.filter(|link| names_pattern(link));
    let (Some(version), Some(link)) = (version, link) else {
        return Err("setState takes what getState gave.".to_owned());
    };
    let (link, mut notices) = Link::parse(link);
    // What is there is worth more than a pattern that was not asked for.
    for notice in &notices {
        if let Notice::UnknownScenario { given } = notice {
            return Err(format!("setState: there is no pattern “{given}” here."));
        }
    }
    if version > f64::from(STATE) {
        notices.insert(0, Notice::Newer);
    }
    Ok(What::SetState(Box::new(link), notices))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map<const N: usize>(values: [(&str, Plain); N]) -> Plain {
        Plain::Map(values.map(|(key, value)| (key.to_owned(), value)).into())
    }

    fn text(text: &str) -> Plain {
        Plain::Text(text.to_owned())
    }

    fn asked(more: (&str, Plain), what: &str) -> Option<Result<What, String>> {
        let message = map([("id", Plain::Number(7.0)), ("do", text(what)), more]);
        read(&message).map(|answer| match answer {
            Ok(Ask { id: 7, what }) => Ok(what),
            Err(Refusal { id: 7, why }) => Err(why),
            other => panic!("another number: {other:?}"),
        })
    }

    #[test]
    fn what_makes_sense_is_read() {
        let nothing = || ("", Plain::Nothing);
        assert_eq!(asked(nothing(), "play"), Some(Ok(What::Play)));
        assert_eq!(asked(nothing(), "step"), Some(Ok(What::Step(1))));
        assert_eq!(asked(("by", Plain::Number(-2.0)), "step"), Some(Ok(What::Step(-2))));
        assert_eq!(asked(("ms", Plain::Number(1_240.0)), "seek"), Some(Ok(What::Seek(1_240))));
        let knobs = map([("workers", Plain::Number(8.0)), ("work", text("computing"))]);
        let pairs = [("workers", "8"), ("work", "computing")];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(asked(("knobs", knobs), "set"), Some(Ok(What::Set(pairs.into()))));
    }

    #[test]
    fn a_number_is_written_as_links_have_it() {
        for (number, written) in [(8.0, "8"), (0.5, "0.5"), (-12.25, "-12.25"), (0.0, "0")] {
            assert_eq!(decimal(number).as_deref(), Some(written));
        }
        for none in [f64::NAN, f64::INFINITY, 1e300, 0.000_1] {
            assert_eq!(decimal(none), None, "{none}");
        }
    }

    #[test]
    fn a_state_is_read_back_and_a_later_one_is_said() {
        let state = |version| {
            let link = text("/worker-pool?workers=3&e=12");
            ("state", map([("version", Plain::Number(version)), ("link", link)]))
        };
        let Some(Ok(What::SetState(link, notices))) = asked(state(1.0), "setState") else {
            panic!("it is read")
        };
        assert_eq!(link.to_string(), "/worker-pool?workers=3&e=12");
        assert_eq!(notices, []);
        let Some(Ok(What::SetState(_, notices))) = asked(state(2.0), "setState") else {
            panic!("it is read")
        };
        assert_eq!(notices, [Notice::Newer]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        let bad = [
            ("seek", "ms", Plain::Number(f64::NAN)),
            ("seek", "ms", text("12")),
            ("step", "by", Plain::Number(0.5)),
            ("set", "knobs", Plain::Bool(true)),
            ("set", "knobs", map([("workers", Plain::Nothing)])),
            ("setState", "state", map([("version", Plain::Number(1.0))])),
            ("setState", "state", map([("version", Plain::Number(1.0)), ("link", text(""))])),
            ("setState", "state", map([("version", Plain::Number(1.0)), ("link", text("#/?e=3"))])),
            ("setState", "state", map([("version", Plain::Number(-1.0)), ("link", text("/tee"))])),
            (
                "setState",
                "state",
                map([
                    ("version", Plain::Number(1.0)),
                    ("link", text(&format!("/__proto__?{}", "&".repeat(9_000)))),
                ]),
            ),
        ];
        for (what, name, value) in bad {
            let why = asked((name, value.clone()), what).expect("it is for us").expect_err(what);
            assert!(why.ends_with('.') && !why.contains('\n'), "{what} {value:?}: {why}");
        }
    }

    #[test]
    fn what_is_not_for_us_is_ignored() {
        assert_eq!(asked(("", Plain::Nothing), "__proto__"), None);
        assert_eq!(read(&map([("do", text("play"))])), None);
        assert_eq!(read(&map([("id", Plain::Number(-1.0)), ("do", text("play"))])), None);
        assert_eq!(read(&text("play")), None);
    }
}

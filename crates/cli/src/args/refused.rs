//! What a link would say and ignore is an error here.

use scenarios::{Language, Link, Measure, Notice, Scenario};

use super::bad::{Bad, one_line, slugs, twice};

/// What links take beside the knobs of their scenario.
const KEYS: &str = "its knobs, variant, seed, do, sched, traffic, at, e, time, speed, axis, compare, side, follow, \
                    goal, embed and what is of frames, theme, lang";

/// Takes one `key=value` over as a link would, but strictly.
pub(super) fn apply(link: &mut Link, key: &str, value: &str) -> Result<(), Bad> {
    let mut notices = Vec::new();
    link.apply(key, value, &mut notices);
    refuse(&notices, link.setup.scenario)
}

/// What makes no sense together, or is missing.
pub(super) fn settle(link: &mut Link) -> Result<(), Bad> {
    let mut notices = Vec::new();
    link.settle(&mut notices);
    refuse(&notices, link.setup.scenario)
}

/// The first of what there is to say.
pub(super) fn refuse<'a>(
    notices: impl IntoIterator<Item = &'a Notice>,
    scenario: &Scenario,
) -> Result<(), Bad> {
    notices.into_iter().next().map_or(Ok(()), |notice| Err(bad(notice, scenario)))
}

fn bad(notice: &Notice, scenario: &Scenario) -> Bad {
    Bad(match notice {
        Notice::UnknownScenario { given } => format!("there is no scenario “{given}”; {}", slugs()),
        Notice::UnknownKey { given } => {
            format!("“{given}” is not known to links; they take {KEYS}")
        }
        Notice::UnknownKeys { given } => format!("not known to links: {given}; they take {KEYS}"),
        Notice::Twice { key } => return twice(key),
        Notice::BadNumber { key, given, min, max, unit } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("{key}: “{given}” is not a whole number from {min} to {max}{unit}")
        }
        Notice::BadChoice { key, given, allowed } => {
            format!("{key}: “{given}” is none of {allowed}")
        }
        Notice::BadAction { given, latest: Some(latest), .. } => {
            format!(
                "do: “{given}” cannot be taken; behind @ stands a whole number from 0 to {latest} ms"
            )
        }
        Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
            format!("do: “{given}” cannot be taken; there are no actions here")
        }
        Notice::BadAction { given, allowed, .. } => {
            format!("do: “{given}” cannot be taken; {allowed} can")
        }
        Notice::TooManyActions { limit } => {
            format!("do: there are too many actions; a run takes {limit}")
        }
        Notice::BadGoal { given, .. } => {
            let names = Measure::names(scenario).join(", ");
            format!("goal: “{given}” is about nothing that is measured here, which is {names}")
        }
        Notice::BadBound { given, name, allowed } => {
            format!("goal: “{given}” cannot be read; behind {name} stands {allowed}")
        }
        Notice::LongGoal { limit } => {
            format!("goal: there are too many parts; a goal takes {limit}")
        }
        Notice::ComparesNothing => "compare: that would be the same run twice; it takes another variant, or \
                                    another value of a knob"
            .to_owned(),
        Notice::BadTraffic => {
            "traffic: the arrivals in the link cannot be read; --traffic FILE takes them from a file"
                .to_owned()
        }
        Notice::IdleTraffic => {
            "traffic: there are arrivals in the link and nothing takes them; arrivals=yours does"
                .to_owned()
        }
        Notice::NeedsFile { count } => {
            format!("this run needs its file of {count} arrivals; --traffic FILE")
        }
        Notice::TooLong { limit } => format!("the link is too long; it can have {limit} bytes"),
        Notice::Newer => "v: the link is of a later release; this one reads version 1".to_owned(),
        // They come from a run that is there, or follow another one.
        other @ (Notice::NoSuchItem { .. } | Notice::BeyondEnd { .. } | Notice::More { .. }) => {
            one_line(&other.say(Language::En))
        }
    })
}

//! `interleave list`.

use std::fmt::Write;

use scenarios::{Field, Kind, Language, SCENARIOS, Scenario, words};
use serde::Serialize;

use crate::args::Bad;

pub(crate) fn list(json: bool) -> Result<String, Bad> {
    if !json {
        return Ok(SCENARIOS.iter().map(in_words).collect());
    }
    let listed: Vec<Listed> = SCENARIOS.iter().map(Listed::of).collect();
    let text = serde_json::to_string(&listed).map_err(|error| Bad(error.to_string()))?;
    Ok(text + "\n")
}

#[derive(Serialize)]
struct Listed {
    slug: &'static str,
    group: &'static str,
    title: &'static str,
    knobs: Vec<KnobListed>,
    variants: Vec<&'static str>,
    actions: Vec<&'static str>,
    claims: Vec<&'static str>,
    challenges: Vec<&'static str>,
}

#[derive(Serialize)]
struct KnobListed {
    name: &'static str,
    kind: &'static str,
    /// A number, or the slug of a choice.
    default: Default,
    min: Option<i64>,
    max: Option<i64>,
    unit: &'static str,
    choices: &'static [&'static str],
}

#[derive(Serialize)]
#[serde(untagged)]
enum Default {
    Number(i64),
    Choice(&'static str),
}

impl Listed {
    fn of(scenario: &Scenario) -> Self {
        Listed {
            slug: scenario.slug,
            group: scenario.group.slug(),
            title: words(scenario.slug, Language::En).title,
            knobs: scenario.fields.iter().map(KnobListed::of).collect(),
            variants: scenario.variants.iter().map(|variant| variant.slug).collect(),
            actions: scenario.actions.iter().map(|action| action.slug).collect(),
            claims: scenario.claims.iter().map(|claim| claim.slug).collect(),
            challenges: scenario.challenges.iter().map(|challenge| challenge.slug).collect(),
        }
    }
}

impl KnobListed {
    fn of(field: &Field) -> Self {
        let Field { name, default, min, max, .. } = *field;
        let (kind, choices) = match field.kind {
            Kind::Count => ("count", &[][..]),
            Kind::Millis => ("duration", &[][..]),
            Kind::Choice(slugs) => ("choice", slugs),
        };
        let chosen = usize::try_from(default).ok().and_then(|place| choices.get(place));
        KnobListed {
            name,
            kind,
            default: chosen.map_or(Default::Number(default), |slug| Default::Choice(slug)),
            min: chosen.is_none().then_some(min),
            max: chosen.is_none().then_some(max),
            unit: field.unit(),
            choices,
        }
    }
}

fn in_words(scenario: &'static Scenario) -> String {
    let words = words(scenario.slug, Language::En);
    let mut text = format!("{}\n    {}\n", scenario.slug, words.sentence);
    for field in scenario.fields {
        let range = match field.kind {
            Kind::Choice(slugs) => slugs.join(" | "),
            _ => format!("{}..={} {}", field.min, field.max, field.unit()).trim_end().to_owned(),
        };
        let default = field.format(field.default);
        let _ = writeln!(text, "    {}={default}  ({range})  {}", field.name, field.help.trim());
    }
    let variants: Vec<&str> = scenario.variants.iter().map(|variant| variant.slug).collect();
    let _ = writeln!(text, "    --variant {}", variants.join(" | "));
    for example in scenario.examples() {
        let _ = writeln!(text, "    --do {example}@MS");
    }
    text + "\n"
}

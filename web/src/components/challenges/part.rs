//! A part of a goal in words: what is wanted, and what was measured.

use scenarios::{Found, Kind, Measure, Op, Part, Setup, Unit, Words, words};

use crate::clock;
use crate::ui::Ui;
use crate::words::{challenges as said, fill};

/// `p95 under 200 ms`.
pub(super) fn bound(ui: &Ui, setup: &Setup, part: Part) -> String {
    let text = said::Text::of(ui.language);
    let scenario = setup.scenario;
    let unit = part.measure.unit(scenario);
    let name = name(ui, setup, part.measure);
    match unit {
        Unit::Flag if part.number == 0 => match part.measure {
            Measure::Claim(_) => fill(text.broken, &[&name]),
            _ => format!("{name}: {}", text.no),
        },
        Unit::Flag => name,
        Unit::Choice(_) | Unit::Variant => {
            format!("{name}: {}", choice(ui, setup, part.measure, part.number))
        }
        Unit::Count if part.op == Op::Is && part.number == 0 => format!("{name}: {}", text.none),
        _ => {
            let number = format!("{}{}", part.number, suffix(unit));
            format!("{name} {}", fill(text.op(part.op), &[&number]))
        }
    }
}

/// What was measured; nothing where the rest of the line says it already.
pub(super) fn value(ui: &Ui, setup: &Setup, found: &Found) -> Option<String> {
    let text = said::Text::of(ui.language);
    let Found { part, value, .. } = *found;
    let unit = part.measure.unit(setup.scenario);
    let Some(value) = value else { return Some(text.no_figure.to_owned()) };
    match unit {
        Unit::Flag => None,
        Unit::Choice(_) | Unit::Variant => {
            Some(choice(ui, setup, part.measure, value / 1_000)).filter(|_| !found.met)
        }
        _ => {
            let rounded = (value + 500).div_euclid(1_000);
            // What is shown must not look like what was wanted, or the other way about.
            let near = rounded == part.number && value % 1_000 != 0;
            let tenths = near || unit == Unit::PerSecond;
            let number = if tenths {
                clock::tenths(u64::try_from(value / 100).unwrap_or(0))
            } else {
                rounded.to_string()
            };
            Some(format!("{number}{}", suffix(unit)))
        }
    }
}

fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Millis => " ms",
        Unit::PerSecond => " /s",
        Unit::Percent => " %",
        _ => "",
    }
}

/// What a measure is called here.
fn name(ui: &Ui, setup: &Setup, measure: Measure) -> String {
    let text = said::Text::of(ui.language);
    let scenario = setup.scenario;
    let said = words(scenario.slug, ui.language);
    match measure {
        Measure::Knob(place) => {
            let slug = scenario.fields.get(place).map_or("", |field| field.name);
            Words::term(said.knobs, slug).map_or(slug, |term| term.label).to_owned()
        }
        Measure::Claim(place) => {
            let slug = scenario.claims.get(place).map_or("", |claim| claim.slug);
            said.claim(slug, setup).0
        }
        _ => text.measure(measure).to_owned(),
    }
}

/// What a choice of a knob, or a variant, is called.
fn choice(ui: &Ui, setup: &Setup, measure: Measure, place: i64) -> String {
    let scenario = setup.scenario;
    let said = words(scenario.slug, ui.language);
    let place_of = usize::try_from(place).unwrap_or(0);
    match measure {
        Measure::Variant => {
            let slug = scenario.variants.get(place_of).map_or("", |variant| variant.slug);
            Words::term(said.variants, slug).map_or(slug, |term| term.label).to_owned()
        }
        Measure::Knob(knob) => {
            let Some(field) = scenario.fields.get(knob) else { return String::new() };
            super::super::knob::shown(field, said, place)
        }
        _ => String::new(),
    }
}

/// Settings as the reader knows them: `Kind of job: computing`.
pub(super) fn settings(ui: &Ui, setup: &Setup, than: &Setup) -> String {
    let scenario = setup.scenario;
    let said = words(scenario.slug, ui.language);
    let pairs = scenario.fields.iter().zip(setup.values.iter().zip(&than.values));
    let knobs = pairs.filter(|(_, (now, then))| now != then).map(|(field, (now, _))| {
        let name = Words::term(said.knobs, field.name).map_or(field.name, |term| term.label);
        let shown = super::super::knob::shown(field, said, *now);
        if matches!(field.kind, Kind::Choice(_)) {
            format!("{name}: {shown}")
        } else {
            format!("{name} {shown}")
        }
    });
    let variant = (setup.variant != than.variant).then(|| {
        format!(
            "{}: {}",
            ui.text.variant,
            choice(ui, setup, Measure::Variant, setup.variant as i64)
        )
    });
    let actions = setup.script.iter().filter(|entry| !than.script.contains(entry)).map(|entry| {
        let label = Words::term(said.actions, &entry.action).map_or("", |term| term.label);
        let whom = entry.argument.as_deref().unwrap_or_default().replace('-', " ");
        format!("{label} {whom} · {}", clock::seconds(entry.at))
    });
    knobs.chain(variant).chain(actions).collect::<Vec<_>>().join(", ")
}

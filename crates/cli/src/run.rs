//! `interleave run`.

use std::fmt::Write;

use lab::Trace;
use scenarios::{Found, Goal, Language, Scenario, Words, words};
use stage::{Index, Labels, Palette, Terms, View, seconds};

use crate::args::{Bad, Format, Run};
use crate::{said, there};

/// A run as it is written, and whether it has come to its goal; without one it has.
pub(crate) struct Ran {
    pub(crate) text: String,
    pub(crate) met: bool,
}

pub(crate) fn run(run: &Run) -> Result<Ran, Bad> {
    let trace = run.link.setup.finish();
    there::acted_on(&run.link, &trace)?;
    there::looked_at(&run.link, &trace)?;
    let index = Index::new(&trace);
    let setup = &run.link.setup;
    let figures = stage::measured(&trace, &index, setup.scenario.peers);
    let goal = run.link.view.goal.as_ref().map(|goal| goal.check(setup, &trace, &figures));
    let met = goal.as_ref().is_none_or(|found| Goal::is_met(found, &trace));
    let text = text(run, &trace, &index, goal.as_deref().unwrap_or_default())?;
    Ok(Ran { text, met })
}

fn text(run: &Run, trace: &Trace, index: &Index, goal: &[Found]) -> Result<String, Bad> {
    let line = |json: Result<String, serde_json::Error>| {
        json.map(|json| json + "\n").map_err(|error| Bad(error.to_string()))
    };
    match run.format {
        Format::Json => return line(trace.to_json()),
        Format::Perfetto => return line(stage::perfetto(trace, index)),
        Format::Test => return Ok(scenarios::reproduction([(&run.link, trace)])),
        Format::Text | Format::Svg => {}
    }
    let labels = match run.language() {
        Language::En => &Labels::EN,
        Language::Vi => &Labels::VI,
    };
    let scenario = run.link.setup.scenario;
    let terms = terms(scenario, run.language());
    let view = View {
        cursor: run.cursor(trace),
        terms: &terms,
        width: f32::from(run.width),
        works: scenario.works,
        axis: run.axis(),
        ..View::new(trace, index, labels)
    };
    Ok(match run.format {
        Format::Svg => picture(&view, run.dark()),
        _ => report(run, &view, goal),
    })
}

/// The scenario's own words for what its trace names.
fn terms(scenario: &Scenario, language: Language) -> Terms {
    let said = words(scenario.slug, language);
    Terms {
        checks: Words::pairs(said.checks),
        shown: Words::pairs(said.shown),
        actions: Words::pairs(said.actions),
        claims: Words::pairs(said.claims),
    }
}

/// The diagram over the timeline.
fn picture(view: &View, dark: bool) -> String {
    let [diagram, timeline] = stage::picture(view);
    let palette = if dark { &Palette::DARK } else { &Palette::LIGHT };
    stage::svg(&[&diagram, &timeline], palette) + "\n"
}

/// The run in words: what it is, what it came to, then event by event.
fn report(run: &Run, view: &View, goal: &[Found]) -> String {
    let View { trace, index, .. } = *view;
    let setup = &run.link.setup;
    let words = words(setup.scenario.slug, run.language());
    let mut text = format!("{}: {}\n#{}\n\n", words.title, words.sentence, run.link);
    let _ = writeln!(text, "{}", said::outcome(trace, run.language()));
    for claim in &trace.claims {
        let (said, _) = words.claim(&claim.claim, setup);
        let _ = match claim.broken_at_us {
            None if !claim.holds => writeln!(text, "  ✗ {said}"),
            None if !words.applies(&claim.claim, setup) => writeln!(text, "  – {said}"),
            None => writeln!(text, "  ✓ {said}"),
            Some(at) => writeln!(text, "  ✗ {said} ({})", seconds(at)),
        };
    }
    let peers = setup.scenario.peers;
    let measured = stage::measured(trace, index, peers);
    let _ = writeln!(text, "\n{}", said::measured(&measured, peers, run.language()));
    for found in goal {
        let sign = if found.met { '✓' } else { '✗' };
        let _ = writeln!(text, "  {sign} {}", found.say(setup.scenario, run.language()));
    }
    for line in words.plan(setup) {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "\n{}\n", stage::describe(view));
    for (place, event) in trace.events.iter().enumerate().take(view.cursor.events) {
        let said = stage::step_words(view, place);
        let _ = writeln!(text, "{:>10}  {said}", seconds(event.at));
    }
    text
}

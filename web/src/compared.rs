//! Two runs side by side: where they begin to differ, and by how much they do at the end.

use lab::{Event, Micros, Outcome, Trace};

use crate::clock;
use crate::film::Film;
use crate::ui::Ui;
use crate::words::fill;

/// The first event that differs (of the first run) with its words, and the difference at the end.
pub(crate) fn compared(ui: &Ui, a: &Film, b: &Film) -> (Option<(usize, String)>, String) {
    let from = a.with(|first, _| {
        b.with(|second, _| {
            let event = differ_from(first, second)?;
            let at = differ_at(first, second).unwrap_or(0);
            let words = fill(ui.text.differ_from, &[&clock::seconds(at)]);
            Some((event.min(first.events.len().saturating_sub(1)), words))
        })
    });
    (from, at_the_end(ui, a, b))
}

/// By how much the second run is longer or shorter. A run that is never done is neither.
fn at_the_end(ui: &Ui, a: &Film, b: &Film) -> String {
    let films = [("A", a), ("B", b)];
    let is_stuck =
        |film: &Film| film.with(|trace, _| matches!(trace.outcome, Outcome::Deadlocked { .. }));
    let stuck = films.iter().filter(|(_, film)| is_stuck(film));
    let stuck =
        stuck.map(|(name, film)| fill(ui.text.gets_stuck, &[name, &clock::seconds(film.end())]));
    let stuck: Vec<String> = stuck.collect();
    let is_done = |film: &Film| film.with(|trace, _| trace.outcome == Outcome::Finished);
    if !films.iter().all(|(_, film)| is_done(film)) {
        return stuck.join(" · ");
    }
    let (first, second) = (a.end(), b.end());
    match first.cmp(&second) {
        std::cmp::Ordering::Less => fill(ui.text.longer, &[&clock::span(second - first)]),
        std::cmp::Ordering::Equal => String::new(),
        std::cmp::Ordering::Greater => fill(ui.text.shorter, &[&clock::span(first - second)]),
    }
}

/// The instant from which two runs differ.
pub(crate) fn differ_at(a: &Trace, b: &Trace) -> Option<Micros> {
    let event = differ_from(a, b)?;
    [a, b].iter().filter_map(|trace| Some(trace.events.get(event)?.at)).min()
}

/// The first event that is not the same. Call sites do not count: variants are other lines of code.
fn differ_from(a: &Trace, b: &Trace) -> Option<usize> {
    let same = |a: &Event, b: &Event| a.at == b.at && a.task == b.task && a.kind == b.kind;
    let differs = a.events.iter().zip(&b.events).position(|(a, b)| !same(a, b));
    differs
        .or_else(|| (a.events.len() != b.events.len()).then(|| a.events.len().min(b.events.len())))
}

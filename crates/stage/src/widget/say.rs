//! States in words: beside their pictures, in the list of events, and for those who cannot see.

use lab::{Among, Counted, Ended, Level, Machine, Micros, Node, Position, Sample, State};

use super::now::{now, weighed};
use super::words::StateLabels;
use crate::labels::fill;
use crate::store::Store;
use crate::text;
use crate::view::View;

/// What a state says at an instant, in a few words.
pub(crate) fn say(view: &View, state: &State, at: Micros) -> String {
    let words = &view.labels.states;
    match &now(state, at) {
        State::Slots { .. } => String::new(),
        State::Number { value, .. } => words.count(value),
        State::Wait { until } => text::left(*until, at),
        State::Level(level) => say_level(words, level, at),
        State::Levels { rows, most } => {
            let count = rows.iter().filter(|row| !row.evicted).count();
            let there = words.count(count);
            match most {
                Some(most) => fill(words.buckets_of, &[&there, &words.count(most)]),
                None => fill(words.buckets[usize::from(count != 1)], &[&there]),
            }
        }
        State::Window { span, limit, counted } => say_window(words, *span, *limit, counted, at),
        State::Machine(machine) => say_machine(words, machine, at),
        State::Tree { nodes } => {
            let ended = nodes.iter().filter(|node| node.ended.is_some()).count();
            let scopes = words.scopes[usize::from(nodes.len() != 1)];
            let said = fill(scopes, &[&words.count(nodes.len()), &words.count(ended)]);
            let last = nodes.iter().filter_map(|node| node.ended.as_ref());
            let last = last.max_by_key(|ended| (ended.at, !ended.from_above));
            match last.and_then(|ended| ended.words.as_ref()) {
                Some(cause) => format!("{said}, {}", view.terms.shown(cause)),
                None => said,
            }
        }
        State::Sample(sample) => say_sample(words, sample, at),
        State::Checklist { checks } => {
            let on = checks.iter().filter(|check| check.done).count();
            fill(words.on, &[&on.to_string(), &checks.len().to_string()])
        }
        State::Table { rows, .. } => {
            let bad = rows.iter().filter(|row| row.fine == Some(false)).count();
            let judged = rows.iter().any(|row| row.fine.is_some());
            match bad {
                0 if judged => words.rows_fine.to_owned(),
                0 => String::new(),
                _ => fill(words.rows, &[&words.count(bad)]),
            }
        }
    }
}

/// The same with its parts: every bucket, every scope, every line.
pub(crate) fn describe(view: &View, state: &State, at: Micros) -> String {
    const MOST: usize = 12;
    let labels = view.labels;
    let words = &labels.states;
    let (count, parts): (usize, Vec<String>) = match &now(state, at) {
        State::Levels { rows, .. } => {
            let part = |row: &lab::KeyLevel| {
                let key = view.terms.shown(&row.key);
                if row.evicted {
                    return format!("{key} {}", words.evicted);
                }
                format!("{key} {}/{}", row.level.held, row.level.size)
            };
            (rows.len(), rows.iter().take(MOST).map(part).collect())
        }
        State::Machine(machine) => {
            let meaning = words.meanings[machine.at as usize].to_owned();
            let probes: Vec<String> = machine.probes.iter().map(u32::to_string).collect();
            let probing = fill(words.probing, &[&probes.join(", ")]);
            (0, std::iter::once(meaning).chain((!probes.is_empty()).then_some(probing)).collect())
        }
        State::Tree { nodes } => {
            let part = |node: &Node| {
                format!("{} {}", view.terms.shown(&node.name), say_scope(words, node, at))
            };
            (nodes.len(), nodes.iter().take(MOST).map(part).collect())
        }
        State::Checklist { checks } => {
            let on = checks.iter().filter(|check| check.done);
            (0, on.take(MOST).map(|check| view.terms.check(&check.key).into_owned()).collect())
        }
        State::Table { columns, rows } => {
            let part = |row: &lab::Row| {
                let name = view.terms.shown(&row.name);
                let cells = row.cells.iter().zip(columns);
                let cells: Vec<String> =
                    cells.map(|(cell, of)| format!("{} {cell}", view.terms.shown(of))).collect();
                let mark = row.fine.filter(|_| row.cells.is_empty() || row.fine == Some(false));
                let mark = mark.map_or("", |fine| if fine { " ✓" } else { " ✗" });
                match cells.as_slice() {
                    [] => format!("{name}{mark}"),
                    [_] if columns.len() == 1 => format!("{name} {}{mark}", row.cells[0]),
                    _ => format!("{name} ({}){mark}", cells.join(", ")),
                }
            };
            (rows.len(), rows.iter().take(MOST).map(part).collect())
        }
        _ => (0, Vec::new()),
    };
    let said = say(view, state, at);
    if parts.is_empty() {
        return said;
    }
    let more = (count > MOST).then(|| fill(labels.more, &[&(count - MOST).to_string()]));
    let parts: Vec<String> = parts.into_iter().chain(more).collect();
    let parts = parts.join(", ");
    if said.is_empty() { parts } else { format!("{said}: {parts}") }
}

/// The same as briefly as can be, `3/5`; nothing where that says nothing.
pub(crate) fn brief(words: &StateLabels, state: &State, at: Micros) -> Option<String> {
    Some(match &now(state, at) {
        State::Level(level) => format!("{}/{}", words.count(level.held), words.count(level.size)),
        State::Window { limit, counted: Counted::Fixed { count, .. }, .. }
        | State::Window { limit, counted: Counted::Log { count, .. }, .. } => {
            format!("{}/{}", words.count(count), words.count(limit))
        }
        State::Window { span, limit, counted: Counted::Counter { from, previous, count } } => {
            let (sum, _) = weighed(*from, *span, *previous, *count, at);
            format!("{}/{}", tenths(words, sum), words.count(limit))
        }
        State::Checklist { checks } => {
            let on = checks.iter().filter(|check| check.done).count();
            format!("{on}/{}", checks.len())
        }
        _ => return None,
    })
}

fn say_level(words: &StateLabels, level: &Level, at: Micros) -> String {
    let held = fill(words.tokens, &[&words.count(level.held), &words.count(level.size)]);
    match level.next {
        Some((_, to)) if level.held == 0 => fill(words.retry, &[&text::left(to, at)]),
        Some((_, to)) => fill(words.next, &[&held, &text::left(to, at)]),
        None if level.held >= level.size => fill(words.full, &[&held]),
        None => held,
    }
}

fn say_window(
    words: &StateLabels,
    span: Micros,
    limit: u32,
    counted: &Counted,
    at: Micros,
) -> String {
    let limit = words.count(limit);
    match counted {
        Counted::Fixed { from, count } => {
            fill(words.in_box, &[&words.count(count), &limit, &text::seconds(*from)])
        }
        Counted::Log { count, .. } => {
            fill(words.in_last, &[&words.count(count), &limit, &text::span(span)])
        }
        Counted::Counter { from, previous, count } => {
            let (sum, share) = weighed(*from, span, *previous, *count, at);
            let share = (share / 10).to_string();
            let parts = [&words.count(previous) as &str, &share, &words.count(count)];
            let sum = fill(words.sum, &[&tenths(words, sum), &limit]);
            format!("{sum}: {}", fill(words.parts, &parts))
        }
    }
}

fn say_machine(words: &StateLabels, machine: &Machine, at: Micros) -> String {
    let position = words.positions[machine.at as usize];
    format!("{position}: {}", detail(words, machine, at))
}

/// What a breaker counts, or waits for, where it stands.
pub(crate) fn detail(words: &StateLabels, machine: &Machine, at: Micros) -> String {
    match (machine.at, machine.open) {
        (Position::Closed, _) => {
            let [failures, threshold] =
                [machine.failures, machine.threshold].map(|n| n.to_string());
            let Some(Among { failed, window }) = &machine.among else {
                return fill(words.failures, &[&failures, &threshold]);
            };
            let (calls, window) = (failed.len().to_string(), window.to_string());
            fill(words.failures_among, &[&failures, &calls, &threshold, &window])
        }
        (Position::Open, Some((_, to))) if to > at => fill(words.probe_in, &[&text::left(to, at)]),
        (Position::Open, _) => words.probe_next.to_owned(),
        (Position::HalfOpen, _) => {
            let counts = [machine.successes.to_string(), machine.quota.to_string()];
            fill(words.successes, &[&counts[0], &counts[1]])
        }
    }
}

/// A scope's own words: how much time it has, or how it ended.
pub(crate) fn say_scope(words: &StateLabels, node: &Node, at: Micros) -> String {
    match (&node.ended, node.deadline) {
        (Some(ended), _) => {
            let said = match ended {
                _ if is_let_go(ended) => words.let_go,
                _ if ended.by_deadline => words.timed_out,
                _ => words.was_cancelled,
            };
            fill(said, &[&text::seconds(ended.at)])
        }
        (None, Some(deadline)) if deadline <= at => words.time_up.to_owned(),
        (None, Some(deadline)) => fill(words.left, &[&text::left(deadline, at)]),
        (None, None) => words.no_deadline.to_owned(),
    }
}

/// Whether a scope was over, rather than ended by somebody.
pub(crate) fn is_let_go(ended: &Ended) -> bool {
    !ended.by_deadline && !ended.from_above && ended.words.is_none()
}

/// Why the task's scope ended, if it has one of its name that did.
pub(crate) fn cause(view: &View, task: &str) -> Option<String> {
    let ended = ended(view, task)?;
    if ended.by_deadline {
        return Some(view.labels.states.deadline.to_owned());
    }
    ended.words.map(|words| view.terms.shown(&words).into_owned())
}

/// Whether the task has a scope of its name that ended, however long the task itself goes on.
pub(crate) fn has_ended(view: &View, task: &str) -> bool {
    ended(view, task).is_some()
}

/// How the task's scope ended.
fn ended(view: &View, task: &str) -> Option<Ended> {
    let shown = |store: &'_ Store| match store.shown(view.trace, view.events()) {
        Some(State::Tree { nodes }) => {
            nodes.iter().rev().find(|node| node.name == task).and_then(|node| node.ended.clone())
        }
        _ => None,
    };
    view.index.stores.iter().find_map(shown)
}

fn say_sample(words: &StateLabels, sample: &Sample, at: Micros) -> String {
    let value = match sample.value {
        Some(value) => fill(words.p95, &[&text::span(value)]),
        None => words.no_p95.to_owned(),
    };
    let target = fill(words.target, &[&text::span(sample.target)]);
    let workers = fill(words.workers[usize::from(sample.level != 1)], &[&sample.level.to_string()]);
    let mut said = format!("{value}, {target}, {workers}");
    if let Some(until) = sample.quiet_until.filter(|until| *until > at) {
        said = format!("{said}, {}", fill(words.quiet, &[&text::left(until, at)]));
    }
    said
}

/// Thousandths with one digit after the point, or none if that is 0 or the number is large.
pub(crate) fn tenths(words: &StateLabels, thousandths: u64) -> String {
    match (thousandths / 1_000, thousandths % 1_000 / 100) {
        (whole @ 1_000.., _) | (whole, 0) => words.count(whole),
        (whole, part) => format!("{whole}.{part}"),
    }
}

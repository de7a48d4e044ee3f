//! How the run ended, in words.

use lab::{Outcome as Ending, TaskId, Trace, Waiting};
use scenarios::traffic::grouped;
use scenarios::{Language, find};
use yew::prelude::*;

use crate::clock;
use crate::film::Film;
use crate::playback::Look;
use crate::ui::Ui;
use crate::words::{fill, text};

/// How the run ended.
#[inline(never)]
pub(crate) fn outcome(ui: &Ui, film: &Film) -> Html {
    let (bad, first, mut rest) = film.with(|trace, _| said(ui.language, trace, film.stopped));
    if let Some(come) = film.with(|trace, _| film.setup.cut(trace)) {
        let numbers = [come, film.setup.traffic.len()].map(|number| grouped(number, ui.language));
        rest.push(fill(ui.text.outcome_cut, &[&numbers[0], &numbers[1]]));
    }
    html! {
        <div class={classes!("outcome", bad.then_some("bad"))}>
            <p>{ first }</p>
            <ul>
                for (place, line) in rest.iter().enumerate() { <li key={place}>{ line.clone() }</li> }
            </ul>
        </div>
    }
}

/// Whether it is bad, the sentence, and who waits for whom.
pub(super) fn said(
    language: Language,
    trace: &Trace,
    stopped: bool,
) -> (bool, String, Vec<String>) {
    let text = text(language);
    let none = Vec::new();
    match &trace.outcome {
        Ending::Running if stopped => (false, text.outcome_stopped.to_owned(), none),
        Ending::Running => (false, text.outcome_running.to_owned(), none),
        Ending::Finished => (false, text.outcome_finished.to_owned(), none),
        Ending::Deadlocked { waits } => {
            let at = clock::seconds(trace.end());
            let waits = waits.iter().map(|waiting| wait(language, trace, waiting)).collect();
            (true, fill(text.outcome_deadlock, &[&at]), waits)
        }
        Ending::OutOfTime => (true, text.outcome_time.to_owned(), none),
        Ending::OutOfEvents => (true, text.outcome_events.to_owned(), none),
        Ending::Panicked { task, message } => {
            (true, fill(text.outcome_panicked, &[name(trace, *task), message]), none)
        }
    }
}

fn wait(language: Language, trace: &Trace, waiting: &Waiting) -> String {
    let text = text(language);
    let task = name(trace, waiting.task);
    let on = waiting.on.and_then(|on| trace.resources.get(on as usize));
    let waits = match on {
        Some(on) => fill(text.outcome_waits_on, &[task, &called(language, trace, &on.name)]),
        None => fill(text.outcome_waits, &[task]),
    };
    let freed_by: Vec<&str> = waiting.freed_by.iter().map(|task| name(trace, *task)).collect();
    let freed = if freed_by.is_empty() {
        text.freed_by_nobody.to_owned()
    } else {
        fill(text.freed_by, &[&freed_by.join(", ")])
    };
    format!("{waits}; {freed}.")
}

/// What the scenario calls a resource in the reader's language.
fn called(language: Language, trace: &Trace, resource: &str) -> String {
    let look = find(&trace.run.scenario).map(|scenario| Look::in_words(language, scenario));
    look.map_or_else(|| resource.to_owned(), |look| look.terms.shown(resource).into_owned())
}

fn name(trace: &Trace, task: TaskId) -> &str {
    trace.tasks.get(task as usize).map_or("", |task| &task.name)
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use std::time::Duration;

    use lab::{Bounds, Run, VirtualHost};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// What is said of a run without an end.
    fn endless(bounds: Bounds, language: Language) -> String {
        let trace = VirtualHost::new(Run::default(), 1, |lab| async move {
            loop {
                lab.sleep(Duration::from_secs(1)).await;
            }
        })
        .bounded(bounds)
        .finish();
        let (bad, words, _) = said(language, &trace, false);
        assert!(bad, "{words}");
        words
    }

    #[wasm_bindgen_test]
    fn a_run_that_never_ends_is_said_to_have_been_stopped_at_its_bounds() {
        let (usual, few) = (Bounds::default(), Bounds { events: 40, ..Bounds::default() });
        assert!(endless(usual, Language::En).starts_with("Stopped at the time limit"));
        assert!(endless(few, Language::En).starts_with("Stopped at the limit of events"));
        assert!(endless(usual, Language::Vi).starts_with("Dừng vì chạm giới hạn thời gian"));
        assert!(endless(few, Language::Vi).starts_with("Dừng vì chạm giới hạn sự kiện"));
    }
}

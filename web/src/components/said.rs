//! One sentence under the stage: what broke, or how the run got stuck.

use lab::Outcome;
use scenarios::words;
use yew::prelude::*;

use super::outcome;
use crate::clock;
use crate::model::{Model, Msg, Spotlight};
use crate::ui::Ui;

/// What is to be said at the cursor, if anything.
#[inline(never)]
pub(super) fn said(ui: &Ui, model: &Model) -> Html {
    match broken(ui, model).or_else(|| stuck(ui, model)) {
        None => html! { <div class="said-line" role="status"></div> },
        Some(sentence) => html! {
            <div class="said-line" role="status">
                <p class="said bad"><span class="glyph" aria-hidden="true">{ "✗" }</span><span>{ sentence }</span>
                    if model.spotlight.is_some() {
                        <button class="plain" aria-label={ui.text.dismiss} onclick={ui.on(|_: MouseEvent| Msg::Spotlight(None))}>{ "✕" }</button>
                    }
                </p>
            </div>
        },
    }
}

/// The claim that is looked at, and what broke it.
fn broken(ui: &Ui, model: &Model) -> Option<String> {
    let Spotlight { side, claim } = model.spotlight?;
    let setup = &model.films[side].as_ref()?.setup;
    let claim = setup.scenario.claims.get(claim)?;
    let (label, more) = words(setup.scenario.slug, ui.language).claim(claim.slug, setup);
    let at = clock::seconds(model.moment.at);
    let whose = if model.films[1].is_some() { ["A · ", "B · "][side] } else { "" };
    Some(format!("{whose}{at} · {label}: {more}"))
}

/// How a run that did not finish ended, when the cursor has come there.
fn stuck(ui: &Ui, model: &Model) -> Option<String> {
    let film = model.film()?;
    film.with(|trace, _| {
        let at_end = model.moment.cursor.events >= trace.events.len();
        if !at_end || matches!(trace.outcome, Outcome::Finished | Outcome::Running) {
            return None;
        }
        let (_, first, rest) = outcome::said(ui.language, trace, film.stopped);
        Some(format!("{first} {}", rest.first().map(String::as_str).unwrap_or_default()))
    })
}

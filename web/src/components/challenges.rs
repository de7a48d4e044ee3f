//! What there is to reach and to foresee.

mod goal;
mod part;
mod question;

use std::rc::Rc;

use scenarios::{Challenge, Task, Words, words};
use yew::prelude::*;

pub(super) use goal::goal_line;

use crate::model::{Model, Msg, Step};
use crate::progress::Progress;
use crate::ui::Ui;
use crate::words::{challenges as said, fill};

/// The challenges: the goal of the link, if it has one, and the scenario's own.
#[inline(never)]
pub(super) fn challenges(ui: &Ui, model: &Rc<Model>) -> Html {
    let text = said::Text::of(ui.language);
    let scenario = model.link.setup.scenario;
    let clear = {
        let send = ui.send.clone();
        Callback::from(move |_: MouseEvent| {
            Progress::forget();
            send.dispatch(Msg::Challenge(Step::Clear));
        })
    };
    html! {
        <div class="challenges" key={scenario.slug}>
            <div>{ goal::from_link(ui, model) }</div>
            for (place, challenge) in scenario.challenges.iter().enumerate() {
                { card(ui, model, place, challenge) }
            }
            <p class="hidden-words" role="status">{ goal::counted(ui, model) }</p>
            <p class="muted kept">
                if !model.challenges.done.is_empty() { { text.kept }{ " " }<button class="link" onclick={clear}>{ text.clear }</button> }
            </p>
        </div>
    }
}

/// One of them: a line, and the rest of it while it is open.
#[inline(never)]
fn card(ui: &Ui, model: &Rc<Model>, place: usize, challenge: &'static Challenge) -> Html {
    let text = said::Text::of(ui.language);
    let scenario = model.link.setup.scenario;
    let is_open = model.challenges.open == Some(place);
    let done = model.challenges.done.has(scenario.slug, challenge.slug);
    let terms = words(scenario.slug, ui.language).challenges;
    let title = Words::term(terms, challenge.slug).map_or(challenge.slug, |term| term.label);
    let kind = match challenge.task {
        Task::Reach { .. } => text.goal,
        Task::Foresee { .. } => text.question,
    };
    let id = format!("challenge-{place}");
    let onclick =
        ui.on(move |_: MouseEvent| Msg::Challenge(Step::Open((!is_open).then_some(place))));
    html! {
        <section class={classes!("challenge", is_open.then_some("open"))} key={challenge.slug} aria-label={title}>
            <h3>
                <button {onclick} aria-expanded={is_open.to_string()} aria-controls={id.clone()}>
                    { tick(text, done) }
                    <span>{ title }</span>
                    <small class="muted">{ kind }</small>
                </button>
            </h3>
            <div {id} class="challenge-body" tabindex="-1">
                if is_open {
                    {
                        match challenge.task {
                            Task::Reach { with, .. } => goal::own(ui, model, challenge, with),
                            Task::Foresee { .. } => question::question(ui, model, challenge),
                        }
                    }
                }
            </div>
        </section>
    }
}

/// Whether it is done, in a sign and in a word.
#[inline(never)]
fn tick(text: &'static said::Text, done: bool) -> Html {
    let (sign, word) = if done { ("✓", text.done) } else { ("○", text.to_do) };
    html! {
        <span class={classes!("tick", done.then_some("ok"))}><span aria-hidden="true">{ sign }</span><span class="hidden-words">{ word }{ ": " }</span></span>
    }
}

/// Help, if it is wanted.
#[inline(never)]
fn hint(ui: &Ui, model: &Model, challenge: &'static Challenge) -> Html {
    let text = said::Text::of(ui.language);
    let hint = term(ui, model, challenge, "hint").map(|term| term.label);
    html! {
        <div class="hint" role="status">
            if model.challenges.hint { <p><b>{ text.hint }{ ". " }</b>{ hint }</p> }
        </div>
    }
}

/// The button that asks for help, until it was.
#[inline(never)]
fn hint_button(ui: &Ui, model: &Model) -> Html {
    let text = said::Text::of(ui.language);
    html! {
        <>if !model.challenges.hint { <button onclick={ui.on(|_: MouseEvent| Msg::Challenge(Step::Hint))}>{ text.hint }</button> }</>
    }
}

/// A line of a challenge in the words files.
fn term(
    ui: &Ui,
    model: &Model,
    challenge: &'static Challenge,
    part: &str,
) -> Option<&'static scenarios::Term> {
    let terms = words(model.link.setup.scenario.slug, ui.language).challenges;
    Words::term(terms, &format!("{}.{part}", challenge.slug))
}

/// How many challenges of a pattern are done, for the catalogue; nothing while none is.
pub(super) fn ticks(ui: &Ui, done: &Progress, slug: &str) -> Option<(String, String)> {
    let scenario = if done.is_empty() { None } else { scenarios::find(slug) }?;
    let all = scenario.challenges.len();
    let count = scenario.challenges.iter().filter(|of| done.has(scenario.slug, of.slug)).count();
    let sign = if count == all { "✓".to_owned() } else { format!("{count}/{all}") };
    let words = || {
        format!(
            "{}: {}",
            ui.text.challenges,
            fill(ui.text.challenges_done, &[&count.to_string(), &all.to_string()])
        )
    };
    (count > 0).then(|| (sign, words()))
}

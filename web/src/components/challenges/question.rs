//! A question: the run stops, the reader says what happens next, and it plays on.

use std::rc::Rc;

use scenarios::{Asked, Challenge, Cursor, Task, Words, words};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::part::settings;
use super::{hint, hint_button, term};
use crate::clock;
use crate::dom;
use crate::model::{Model, Msg, Question, Step};
use crate::ui::Ui;
use crate::words::{challenges as said, fill};

/// The question, or the offer to ask it.
#[inline(never)]
pub(super) fn question(ui: &Ui, model: &Rc<Model>, challenge: &'static Challenge) -> Html {
    let text = said::Text::of(ui.language);
    let Some(question) = model.challenges.question else {
        return html! {
            <>
                <p>{ text.what_questions_are }</p>
                <div class="row"><button class="primary" onclick={ask(ui, false)}>{ text.ask }</button></div>
            </>
        };
    };
    let Some(asked) = question.asked else {
        return html! { <p class="muted">{ "…" }</p> };
    };
    let terms = words(model.link.setup.scenario.slug, ui.language).challenges;
    let says = Words::term(terms, challenge.slug).map_or("", |term| term.more);
    let at = match asked.stop {
        Cursor::At(ms) => u64::from(ms) * 1_000,
        Cursor::Event(place) => model.film().map_or(0, |film| {
            film.with(|trace, _| trace.events.get(place as usize).map_or(0, |event| event.at))
        }),
        Cursor::Start => 0,
    };
    html! {
        <>
            <p class="asks" role="status">{ says.replace("{at}", &clock::seconds(at)) }</p>
            { choices(ui, model, challenge, question, asked) }
            <div class="verdict" role="status">{ verdict(ui, model, challenge, question, asked) }</div>
            { hint(ui, model, challenge) }
            <div class="row">
                if question.shown {
                    <button onclick={ask(ui, !question.otherwise)}>{ other(ui, model, challenge, question) }</button>
                    <button onclick={ask(ui, question.otherwise)}>{ text.ask_again }</button>
                } else if question.guess.is_some() {
                    <button onclick={ui.play(move |player| player.seek_after(asked.shows + 1))}>{ text.skip }</button>
                } else {
                    { hint_button(ui, model) }
                }
            </div>
        </>
    }
}

fn ask(ui: &Ui, otherwise: bool) -> Callback<MouseEvent> {
    ui.on(move |event: MouseEvent| {
        stay(&event);
        Msg::Challenge(Step::Ask(otherwise))
    })
}

/// What was pressed goes away: who presses keys goes on where it was.
fn stay(event: &MouseEvent) {
    let pressed = event.target_dyn_into::<Element>();
    let around = pressed.and_then(|pressed| pressed.closest(".challenge-body").ok().flatten());
    if let Some(around) = around.and_then(|around| around.dyn_into::<HtmlElement>().ok()) {
        let _ = around.focus();
    }
}

/// The answers that can be given, a button each.
#[inline(never)]
fn choices(
    ui: &Ui,
    model: &Model,
    challenge: &'static Challenge,
    question: Question,
    asked: Asked,
) -> Html {
    let text = said::Text::of(ui.language);
    let Task::Foresee { choices, .. } = challenge.task else { return html! {} };
    html! {
        <div class="choices" role="group" aria-label={text.your_answer}>
            for (place, choice) in choices.iter().enumerate() {
                <button key={*choice} aria-pressed={(question.guess == Some(place)).to_string()} disabled={question.guess.is_some()}
                    class={classes!((question.shown && *choice == asked.answer).then_some("right"), (question.guess == Some(place)).then_some("chosen"))}
                    onclick={answer(ui, place, asked)}>
                    { term(ui, model, challenge, choice).map_or(*choice, |term| term.label) }
                    if question.shown && *choice == asked.answer { <span class="sign" aria-hidden="true">{ " ✓" }</span> }
                </button>
            }
        </div>
    }
}

/// Takes the answer, and plays on; without motion, the answer is there at once.
fn answer(ui: &Ui, place: usize, asked: Asked) -> Callback<MouseEvent> {
    let (send, player) = (ui.send.clone(), ui.player.clone());
    Callback::from(move |event: MouseEvent| {
        stay(&event);
        send.dispatch(Msg::Challenge(Step::Answer(place)));
        if dom::still() { player.seek_after(asked.shows + 1) } else { player.play() }
    })
}

/// What is to be watched, and then whether it was foreseen, and why it came so.
#[inline(never)]
fn verdict(
    ui: &Ui,
    model: &Model,
    challenge: &'static Challenge,
    question: Question,
    asked: Asked,
) -> Html {
    let text = said::Text::of(ui.language);
    let (Task::Foresee { choices, .. }, Some(guess)) = (challenge.task, question.guess) else {
        return html! {};
    };
    let chosen = choices.get(guess).copied().unwrap_or_default();
    let label = |choice: &str| term(ui, model, challenge, choice).map_or("", |term| term.label);
    if !question.shown {
        return html! { <p>{ fill(text.watch, &[label(chosen)]) }</p> };
    }
    let why = term(ui, model, challenge, asked.answer).map_or("", |term| term.more);
    let said = if chosen == asked.answer {
        text.right.to_owned()
    } else {
        fill(text.wrong, &[label(asked.answer)])
    };
    html! { <p><b>{ said }</b>{ " " }{ why }</p> }
}

/// The other question: of these settings, or without those.
fn other(ui: &Ui, model: &Model, challenge: &'static Challenge, question: Question) -> String {
    let scenario = model.link.setup.scenario;
    let Task::Foresee { otherwise, .. } = challenge.task else { return String::new() };
    let (own, other) = (challenge.setup(scenario), challenge.setup_with(scenario, otherwise));
    let (now, then) = if question.otherwise { (&other, &own) } else { (&own, &other) };
    let text = said::Text::of(ui.language);
    match settings(ui, then, now) {
        more if more.is_empty() => fill(text.ask_without, &[&settings(ui, now, then)]),
        more => fill(text.ask_otherwise, &[&more]),
    }
}

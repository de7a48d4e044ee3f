//! A goal, and what has become of it in the run on screen.

use std::rc::Rc;

use scenarios::{Challenge, Found, Link, Words, words};
use yew::prelude::*;

use super::part::{bound, settings, value};
use super::{hint, hint_button, term};
use crate::model::{Model, Msg, Standing, Step};
use crate::ui::Ui;
use crate::words::{challenges as said, fill};

/// The goal of the link, which stands first.
#[inline(never)]
pub(super) fn from_link(ui: &Ui, model: &Rc<Model>) -> Html {
    if model.link.view.goal.is_none() {
        return html! {};
    }
    let text = said::Text::of(ui.language);
    let standing = model.challenges.links.as_ref();
    let met = standing.is_some_and(|standing| standing.met);
    html! {
        <section class="challenge open" aria-label={text.from_link}>
            <h3><span class="head">{ super::tick(text, met) }<span>{ text.from_link }</span></span></h3>
            <div class="challenge-body">
                <p>{ text.from_link_says }</p>
                { parts(ui, model, standing) }
                <div class="verdict" role="status">if met { <p><b>{ text.reached_links }</b></p> }</div>
            </div>
        </section>
    }
}

/// One of the scenario's own.
#[inline(never)]
pub(super) fn own(
    ui: &Ui,
    model: &Rc<Model>,
    challenge: &'static Challenge,
    with: &'static [&'static str],
) -> Html {
    let text = said::Text::of(ui.language);
    let setup = &model.link.setup;
    let terms = words(setup.scenario.slug, ui.language).challenges;
    let says = Words::term(terms, challenge.slug).map_or("", |term| term.more);
    let standing = model.challenges.own.as_ref();
    let strayed = standing.map(|standing| Rc::clone(&standing.strayed)).unwrap_or_default();
    let met = standing.is_some_and(|standing| standing.met);
    let (first, begun) = (challenge.setup(setup.scenario), model.challenges.begun);
    let begin = if begun { text.begin_again } else { text.begin };
    html! {
        <>
            <p>{ says }</p>
            { parts(ui, model, standing) }
            <p class="muted">{ fill(text.usable, &[&names(ui, model, with)]) }</p>
            <div class="verdict" role="status">
                if met {
                    <p><b>{ text.reached }</b>{ " " }{ term(ui, model, challenge, "why").map(|term| term.label) }</p>
                } else if !begun {
                    <p class="strayed">{ fill(text.begins_with, &[&settings(ui, &first, &Link::new(setup.scenario).setup)]) }</p>
                } else if !strayed.is_empty() {
                    <p class="strayed">{ fill(text.strayed, &[&names(ui, model, &strayed)]) }</p>
                }
            </div>
            { hint(ui, model, challenge) }
            <div class="row">
                if *setup != first { <button onclick={ui.on(|_: MouseEvent| Msg::Challenge(Step::Begin))}>{ begin }</button> }
                { hint_button(ui, model) }
            </div>
        </>
    }
}

/// Part by part: what is wanted, and what was measured.
#[inline(never)]
fn parts(ui: &Ui, model: &Model, standing: Option<&Standing>) -> Html {
    html! {
        <ul class="parts">
            if let Some(standing) = standing {
                for (place, found) in standing.found.iter().enumerate() {
                    <li key={place} class={classes!(found.met.then_some("met"))}>
                        <span class="sign" aria-hidden="true">{ if found.met { "✓" } else { "○" } }</span>
                        <span>{ bound(ui, &model.link.setup, found.part) }</span>
                        <span class="now-at">{ so_far(ui, model, found) }</span>
                    </li>
                }
            }
        </ul>
    }
}

/// `not yet: 1188 ms`.
fn so_far(ui: &Ui, model: &Model, found: &Found) -> String {
    let text = said::Text::of(ui.language);
    let word = if found.met { text.met } else { text.unmet };
    match value(ui, &model.link.setup, found) {
        Some(value) => format!("{word}: {value}"),
        None => word.to_owned(),
    }
}

/// How many parts of a goal are met, for who listens.
pub(super) fn counted(ui: &Ui, model: &Model) -> String {
    let text = said::Text::of(ui.language);
    let standings = [&model.challenges.links, &model.challenges.own].into_iter().flatten();
    let said = standings.map(|standing| {
        let met = standing.found.iter().filter(|found| found.met).count().to_string();
        let open = standing.found.iter().filter(|found| !found.met);
        let open = open.map(|found| {
            let bound = bound(ui, &model.link.setup, found.part);
            format!(" {bound}, {}.", so_far(ui, model, found))
        });
        let all = standing.found.len().to_string();
        fill(text.count_met, &[&met, &all]) + &open.collect::<String>()
    });
    said.collect::<Vec<_>>().join(" ")
}

/// In a frame that has no room for more: the goal of the link in one line.
pub(in crate::components) fn goal_line(ui: &Ui, model: &Rc<Model>) -> Html {
    let Some(standing) = &model.challenges.links else { return html! {} };
    let text = said::Text::of(ui.language);
    let said = standing.found.iter().map(|found| {
        let sign = if found.met { "✓" } else { "○" };
        format!("{sign} {}, {}", bound(ui, &model.link.setup, found.part), so_far(ui, model, found))
    });
    html! {
        <p class={classes!("goal-line", standing.met.then_some("met"))} role="status">
            <b>{ if standing.met { text.reached } else { text.goal } }</b>{ " " }{ said.collect::<Vec<_>>().join(" · ") }
        </p>
    }
}

/// What knobs, actions and the rest are called.
fn names(ui: &Ui, model: &Model, slugs: &[&'static str]) -> String {
    let text = said::Text::of(ui.language);
    let said = words(model.link.setup.scenario.slug, ui.language);
    let name = |slug: &&'static str| {
        let knob = Words::term(said.knobs, slug).or_else(|| Words::term(said.actions, slug));
        match (*slug, knob) {
            (_, Some(term)) => term.label,
            ("variant", None) => ui.text.variant,
            ("seed", None) => text.seed,
            (slug, None) => slug,
        }
    };
    slugs.iter().map(name).collect::<Vec<_>>().join(", ")
}

//! The title: what this is, its variants, and what opens beside the stage.

use scenarios::{Scenario, Side, View, Words, words};
use yew::prelude::*;

use super::seg::{Seg, seg};
use crate::model::{Dialog, Msg};
use crate::ui::Ui;

pub(crate) struct Props<'a> {
    /// The scenario's slug.
    pub(crate) slug: &'static str,
    /// The variant on screen.
    pub(crate) variant: usize,
    /// What is open.
    /// The reader is asked what happens: a trap's words would tell.
    pub(crate) asks: bool,
    /// Two runs are compared.
    pub(crate) compares: bool,
    /// Whether it stands in a frame, and how.
    pub(crate) view: &'a View,
}

/// The title.
#[inline(never)]
pub(crate) fn title(ui: &Ui, props: &Props<'_>) -> Html {
    let Some(scenario) = scenarios::find(props.slug) else { return html! {} };
    let said = words(props.slug, ui.language);
    let more = Words::term(said.variants, scenario.variants[props.variant].slug);
    let more = more.filter(|_| props.variant > 0 && !props.asks).map_or("", |term| term.more);
    let frame = &props.view.frame;
    let unseen = (!frame.title).then_some("hidden-words");
    let variants_shown = scenario.variants.len() > 1 && frame.has("variant");
    html! {
        <div class={classes!("title", (!frame.title && !variants_shown).then_some("none"))}>
            <h1 class={classes!(unseen)}>{ said.title }</h1>
            <div class="lead">
                if more.is_empty() { <p class={classes!(unseen)}>{ said.sentence }</p> } else { <p class={classes!("trap", unseen)}>{ more }</p> }
                if variants_shown {
                    { seg(&Seg { id: "variant", name: ui.text.variant, choices: variants(scenario, said), chosen: props.variant, disabled: frame.locks("variant") }, &ui.on(Msg::Variant)) }
                }
            </div>
            if !props.view.embed {
                <div class="tools">
                    <button aria-pressed={props.compares.to_string()} onclick={ui.on(|_| Msg::Dialog(Some(Dialog::Compare)))}>{ ui.text.compare }</button>
                    <span class="panels">
                        for (side, name) in [(Side::Story, ui.text.story), (Side::Code, ui.text.code), (Side::Events, ui.text.events), (Side::Challenges, ui.text.challenges)] {
                            <button key={name} aria-pressed={(props.view.side == Some(side)).to_string()} onclick={toggle(ui, props.view.side, side)}>{ name }</button>
                        }
                    </span>
                </div>
            }
        </div>
    }
}

/// The names of the variants.
pub(super) fn variants(scenario: &'static Scenario, said: &'static Words) -> Vec<AttrValue> {
    let label = |slug| Words::term(said.variants, slug).map_or(slug, |term| term.label);
    scenario.variants.iter().map(|variant| AttrValue::from(label(variant.slug))).collect()
}

fn toggle(ui: &Ui, open: Option<Side>, side: Side) -> Callback<MouseEvent> {
    ui.on(move |_| Msg::Side((open != Some(side)).then_some(side)))
}

//! The words of a scenario.

use scenarios::{Setup, words};
use yew::prelude::*;

use crate::rest;
use crate::ui::Ui;

/// The story, and the plan the settings make, if the scenario has one. Its markup is our own, made
/// from our own words when the page was built.
#[inline(never)]
pub(crate) fn story(ui: &Ui, setup: &Setup) -> Html {
    rest::want_panels();
    let slug = setup.scenario.slug;
    let said = words(slug, ui.language);
    let plan = said.plan(setup);
    html! {
        <div class="story" key={format!("{}-{}", slug, ui.language.code())}>
            <p class="when"><b>{ ui.text.when }{ ". " }</b>{ said.when }</p>
            <div>{ Html::from_html_unchecked(AttrValue::Static(said.story)) }</div>
            if !plan.is_empty() {
                <h3>{ ui.text.plan }</h3>
                <ul>for line in plan { <li>{ line }</li> }</ul>
            }
        </div>
    }
}

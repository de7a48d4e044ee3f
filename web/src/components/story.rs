//! The words of a scenario.

use scenarios::words;
use yew::prelude::*;

use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The scenario's slug.
    pub(crate) slug: &'static str,
}

/// The story. Its markup is our own, made from our own words when the page was built.
#[component]
pub(crate) fn Story(props: &Props) -> Html {
    let ui = use_ui();
    let said = words(props.slug, ui.language);
    html! {
        <div class="story" key={format!("{}-{}", props.slug, ui.language.code())}>
            <p class="when"><b>{ ui.text.when }{ ". " }</b>{ said.when }</p>
            <div>{ Html::from_html_unchecked(AttrValue::Static(said.story)) }</div>
        </div>
    }
}

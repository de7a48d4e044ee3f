//! The words of a scenario.

use scenarios::words;
use yew::prelude::*;

use crate::ui::Ui;

/// The story. Its markup is our own, made from our own words when the page was built.
pub(crate) fn story(ui: &Ui, slug: &'static str) -> Html {
    let said = words(slug, ui.language);
    html! {
        <div class="story" key={format!("{}-{}", slug, ui.language.code())}>
            <p class="when"><b>{ ui.text.when }{ ". " }</b>{ said.when }</p>
            <div>{ Html::from_html_unchecked(AttrValue::Static(said.story)) }</div>
        </div>
    }
}

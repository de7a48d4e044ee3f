//! What the link held that could not be used, a line each.

use scenarios::{Notice, Scenario};
use yew::prelude::*;

use crate::model::{Msg, about};
use crate::ui::Ui;

pub(crate) struct Props {
    /// All of them; those about a knob stand next to the knob.
    pub(crate) notices: Vec<Notice>,
    /// The scenario's slug.
    pub(crate) slug: &'static str,
}

/// The notices that belong to no knob.
#[inline(never)]
pub(crate) fn notices(ui: &Ui, props: &Props) -> Html {
    let scenario = scenarios::find(props.slug);
    let general =
        props.notices.iter().enumerate().filter(|(_, notice)| !is_of_knob(scenario, notice));
    html! {
        <div class="notices" role="status">
            for (place, notice) in general {
                <div class="notice" key={place}>
                    <span>{ notice.say(ui.language) }</span>
                    <button class="plain" onclick={ui.on(move |_| Msg::Dismiss(place))} aria-label={ui.text.dismiss}>{ "✕" }</button>
                </div>
            }
        </div>
    }
}

fn is_of_knob(scenario: Option<&'static Scenario>, notice: &Notice) -> bool {
    about(notice).is_some_and(|key| scenario.is_some_and(|scenario| scenario.field(key).is_some()))
}

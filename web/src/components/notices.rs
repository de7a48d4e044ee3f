//! What the link held that could not be used, a line each.

use scenarios::{Link, Notice};
use yew::prelude::*;

use super::parameters::shown;
use crate::model::{Msg, about};
use crate::ui::Ui;

pub(crate) struct Props {
    /// All of them; those about a knob stand next to the knob.
    pub(crate) notices: Vec<Notice>,
    /// The run, and which of its knobs are shown.
    pub(crate) link: Link,
}

/// The notices that belong to no knob that is shown.
#[inline(never)]
pub(crate) fn notices(ui: &Ui, props: &Props) -> Html {
    let general =
        props.notices.iter().enumerate().filter(|(_, notice)| !is_of_knob(&props.link, notice));
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

fn is_of_knob(link: &Link, notice: &Notice) -> bool {
    about(notice).is_some_and(|key| shown(link).any(|(_, field)| field.name == key))
}

//! The knobs.

use scenarios::{Compare, Notice, Setup, words};
use yew::prelude::*;

use super::knob::{self, knob};
use crate::model::{Msg, about};
use crate::ui::Ui;

pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// What the link held that could not be used.
    pub(crate) notices: Vec<Notice>,
    /// What the run is compared with.
    pub(crate) compare: Option<Compare>,
    /// In real time: one thread, and no way to have more.
    pub(crate) real: bool,
    /// In a frame: only the first ones.
    pub(crate) embed: bool,
}

/// In a frame there is room for so many.
const IN_FRAME: usize = 2;

/// The knobs.
pub(crate) fn parameters(ui: &Ui, props: &Props) -> Html {
    let scenario = props.setup.scenario;
    let said = words(scenario.slug, ui.language);
    let most = if props.embed { IN_FRAME } else { usize::MAX };
    let notice = |name: &str| {
        let found = props.notices.iter().find(|notice| about(notice) == Some(name));
        found.map(|notice| AttrValue::from(notice.say(ui.language)))
    };
    let other = |place: usize| match props.compare {
        Some(Compare::Knob(compared, value)) if compared == place => Some(value),
        _ => None,
    };
    html! {
        <section aria-label={ui.text.parameters}>
            <h2>{ ui.text.parameters }</h2>
            <div class="knobs" key={scenario.slug}>
                for (place, field) in scenario.fields.iter().enumerate().take(most) {
                    { knob(ui, &knob::Props {
                        field,
                        said,
                        value: props.setup.values[place],
                        notice: notice(field.name),
                        greyed: props.real && field.name == "threads",
                        other: other(place),
                        onturn: ui.on(move |value| Msg::Turn(place, value)),
                    }) }
                }
            </div>
            if !props.embed { <button onclick={ui.on(|_| Msg::Reset)}>{ ui.text.reset }</button> }
        </section>
    }
}

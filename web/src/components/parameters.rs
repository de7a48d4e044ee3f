//! The knobs.

use scenarios::{Compare, Link, Notice, words};
use yew::prelude::*;

use super::knob::{self, knob};
use super::own_traffic::{own_status, own_traffic};
use crate::model::{Msg, Shelf, about};
use crate::ui::Ui;

pub(crate) struct Props {
    /// The run.
    pub(crate) link: Link,
    /// The reader's own traffic.
    pub(crate) traffic: Shelf,
    /// How many links were opened.
    pub(crate) addressed: u32,
    /// What the link held that could not be used.
    pub(crate) notices: Vec<Notice>,
}

/// In a frame that asks for nothing else there is room for so many.
const IN_FRAME: usize = 2;

/// The knobs.
pub(crate) fn parameters(ui: &Ui, props: &Props) -> Html {
    let Link { setup, view, .. } = &props.link;
    let scenario = setup.scenario;
    let said = words(scenario.slug, ui.language);
    let few = view.embed && view.frame.panels.is_none();
    let most = if few { IN_FRAME } else { usize::MAX };
    let shown = scenario.fields.iter().enumerate().filter(|(_, field)| view.frame.has(field.name));
    let notice = |name: &str| {
        let found = props.notices.iter().find(|notice| about(notice) == Some(name));
        found.map(|notice| AttrValue::from(notice.say(ui.language)))
    };
    let other = |place: usize| match view.compare {
        Some(Compare::Knob(compared, value)) if compared == place => Some(value),
        _ => None,
    };
    html! {
        <section class="parameters" aria-label={ui.text.parameters}>
            <h2>{ ui.text.parameters }</h2>
            <div class="knobs" key={scenario.slug}>
                for (place, field) in shown.take(most) {
                    { knob(ui, &knob::Props {
                        field,
                        said,
                        value: setup.values[place],
                        notice: notice(field.name),
                        greyed: view.real && field.name == "threads",
                        locked: view.frame.locks(field.name),
                        other: other(place),
                        onturn: ui.on(move |value| Msg::Turn(place, value)),
                    }) }
                }
            </div>
            <div>{ own(ui, props) }</div>
            if !view.embed { <button onclick={ui.on(|_| Msg::Reset)}>{ ui.text.reset }</button> }
        </section>
    }
}

/// Where arrivals can be the reader's own: the field for them while they are, and what became of it.
fn own(ui: &Ui, props: &Props) -> Html {
    let link = &props.link;
    if link.view.embed || link.setup.scenario.takes_traffic().is_none() {
        return html! {};
    }
    html! {
        <>
            <div>if link.uses_traffic() { { own_traffic(ui, props.addressed) } }</div>
            { own_status(ui, link, &props.traffic) }
        </>
    }
}

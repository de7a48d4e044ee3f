//! The knobs.

use scenarios::{Compare, Field, Link, Notice, Panel, Words, words};
use yew::prelude::*;

use super::knob::{self, knob};
use super::own_traffic::{fitting, own_refusal, own_status, own_traffic};
use crate::model::{Msg, Shelf, about};
use crate::ui::Ui;
use crate::words::fill;

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

/// The knobs that are shown, and their places.
pub(crate) fn shown(link: &Link) -> impl Iterator<Item = (usize, &'static Field)> {
    let (view, frame) = (&link.view, &link.view.frame);
    let most = match view.embed {
        true if !frame.shows(Panel::Knobs) => 0,
        true if frame.panels.is_none() => IN_FRAME,
        _ => usize::MAX,
    };
    let fields = link.setup.scenario.fields.iter().enumerate();
    fields.filter(|(_, field)| frame.has(field.name)).take(most)
}

/// The knobs.
#[inline(never)]
pub(crate) fn parameters(ui: &Ui, props: &Props) -> Html {
    let Link { setup, view, .. } = &props.link;
    let scenario = setup.scenario;
    let said = words(scenario.slug, ui.language);
    let notice = |name: &str| {
        let found = props.notices.iter().find(|notice| about(notice) == Some(name));
        found.map(|notice| AttrValue::from(notice.say(ui.language)))
    };
    let other = |place: usize| match view.compare {
        Some(Compare::Knob(compared, value)) if compared == place => Some(value),
        _ => None,
    };
    // Idle in both runs, if there are two.
    let idle = |place: usize| {
        let other = setup.idle(place)?;
        let both = view.compare.is_none_or(|compare| compare.of(setup).idle(place).is_some());
        let field = &scenario.fields[other];
        let name = Words::term(said.knobs, field.name).map_or(field.name, |term| term.label);
        let value = knob::shown(field, said, setup.values[other]);
        both.then(|| AttrValue::from(fill(ui.text.idle, &[name, &value])))
    };
    html! {
        <section class="parameters" aria-label={ui.text.parameters}>
            <h2>{ ui.text.parameters }</h2>
            <div class="knobs" key={scenario.slug}>
                for (place, field) in shown(&props.link) {
                    { knob(ui, &knob::Props {
                        field,
                        said,
                        value: setup.values[place],
                        notice: notice(field.name),
                        idle: idle(place),
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
#[inline(never)]
fn own(ui: &Ui, props: &Props) -> Html {
    let link = &props.link;
    if link.setup.scenario.takes_traffic().is_none() {
        return html! {};
    }
    if link.view.embed {
        return own_refusal(ui, &props.traffic);
    }
    html! {
        <>
            <div>if link.uses_traffic() { { own_traffic(ui, props.addressed) } }</div>
            { own_status(ui, link, &props.traffic) }
            <div>{ fitting(ui, link, &props.traffic) }</div>
        </>
    }
}

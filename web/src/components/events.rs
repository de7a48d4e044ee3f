//! Every event in a table. Only the rows in view are there.

use std::rc::Rc;

use stage::{Cursor, step_words};
use web_sys::Element;
use yew::prelude::*;

use crate::clock;
use crate::dom;
use crate::film::Film;
use crate::playback::Look;
use crate::ui::{Ui, use_ui};
use crate::words::fill;

/// The height of a row, as the stylesheets have it: on a phone a finger must be able to press it.
fn row_height() -> i32 {
    if dom::matches("(max-width: 760px)") { 46 } else { 26 }
}

/// So many rows are there: more than any screen has.
const ROWS: usize = 90;
/// So many of them above the first in view.
const ABOVE: usize = 20;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run.
    pub(crate) film: Option<Rc<Film>>,
    /// How many events have happened.
    pub(crate) events: usize,
    /// How many there are.
    pub(crate) all: usize,
}

/// The table.
#[component]
pub(crate) fn Events(props: &Props) -> Html {
    let ui = use_ui();
    let first = use_state(|| 0_usize);
    let body = use_node_ref();
    use_effect_with((props.events, body.clone()), |(events, body)| {
        if let Some(body) = body.cast::<Element>() {
            bring(&body, *events);
        }
    });
    let onscroll = {
        let (first, body) = (first.clone(), body.clone());
        Callback::from(move |_: Event| {
            let top = body.cast::<Element>().map_or(0, |body| body.scroll_top());
            // In tens of rows: a scrolled pixel renders nothing.
            first.set((top / row_height()) as usize / 10 * 10);
        })
    };
    let Some(film) = &props.film else { return html! {} };
    let row = row_height();
    let from = first.saturating_sub(ABOVE).min(props.all);
    let to = (from + ROWS).min(props.all);
    let gap = |rows: usize| html! { <tr class="gap" aria-hidden="true"><td colspan="3" height={(rows as i32 * row).to_string()}></td></tr> };
    html! {
        <>
            <div class="side-head sub"><span class="muted">{ fill(ui.text.events_count, &[&props.all.to_string()]) }</span></div>
            <div class="side-body" ref={body} {onscroll} tabindex="0" role="group" aria-label={ui.text.events}>
                <table class="events" aria-rowcount={(props.all + 1).to_string()}>
                    <thead><tr><th scope="col">{ ui.text.column_time }</th><th scope="col">{ ui.text.column_task }</th><th scope="col">{ ui.text.column_what }</th></tr></thead>
                    <tbody>{ gap(from) }</tbody>
                    <tbody>
                        for event in from..to { { line(&ui, film, event, props.events) } }
                    </tbody>
                    <tbody>{ gap(props.all - to) }</tbody>
                </table>
            </div>
        </>
    }
}

#[inline(never)]
fn line(ui: &Ui, film: &Film, event: usize, happened: usize) -> Html {
    let Some((at, task, what)) = cells(ui, film, event) else {
        return html! { <tr key={event} /> };
    };
    let (future, here) = (event >= happened, event + 1 == happened);
    html! {
        <tr key={event} class={classes!(future.then_some("future"))} aria-current={here.then_some("true")} aria-rowindex={(event + 2).to_string()}
            onclick={ui.play(move |player| player.seek_after(event + 1))}>
            <td>{ at }</td><td>{ task }</td><td><button>{ what }</button></td>
        </tr>
    }
}

fn cells(ui: &Ui, film: &Film, event: usize) -> Option<(String, String, String)> {
    let look = Look::in_words(ui.language, film.setup.scenario);
    film.with(|trace, index| {
        let found = trace.events.get(event)?;
        let task = found.task.and_then(|task| trace.tasks.get(task as usize));
        let task = task.map_or_else(|| "–".to_owned(), |task| task.name.clone());
        let view = look.view(trace, index, Cursor::after(trace, event + 1), None);
        Some((clock::seconds(found.at), task, step_words(&view, event)))
    })
}

/// Scrolls so that the current row is seen.
fn bring(body: &Element, events: usize) {
    let row = row_height();
    let top = events as i32 * row;
    let (from, height) = (body.scroll_top(), body.client_height());
    if top < from + row || top > from + height - 2 * row {
        body.set_scroll_top(top - height / 3);
    }
}

//! What must hold, and whether it did. A broken one leads to the instant.

use std::rc::Rc;

use lab::Micros;
use scenarios::{Setup, Words, words};
use yew::prelude::*;

use crate::clock;
use crate::film::Film;
use crate::model::{Msg, Spotlight};
use crate::ui::Ui;
use crate::words::fill;

pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// The same computed, and the one it is compared with.
    pub(crate) films: [Option<Rc<Film>>; 2],
}

/// The claims.
#[inline(never)]
pub(crate) fn claims(ui: &Ui, props: &Props) -> Html {
    let said = words(props.setup.scenario.slug, ui.language);
    let found = props.films.each_ref().map(|film| film.as_ref().map(|film| film.claims()));
    let [first, second] = &found;
    let other = props.films[1].as_ref().map(|film| &film.setup).zip(second.as_ref());
    html! {
        <section class="claims" aria-label={ui.text.claims}>
            <h2>{ ui.text.claims }</h2>
            <ul>
                for (place, claim) in props.setup.scenario.claims.iter().enumerate() {
                    <li key={claim.slug}>
                        { line(ui, place, said, &props.setup, first.as_ref().and_then(|found| found.get(place))) }
                        if let Some((setup, found)) = other { { beside(ui, place, said, setup, found.get(place)) } }
                    </li>
                }
            </ul>
        </section>
    }
}

#[inline(never)]
fn line(
    ui: &Ui,
    place: usize,
    said: &'static Words,
    setup: &Setup,
    found: Option<&lab::Claim>,
) -> Html {
    let slug = setup.scenario.claims[place].slug;
    let (label, more) = said.claim(slug, setup);
    let Some((at, event)) = broken(found) else {
        if !said.applies(slug, setup) {
            return html! { <><span class="muted" aria-hidden="true">{ "–" }</span><span class="muted">{ label }</span></> };
        }
        return html! {
            <><span class="ok" aria-hidden="true">{ "✓" }</span><span>{ label }<span class="hidden-words">{ ", " }{ ui.text.holds }</span></span></>
        };
    };
    html! {
        <>
            <span class="no" aria-hidden="true">{ "✗" }</span>
            <span>
                <button onclick={show(ui, Spotlight { side: 0, claim: place }, event)}>{ label }<span class="hidden-words">{ broke(ui, at) }</span></button>
                <small>{ format!("{} · {more}", clock::seconds(at)) }</small>
            </span>
        </>
    }
}

/// The same of the run compared with: by its letter.
#[inline(never)]
fn beside(
    ui: &Ui,
    place: usize,
    said: &'static Words,
    setup: &Setup,
    found: Option<&lab::Claim>,
) -> Html {
    let slug = setup.scenario.claims[place].slug;
    let (label, more) = said.claim(slug, setup);
    let how = match broken(found) {
        Some((at, event)) => html! {
            <>
                <span class="no" aria-hidden="true">{ "✗ " }</span>
                <button onclick={show(ui, Spotlight { side: 1, claim: place }, event)}><span class="hidden-words">{ format!("B: {label}{}", broke(ui, at)) }</span><span aria-hidden="true">{ clock::seconds(at) }</span></button>
                { format!(" · {more}") }
            </>
        },
        None if !said.applies(slug, setup) => html! { <span class="muted">{ "–" }</span> },
        None => html! {
            <><span class="ok" aria-hidden="true">{ "✓" }</span><span class="hidden-words">{ ui.text.holds }</span></>
        },
    };
    html! { <small class={classes!("beside", broken(found).map(|_| "broken"))}>{ "B " }{ how }</small> }
}

/// When a claim broke, and by which event.
fn broken(found: Option<&lab::Claim>) -> Option<(Micros, u32)> {
    let claim = found?;
    Some((claim.broken_at_us?, claim.event?))
}

/// For who hears it: that it broke, and where a click leads.
fn broke(ui: &Ui, at: Micros) -> String {
    format!(", {}: {}", ui.text.broken, fill(ui.text.show_instant, &[&clock::seconds(at)]))
}

/// Leads to where a claim broke, and rings who broke it.
fn show(ui: &Ui, spotlight: Spotlight, event: u32) -> Callback<MouseEvent> {
    let (player, send) = (ui.player.clone(), ui.send.clone());
    Callback::from(move |_| {
        player.seek_event(spotlight.side, event as usize);
        send.dispatch(Msg::Spotlight(Some(spotlight)));
    })
}

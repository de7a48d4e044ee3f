//! What must hold, and whether it did. A broken one leads to the instant.

use std::rc::Rc;

use scenarios::{Setup, Words, words};
use yew::prelude::*;

use crate::clock;
use crate::film::Film;
use crate::model::Msg;
use crate::ui::Ui;
use crate::words::fill;

pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// The same, computed.
    pub(crate) film: Option<Rc<Film>>,
}

/// The claims.
#[inline(never)]
pub(crate) fn claims(ui: &Ui, props: &Props) -> Html {
    let said = words(props.setup.scenario.slug, ui.language);
    let found = props.film.as_ref().map(|film| film.claims()).unwrap_or_default();
    html! {
        <section class="claims" aria-label={ui.text.claims}>
            <h2>{ ui.text.claims }</h2>
            <ul>
                for (place, claim) in props.setup.scenario.claims.iter().enumerate() {
                    <li key={claim.slug}>{ line(ui, place, said, &props.setup, found.get(place)) }</li>
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
    let Some((at, event)) = found.and_then(|claim| Some((claim.broken_at_us?, claim.event?)))
    else {
        if !said.applies(slug, setup) {
            return html! { <><span class="muted" aria-hidden="true">{ "–" }</span><span class="muted">{ label }</span></> };
        }
        return html! {
            <><span class="ok" aria-hidden="true">{ "✓" }</span><span>{ label }<span class="hidden-words">{ ", " }{ ui.text.holds }</span></span></>
        };
    };
    let player = ui.player.clone();
    let send = ui.send.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        player.seek_event(0, event as usize);
        send.dispatch(Msg::Spotlight(Some(place)));
    });
    html! {
        <>
            <span class="no" aria-hidden="true">{ "✗" }</span>
            <span>
                <button {onclick}>{ label }<span class="hidden-words">{ format!(", {}: {}", ui.text.broken, fill(ui.text.show_instant, &[&clock::seconds(at)])) }</span></button>
                <small>{ format!("{} · {more}", clock::seconds(at)) }</small>
            </span>
        </>
    }
}

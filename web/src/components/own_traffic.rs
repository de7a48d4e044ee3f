//! The reader's own traffic: pasted, chosen or dropped, and what became of it.

use scenarios::traffic::grouped;
use scenarios::{Fits, Link, Words, words};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::model::{Msg, Shelf};
use crate::ui::Ui;
use crate::words::fill;
use crate::{clock, dom};

/// A text as long as this is read without being shown: a field that holds it would be slow.
const LONG: usize = 20_000;

/// The reader's own traffic; `addressed` counts links, and each begins with an empty field.
#[inline(never)]
pub(crate) fn own_traffic(ui: &Ui, addressed: u32) -> Html {
    let text = ui.text;
    let desk = || ui.desk.clone();
    let oninput = {
        let desk = desk();
        Callback::from(move |event: InputEvent| {
            desk.read_soon(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let onpaste = {
        let desk = desk();
        Callback::from(move |event: Event| {
            let event: ClipboardEvent = event.unchecked_into();
            let pasted = event.clipboard_data().and_then(|data| data.get_data("text").ok());
            if let Some(pasted) = pasted.filter(|pasted| pasted.len() > LONG) {
                event.prevent_default();
                desk.read(pasted);
            }
        })
    };
    let onchange = {
        let desk = desk();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                desk.read_file(file);
            }
            // The same file, changed meanwhile, can be chosen again.
            input.set_value("");
        })
    };
    let onclear = {
        let desk = desk();
        Callback::from(move |_: MouseEvent| {
            let field = dom::document().get_element_by_id(FIELD);
            if let Some(field) =
                field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
            {
                field.set_value("");
            }
            desk.clear();
        })
    };
    html! {
        <div class="own" key={addressed}>
            <label for={FIELD}>{ text.own_label }</label>
            <textarea id={FIELD} rows="3" spellcheck="false" autocomplete="off" aria-describedby="own-hint"
                placeholder="2024-05-14T09:30:00.250Z alice" {oninput} {onpaste} />
            <div class="row">
                <label class="button file">
                    <input type="file" {onchange} />{ text.own_file }
                </label>
                <button onclick={onclear}>{ text.own_clear }</button>
            </div>
            <p id="own-hint" class="muted">{ text.own_hint }</p>
        </div>
    }
}

/// What became of it, a line each.
#[inline(never)]
pub(crate) fn own_status(ui: &Ui, link: &Link, shelf: &Shelf) -> Html {
    let mut lines = Vec::new();
    if let Some(traffic) = link.traffic() {
        lines.push(traffic.say(ui.language));
        if let Some(reading) = shelf.reading(&traffic) {
            lines.extend(reading.say(ui.language));
        }
        if let Some(summary) = shelf.summary(&traffic) {
            lines.extend(summary.say(ui.language));
        }
        if let Some(count) = shelf.differs {
            lines.push(fill(ui.text.own_differs, &[&grouped(count as usize, ui.language)]));
        }
        if !link.origin.travels() {
            lines.push(ui.text.own_long.to_owned());
        }
    } else if link.uses_traffic() {
        lines.push(ui.text.own_none.to_owned());
    }
    let refused = shelf.refused.as_ref().map(|refusal| refusal.say(ui.language));
    html! {
        <div class="own-status" role="status">
            for (place, line) in refused.iter().enumerate() { <p key={place} class="refused">{ line.clone() }</p> }
            for (place, line) in lines.iter().enumerate() { <p key={place + 1}>{ line.clone() }</p> }
        </div>
    }
}

/// What a window is in the reader's time: the numbers are so many in one.
fn window(ui: &Ui, link: &Link) -> Option<String> {
    let (place, _) = link.setup.scenario.field("window")?;
    let window = link.setup.values[place].unsigned_abs() * 1_000;
    let own = link.traffic()?.own_span(window, ui.language)?;
    Some(format!(" {}", fill(ui.text.fits_window, &[&clock::span(window), &own])))
}

/// The limits that would have fitted, a row a limiter or a knob; a press on one sets it.
#[inline(never)]
pub(crate) fn fitting(ui: &Ui, link: &Link, shelf: &Shelf) -> Html {
    let setup = &link.setup;
    let Some([first, rest @ ..]) = shelf.fits(setup) else { return html! {} };
    let (text, said) = (ui.text, words(setup.scenario.slug, ui.language));
    let name = |fits: &Fits| {
        let field = &setup.scenario.fields[fits.knob];
        Words::term(said.knobs, field.name).map_or(field.name, |term| term.label)
    };
    let limit = |fits: &Fits, limit: Option<i64>, why: &str| match limit {
        None => html! { <td>{ "–" }</td> },
        Some(limit) => html! {
            <td><button aria-pressed={(setup.values[fits.knob] == limit).to_string()} aria-label={format!("{} {limit}: {why}", name(fits))}
                onclick={ui.on({ let knob = fits.knob; move |_| Msg::Turn(knob, limit) })}>{ grouped(limit as usize, ui.language) }</button></td>
        },
    };
    // A limit a key has a second row: for how many keys there has to be room.
    let room = rest.iter().find(|fits| fits.knob != first.knob);
    let called = |fits: &Fits| match room {
        Some(_) => name(fits),
        None if fits.limiter.is_empty() => text.fits_one,
        None => fits.limiter,
    };
    let all = || std::iter::once(first).chain(rest);
    let lacks = all().find(|fits| fits.all.is_none() || fits.most.is_none());
    let lacks = lacks.map(|fits| setup.scenario.fields[fits.knob].max as usize);
    html! {
        <div class="fits">
            <h3 id="own-fits">{ text.fits }</h3>
            <table aria-labelledby="own-fits">
                <thead><tr><th scope="col">{ if room.is_some() { text.fits_knob } else { name(first) } }</th><th scope="col">{ text.fits_all }</th><th scope="col">{ text.fits_most }</th></tr></thead>
                <tbody>
                    for fits in all() {
                        <tr key={format!("{} {}", fits.limiter, fits.knob)}>
                            <th scope="row">{ called(fits) }</th>
                            { limit(fits, fits.all, text.fits_all) }
                            { limit(fits, fits.most, text.fits_most) }
                        </tr>
                    }
                </tbody>
            </table>
            <p class="muted">
                { match room { Some(room) => fill(text.fits_room, &[name(first), name(room)]), None => text.fits_hint.to_owned() } }
                { window(ui, link) }
                if let Some(max) = lacks { { " " }{ fill(text.fits_none, &[&grouped(max, ui.language)]) } }
            </p>
        </div>
    }
}

/// Why the last text was refused, where there is no field to say it under.
#[inline(never)]
pub(crate) fn own_refusal(ui: &Ui, shelf: &Shelf) -> Html {
    let refused = shelf.refused.as_ref().map(|refusal| refusal.say(ui.language));
    html! {
        <div class="own-status" role="status">
            for (place, line) in refused.iter().enumerate() { <p key={place} class="refused">{ line.clone() }</p> }
        </div>
    }
}

const FIELD: &str = "own-traffic";

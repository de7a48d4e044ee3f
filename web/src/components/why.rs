//! The note that says why.

use std::rc::Rc;

use lab::Site;
use scenarios::{Frame, Panel};
use stage::{Cursor, Subject, Why as Reason, why};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::actions::actions_on;
use crate::dom;
use crate::film::Film;
use crate::model::{Msg, Note};
use crate::playback::Look;
use crate::ui::{Ui, use_ui};
use crate::words::fill;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What it is about.
    pub(crate) note: Note,
    /// The run.
    pub(crate) film: Rc<Film>,
    /// Where in it.
    pub(crate) cursor: Cursor,
    /// The item that is followed.
    pub(crate) follow: Option<u32>,
    /// What of the run can be used, in a frame of another page.
    pub(crate) frame: Option<Frame>,
}

/// The note.
#[component]
pub(crate) fn Why(props: &Props) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    let Note { subject, side, at } = props.note;
    use_effect_with((node.clone(), at, subject), |(node, at, _)| {
        let before = dom::focused();
        if let Some(element) = node.cast::<HtmlElement>() {
            place(&element, *at);
            let _ = element.focus();
        }
        let node = node.clone();
        move || {
            // Unless the reader has gone on elsewhere.
            let now = dom::focused();
            let inside = node
                .cast::<Element>()
                .is_some_and(|note| note.contains(now.as_ref().map(AsRef::as_ref)));
            let elsewhere = !inside && now != dom::document().body();
            if let Some(before) = before.filter(|_| !elsewhere) {
                dom::give_back(&before);
            }
        }
    });
    let look = Look::in_words(ui.language, props.film.setup.scenario);
    let found =
        props.film.with(|trace, index| why(&look.view(trace, index, props.cursor, None), subject));
    let Some(reason) = found else { return html! {} };
    let seek = |event: Option<usize>| {
        event.map(|event| ui.play(move |player| player.seek_event(side, event)))
    };
    // A frame opens no panel beside its stage, and Code has no tab for what scenarios share.
    let has_tab =
        |site: &&Site| props.film.setup.scenario.code.iter().any(|source| source.file == site.file);
    let site = reason.site.as_ref().filter(|_| props.frame.is_none()).filter(has_tab);
    let code = site.map(|site| {
        let file = AttrValue::from(site.file.clone());
        let onclick = ui.on(move |_: MouseEvent| Msg::Code(file.clone()));
        html! { <button class="link" {onclick}>{ fill(ui.text.why_code, &[&site.line.to_string()]) }</button> }
    });
    html! {
        <div class="why" ref={node} tabindex="-1" role="dialog" aria-label={ui.text.why} onkeydown={escape(&ui)}>
            <h2>{ ui.text.why }</h2>
            <button class="plain shut" aria-label={ui.text.close} onclick={ui.on(|_| Msg::Note(None))}>{ "✕" }</button>
            <p aria-live="polite">{ reason.say().to_owned() }</p>
            <div class="row">
                if let Some(onclick) = seek(reason.event) { <button class="link" {onclick}>{ ui.text.why_cause }</button> }
                { code }
                if let Some(onclick) = seek(reason.previous) { <button class="link" {onclick}>{ ui.text.why_previous }</button> }
                if let Some(onclick) = seek(reason.next) { <button class="link" {onclick}>{ ui.text.why_next }</button> }
                { follow(&ui, &reason, props.follow) }
                { act(&ui, &reason, props) }
            </div>
        </div>
    }
}

#[inline(never)]
fn follow(ui: &Ui, reason: &Reason, followed: Option<u32>) -> Html {
    match reason.item {
        Some(item) if followed == Some(item) => {
            html! { <button class="link" onclick={ui.on(|_| Msg::Follow(None))}>{ ui.text.unfollow }</button> }
        }
        Some(item) => html! {
            <button class="link" onclick={ui.on(move |_| Msg::Follow(Some(item)))}>{ fill(ui.text.follow, &[&item.to_string()]) }</button>
        },
        None => html! { <span /> },
    }
}

/// What can be done to what the note is about. Of two runs that are compared the second takes its
/// actions from the first.
#[inline(never)]
fn act(ui: &Ui, reason: &Reason, props: &Props) -> Html {
    let is_now = matches!(reason.about, Subject::Task(_) | Subject::Part(..));
    let name = reason.reached_as.as_deref().filter(|_| is_now && props.note.side == 0);
    let frame = props.frame.as_ref();
    let may = |action: &str| {
        frame.is_none_or(|frame| frame.shows(Panel::Actions) && frame.allows(action))
    };
    name.map_or_else(|| html! { <span /> }, |name| actions_on(ui, &props.film, name, may))
}

fn escape(ui: &Ui) -> Callback<KeyboardEvent> {
    let ui = ui.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            ui.send(Msg::Note(None));
        }
    })
}

/// So far from the point is the edge of a card that was pressed in its middle.
const HALF_A_CARD: i32 = 34;

/// Puts the note below what was pressed, or above it, inside of what holds it: what it tells of is
/// beside that.
fn place(note: &HtmlElement, (x, y): (i32, i32)) {
    let Some(frame) = note.offset_parent().map(|parent: Element| parent.get_bounding_client_rect())
    else {
        return;
    };
    let (width, height) = (note.offset_width(), note.offset_height());
    let (left, top) = (x - frame.left() as i32 - 60, y - frame.top() as i32);
    let (most_left, most_top) =
        (frame.width() as i32 - width - 8, frame.height() as i32 - height - 8);
    let below = top + HALF_A_CARD;
    let top = if below <= most_top { below } else { top - HALF_A_CARD - height };
    let style = note.style();
    let _ = style.set_property("--x", &format!("{}px", left.clamp(8, most_left.max(8))));
    let _ = style.set_property("--y", &format!("{}px", top.clamp(8, most_top.max(8))));
}

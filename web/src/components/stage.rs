//! The stage: a canvas, and over it the figures of now.

use std::rc::Rc;

use stage::{Cursor, Subject};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::figures::{figures, use_figures};
use super::surface::use_surface;
use super::task_list::described;
use crate::film::Film;
use crate::model::{Msg, Note};
use crate::playback::Side;
use crate::ui::{Ui, use_ui};
use crate::words::fill;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run, or the one it is compared with.
    pub(crate) side: Side,
    /// The same, computed.
    pub(crate) film: Option<Rc<Film>>,
    /// Where in it.
    pub(crate) cursor: Cursor,
    /// Whether the cursor moves by itself.
    pub(crate) playing: bool,
    /// What tells it from the other, if there are two.
    pub(crate) badge: Option<AttrValue>,
    /// The item that is followed.
    pub(crate) follow: Option<u32>,
    /// What lies over it: the play button of a frame, progress, its tasks.
    pub(crate) children: Html,
}

/// The stage.
#[component]
pub(crate) fn Stage(props: &Props) -> Html {
    let ui = use_ui();
    let side = props.side;
    let canvas = use_surface(&ui.player, move |surfaces, canvas| surfaces.set_stage(side, canvas));
    let counted = use_figures(&ui, side, props.film.is_some());
    html! {
        <div class="stage" role="group" aria-label={ui.text.stage}>
            <canvas ref={canvas} aria-hidden="true" onclick={click(&ui, side, props.follow)} onpointermove={hover(&ui, side)}></canvas>
            <div class="over">
                if let Some(film) = &props.film { { figures(&ui, film, counted) } }
                if let Some(item) = props.follow {
                    <button class="following" onclick={ui.on(|_: MouseEvent| Msg::Follow(None))}>
                        { fill(ui.text.following, &[&item.to_string()]) }<span aria-hidden="true">{ " ✕" }</span></button>
                }
                if let Some(badge) = &props.badge { <span class="badge">{ badge.clone() }</span> }
                if let Some(film) = &props.film { { described(&ui, film, props.cursor, props.playing) } }
            </div>
            { props.children.clone() }
        </div>
    }
}

/// A click opens a note on what is there; on an item it follows it too.
fn click(ui: &Ui, side: Side, follow: Option<u32>) -> Callback<MouseEvent> {
    let ui = ui.clone();
    Callback::from(move |event: MouseEvent| {
        let (x, y) = (event.offset_x(), event.offset_y());
        let subject = ui.player.on_stage(side, x as f32, y as f32);
        if let Some(Subject::Item(item)) = subject {
            ui.send(Msg::Follow((follow != Some(item)).then_some(item)));
        }
        if subject.is_some() {
            ui.player.pause();
        }
        ui.send(Msg::Note(subject.map(|subject| Note {
            subject,
            side,
            at: (event.client_x(), event.client_y()),
        })));
    })
}

fn hover(ui: &Ui, side: Side) -> Callback<PointerEvent> {
    let player = ui.player.clone();
    Callback::from(move |event: PointerEvent| {
        let hit = player.on_stage(side, event.offset_x() as f32, event.offset_y() as f32);
        if let Some(canvas) = event.target_dyn_into::<HtmlElement>() {
            let _ = canvas.class_list().toggle_with_force("hand", hit.is_some());
        }
    })
}

//! The timeline: lanes on a canvas, and a real slider over its rail for keyboards and screen readers.

use scenarios::Axis;
use stage::{Cursor, Subject};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::surface::use_surface;
use crate::clock;
use crate::model::{Moment, Msg, Note};
use crate::playback::Side;
use crate::ui::{Ui, use_ui};
use crate::words::fill;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// How many events there are.
    pub(crate) all: usize,
    /// The end of the axis.
    pub(crate) end: u64,
    /// Where in it.
    pub(crate) moment: Moment,
    /// How it is spaced.
    pub(crate) axis: Axis,
}

/// The timeline.
#[component]
pub(crate) fn Timeline(props: &Props) -> Html {
    let ui = use_ui();
    let canvas = use_surface(&ui.player, |surfaces, canvas| surfaces.set_timeline(canvas));
    let rail = use_node_ref();
    use_effect_with((rail.clone(), ui.player.clone()), move |(rail, player)| {
        let rail = rail.cast::<HtmlInputElement>();
        player.surfaces(|surfaces| surfaces.set_rail(rail));
        let player = player.clone();
        move || player.surfaces(|surfaces| surfaces.set_rail(None))
    });
    let drag = use_drag(&ui, &canvas, &rail);
    html! {
        <div class="lanes" onpointerdown={drag.clone()} onpointermove={drag.clone()} onpointerup={drag.clone()} onpointercancel={drag}>
            <div><canvas ref={canvas} aria-hidden="true"></canvas></div>
            { slider(&ui, props, rail) }
        </div>
    }
}

#[inline(never)]
fn slider(ui: &Ui, props: &Props, rail: NodeRef) -> Html {
    let order = props.axis == Axis::Order;
    let max = if order { props.all as u64 } else { props.end.div_ceil(1_000) };
    let player = ui.player.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let Some(rail) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let value = rail.value_as_number().max(0.0) as u64;
        if order { player.seek_after(value as usize) } else { player.seek(value * 1_000) }
    });
    let events = props.moment.cursor.events;
    let said = fill(
        ui.text.position_value,
        &[&clock::seconds(props.moment.at), &events.to_string(), &props.all.to_string()],
    );
    // The lanes behind it know where the axis ends; the browser's own dragging does not.
    let own = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <input ref={rail} class="rail" type="range" min="0" max={max.to_string()} step="1" aria-label={ui.text.position}
            aria-valuetext={said} onmousedown={own} {oninput} onkeydown={keys(ui)} />
    }
}

/// On the rail, arrows step by event.
fn keys(ui: &Ui) -> Callback<KeyboardEvent> {
    let player = ui.player.clone();
    Callback::from(move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => player.step(false),
            "ArrowRight" | "ArrowUp" => player.step(true),
            "Home" => player.to_start(),
            "End" => player.to_end(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// Above this the rail is meant, below the lanes.
const RAIL: f32 = 32.0;
/// A press that moves less is a click.
const STILL: i32 = 4;

/// Dragging anywhere scrubs; a click on a bar asks why.
#[hook]
fn use_drag(ui: &Ui, canvas: &NodeRef, rail: &NodeRef) -> Callback<PointerEvent> {
    let pressed = use_mut_ref(|| None::<i32>);
    let (ui, canvas, rail) = (ui.clone(), canvas.clone(), rail.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(canvas) = canvas.cast::<HtmlElement>() else { return };
        let area = canvas.get_bounding_client_rect();
        let x = event.client_x() as f32 - area.left() as f32;
        let y = event.client_y() as f32 - area.top() as f32;
        let hit = || ui.player.on_timeline(x, y);
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                *pressed.borrow_mut() = Some(event.client_x());
                let _ = canvas.set_pointer_capture(event.pointer_id());
                if let Some(rail) = rail.cast::<HtmlElement>() {
                    let _ = rail.focus();
                }
                match hit() {
                    Some((side, Subject::Mark(mark))) => {
                        ui.player.seek_event(side, mark as usize);
                        ui.send(Msg::Mark(side, mark));
                    }
                    Some((_, Subject::Fold)) => {}
                    _ => ui.player.seek_x(x),
                }
            }
            "pointermove"
                if pressed
                    .borrow()
                    .is_some_and(|from| (from - event.client_x()).abs() >= STILL) =>
            {
                ui.player.seek_x(x);
                event.prevent_default();
            }
            "pointerup" => {
                let from = pressed.borrow_mut().take();
                let still = from.is_some_and(|from| (from - event.client_x()).abs() < STILL);
                match hit() {
                    Some((_, Subject::Fold)) if still => ui.send(Msg::ToggleFold),
                    Some((_, Subject::Mark(_))) | None => {}
                    Some((side, subject)) if still && y > RAIL => {
                        let at = (event.client_x(), event.client_y());
                        ui.send(Msg::Note(Some(Note { subject, side, at })));
                    }
                    _ => {}
                }
            }
            "pointercancel" => *pressed.borrow_mut() = None,
            _ => {}
        }
    })
}

/// The cursor of one of two runs.
pub(super) fn cursor_of(moment: &Moment, side: Side) -> Cursor {
    if side == 0 { moment.cursor } else { moment.other }
}

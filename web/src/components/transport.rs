//! Play, step, speed, clock, axis, and the time.

use scenarios::{Axis, SPEEDS};
use web_sys::Element;
use yew::prelude::*;

use super::header::chosen;
use super::icons;
use super::seg::{Seg, seg};
use crate::model::Msg;
use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Whether the cursor moves by itself.
    pub(crate) playing: bool,
    /// The place in the list of speeds.
    pub(crate) speed: usize,
    /// How the timeline is spaced.
    pub(crate) axis: Axis,
    /// In real time.
    pub(crate) real: bool,
    /// In a frame: no clock, no axis.
    pub(crate) embed: bool,
    /// What stands there instead.
    pub(crate) children: Html,
}

/// The transport.
#[component]
pub(crate) fn Transport(props: &Props) -> Html {
    let ui = use_ui();
    let text = ui.text;
    let time = use_node_ref();
    use_effect_with((time.clone(), ui.player.clone()), |(time, player)| {
        let element = time.cast::<Element>();
        player.surfaces(|surfaces| surfaces.set_time(element));
        let player = player.clone();
        move || player.surfaces(|surfaces| surfaces.set_time(None))
    });
    let (name, icon) =
        if props.playing { (text.pause, icons::pause()) } else { (text.play, icons::play()) };
    // What is pressed is what it says, whatever has begun since.
    let says_pause = props.playing;
    let onplay = ui.play(move |player| if says_pause { player.pause() } else { player.play() });
    let clocks = [text.virtual_time, text.real_time].map(AttrValue::from).to_vec();
    let axes = [text.axis_time, text.axis_order].map(AttrValue::from).to_vec();
    let onaxis = ui.on(|place| Msg::Axis(if place == 1 { Axis::Order } else { Axis::Time }));
    html! {
        <div class="bar">
        <div class="transport" role="group" aria-label={text.transport}>
            <button aria-label={text.step_back} title={text.step_back} onclick={ui.play(|player| player.step(false))}>{ icons::back() }</button>
            <button class="play primary" aria-label={name} title={name} onclick={onplay}>{ icon }</button>
            <button aria-label={text.step_forward} title={text.step_forward} onclick={ui.play(|player| player.step(true))}>{ icons::forward() }</button>
            <select aria-label={text.speed} title={text.speed} onchange={ui.on(|event: Event| Msg::Speed(chosen(&event)))}>
                for (place, tenths) in SPEEDS.into_iter().enumerate() {
                    <option key={place} selected={place == props.speed}>{ speed(tenths) }</option>
                }
            </select>
            <span class="time" ref={time} aria-hidden="true"><span></span></span>
        </div>
            { props.children.clone() }
            if !props.embed {
                <div class="modes">
                { seg(&Seg { id: "clock", name: text.time_kind, choices: clocks, chosen: usize::from(props.real), disabled: false }, &ui.on(|place| Msg::Real(place == 1))) }
                { seg(&Seg { id: "axis", name: text.axis, choices: axes, chosen: usize::from(props.axis == Axis::Order), disabled: false }, &onaxis) }
                </div>
            }
        </div>
    }
}

pub(super) fn speed(tenths: u32) -> String {
    if tenths.is_multiple_of(10) { format!("{}×", tenths / 10) } else { format!("0.{tenths}×") }
}

//! Keys that work everywhere on the page, unless something that has the focus wants them itself.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::UseReducerDispatcher;

use crate::dom;
use crate::model::{Dialog, Model, Msg};
use crate::playback::Player;

/// Listens as long as it lives.
pub(crate) fn listen(player: Player, send: UseReducerDispatcher<Model>) -> dom::Listener {
    dom::Listener::on(&dom::window(), "keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if react(&event, &player, &send) {
            event.prevent_default();
        }
    })
}

/// Whether the key meant something.
fn react(event: &KeyboardEvent, player: &Player, send: &UseReducerDispatcher<Model>) -> bool {
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
        send.dispatch(Msg::Dialog(Some(Dialog::Search)));
        return true;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector| {
        target
            .as_ref()
            .is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
    };
    if inside("dialog, input:not(.rail), select, textarea") {
        return false;
    }
    let pressable = inside("button, a, summary");
    match key.as_str() {
        " " if !pressable => player.toggle(),
        "ArrowLeft" => player.step(false),
        "ArrowRight" => player.step(true),
        "Home" => player.to_start(),
        "End" => player.to_end(),
        "[" => send.dispatch(Msg::Faster(false)),
        "]" => send.dispatch(Msg::Faster(true)),
        "?" => send.dispatch(Msg::Dialog(Some(Dialog::Help))),
        "Escape" => send.dispatch(Msg::Escape),
        _ => return false,
    }
    true
}

//! Keys that work everywhere on the page, unless something that has the focus wants them itself.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::UseReducerDispatcher;

use crate::model::{Dialog, Model, Msg};
use crate::playback::Player;
use crate::{ahead, dom};

/// Listens as long as they live.
pub(crate) fn listen(player: Player, send: UseReducerDispatcher<Model>) -> [dom::Listener; 2] {
    // What has the focus was pressed, rather than reached by the keyboard.
    let pressed = Rc::new(Cell::new(false));
    let pointer = Rc::clone(&pressed);
    let pointer = dom::Listener::on(&dom::window(), "pointerdown", move |_| pointer.set(true));
    let keys = dom::Listener::on(&dom::window(), "keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if event.key() == "Tab" {
            pressed.set(false);
        }
        if react(&event, pressed.get(), &player, &send) {
            event.prevent_default();
        }
    });
    [pointer, keys]
}

/// Whether the key meant something.
fn react(
    event: &KeyboardEvent,
    pressed: bool,
    player: &Player,
    send: &UseReducerDispatcher<Model>,
) -> bool {
    let key = event.key();
    let framed = || dom::document().query_selector(".page.embed").is_ok_and(|page| page.is_some());
    let control = event.ctrl_key() || event.meta_key();
    if control && key.eq_ignore_ascii_case("k") && !framed() {
        ahead::begin();
        send.dispatch(Msg::Dialog(Some(Dialog::Search)));
        return true;
    }
    if control || event.alt_key() {
        return false;
    }
    if ahead::keeps(&key) {
        return true;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector| {
        target
            .as_ref()
            .is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
    };
    let moves = matches!(key.as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End");
    let wanted = if inside("dialog, select, textarea") {
        true
    } else if inside("input[type=range]") {
        moves && !inside(".rail")
    } else if inside("input[type=radio]") {
        // Who clicked it is done with it; who came by keyboard chooses among the group.
        moves && !pressed || key == " " && !inside(":checked")
    } else {
        inside("input")
    };
    if wanted {
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

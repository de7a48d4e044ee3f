//! A link to a pattern, followed from a dialog or from far down the page: the reader goes on at the run.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use crate::dom;

/// What holds the run, and the focus of whoever was led there.
pub(super) const RUN: &str = "run";

/// If a link was followed here, [arrives](arrive). Returns whether it was.
pub(super) fn lead(event: &MouseEvent) -> bool {
    let link = event.target_dyn_into::<Element>().and_then(|on| on.closest("a").ok().flatten());
    let Some(link) = link else { return false };
    // It opens elsewhere.
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return true;
    }
    arrive(&link);
    true
}

/// A link was followed from here: closes the dialog around it, shows the page from its top, and
/// gives the focus to the run.
pub(super) fn arrive(from: &Element) {
    let dialog = from.closest("dialog").ok().flatten();
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        // While it is open it keeps the focus.
        dialog.close();
    }
    let run = dom::document().get_element_by_id(RUN);
    if let Some(run) = run.and_then(|run| run.dyn_into::<HtmlElement>().ok()) {
        let _ = run.focus();
        if let Some(column) = run.parent_element() {
            column.set_scroll_top(0);
        }
        dom::window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

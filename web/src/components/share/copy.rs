//! Copying, where that is allowed.

use js_sys::Reflect;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::dom;

/// Copies a text and tells whether it is copied.
pub(super) fn copy(text: &str, told: impl FnOnce(bool) + 'static) {
    let navigator = dom::window().navigator();
    // There is none where the page did not come safely.
    let present =
        Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    if !present {
        told(false);
        return;
    }
    let promise = navigator.clipboard().write_text(text);
    spawn_local(async move { told(JsFuture::from(promise).await.is_ok()) });
}

/// Copies what is in a field; where that is not allowed, selects it for copying by hand.
pub(super) fn copy_field(text: &str, field: &NodeRef, told: impl FnOnce(bool) + 'static) {
    let field = field.clone();
    copy(text, move |copied| {
        if let Some(field) = field.cast::<HtmlTextAreaElement>().filter(|_| !copied) {
            let _ = field.focus();
            field.select();
        }
        told(copied);
    });
}

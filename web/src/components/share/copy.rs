//! Copying, where that is allowed.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Clipboard, HtmlTextAreaElement};
use yew::prelude::*;

use crate::dom;

/// Copies a text and tells whether it is copied.
pub(super) fn copy(text: &str, told: impl FnOnce(bool) + 'static) {
    let Some(clipboard) = clipboard() else { return told(false) };
    let promise = clipboard.write_text(text);
    spawn_local(async move { told(JsFuture::from(promise).await.is_ok()) });
}

/// Copies a picture and tells whether it is copied.
pub(super) fn copy_picture(picture: &Blob, told: impl FnOnce(bool) + 'static) {
    let copied = || clipboard()?.write(&item(picture).ok()?).dyn_into().ok();
    let Some(promise): Option<Promise> = copied() else { return told(false) };
    spawn_local(async move { told(JsFuture::from(promise).await.is_ok()) });
}

/// The clipboard; there is none where the page did not come safely.
fn clipboard() -> Option<Clipboard> {
    let navigator = dom::window().navigator();
    let present =
        Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    present.then(|| navigator.clipboard())
}

/// A picture as clipboards take it, in a list; not every browser has that.
fn item(picture: &Blob) -> Result<JsValue, JsValue> {
    let kind: Function = Reflect::get(&js_sys::global(), &"ClipboardItem".into())?.dyn_into()?;
    let formats = Object::new();
    Reflect::set(&formats, &picture.type_().into(), picture)?;
    Ok(Array::of1(&Reflect::construct(&kind, &Array::of1(&formats))?).into())
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

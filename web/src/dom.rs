//! The few things asked of the browser by hand.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, EventTarget, HtmlElement, Window};

/// The window. A page has one.
pub(crate) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document.
pub(crate) fn document() -> Document {
    window().document().unwrap_or_else(|| wasm_bindgen::throw_str("a page has a document"))
}

/// `<html>`.
pub(crate) fn root() -> Element {
    document().document_element().unwrap_or_else(|| wasm_bindgen::throw_str("a page has a root"))
}

/// Milliseconds since the page was opened.
pub(crate) fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether a media query applies now.
pub(crate) fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// The reader asked for no motion.
pub(crate) fn still() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// What the address has behind `#`.
pub(crate) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The address without what is behind `#`.
pub(crate) fn base() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|element| element.dyn_into().ok())
}

/// A listener that is taken back when dropped.
pub(crate) struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// Calls `react` at each event of this kind.
    pub(crate) fn on(
        target: &EventTarget,
        kind: &'static str,
        react: impl FnMut(JsValue) + 'static,
    ) -> Self {
        let closure = Closure::new(react);
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Listener { target: target.clone(), kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.kind, callback);
    }
}

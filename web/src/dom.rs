//! The few things asked of the browser by hand.
//!
//! Whoever has the browser call a closure takes that back before the closure goes, and may be called
//! while it is being called: else the browser would call into nothing.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Element, EventTarget, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    Node, Window,
};

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

/// Whether all that the page consists of has come.
pub(crate) fn has_loaded() -> bool {
    document().ready_state() == "complete"
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

/// Says something in an element. Words that stand there alone change in place: others would be laid
/// out anew, and all around them.
pub(crate) fn say(element: &Element, words: &str) {
    match element.first_child().filter(|child| child.node_type() == Node::TEXT_NODE) {
        Some(text) => text.set_node_value(Some(words)),
        None => element.set_text_content(Some(words)),
    }
}

/// Whether the reader is here, and not with the page around a frame.
pub(crate) fn has_focus() -> bool {
    document().has_focus().unwrap_or(false)
}

/// Gives the focus back to who had it, and scrolls nothing. In a frame the reader may be with the page
/// around it by now: then it stays there.
#[inline(never)]
pub(crate) fn give_back(before: &HtmlElement) {
    if has_focus() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = before.focus_with_options(&options);
    }
}

/// The element that has the focus.
#[inline(never)]
pub(crate) fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|element| element.dyn_into().ok())
}

/// A listener that is taken back when dropped.
pub(crate) struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn Fn(JsValue)>,
    /// Before whatever is inside of the target.
    first: bool,
}

impl Listener {
    /// Calls `react` at each event of this kind.
    pub(crate) fn on(
        target: &EventTarget,
        kind: &'static str,
        react: impl Fn(JsValue) + 'static,
    ) -> Self {
        Listener::of(target, kind, false, react)
    }

    /// The same, before anything inside of the target is called.
    pub(crate) fn first(
        target: &EventTarget,
        kind: &'static str,
        react: impl Fn(JsValue) + 'static,
    ) -> Self {
        Listener::of(target, kind, true, react)
    }

    fn of(
        target: &EventTarget,
        kind: &'static str,
        first: bool,
        react: impl Fn(JsValue) + 'static,
    ) -> Self {
        let closure = Closure::new(react);
        let callback = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_bool(kind, callback, first);
        Listener { target: target.clone(), kind, closure, first }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let target = &self.target;
        let _ =
            target.remove_event_listener_with_callback_and_bool(self.kind, callback, self.first);
    }
}

/// Calls back on the frames that are asked for, as long as it lives.
pub(crate) struct Frames {
    closure: Closure<dyn Fn(f64)>,
    /// The frame that is on its way.
    asked: Rc<Cell<Option<i32>>>,
    /// None is to be on its way; whether one was asked for meanwhile.
    held: Cell<Option<bool>>,
}

impl Frames {
    /// Calls `react` with the time of the frame, in milliseconds since the page was opened.
    pub(crate) fn new(react: impl Fn(f64) + 'static) -> Self {
        let asked = Rc::new(Cell::new(None));
        let came = Rc::clone(&asked);
        let closure = Closure::new(move |now_ms| {
            came.set(None);
            react(now_ms);
        });
        Frames { closure, asked, held: Cell::new(None) }
    }

    /// Asks for a frame, if none is on its way.
    pub(crate) fn ask(&self) {
        if self.held.get().is_some() {
            self.held.set(Some(true));
        } else if self.asked.get().is_none() {
            let callback = self.closure.as_ref().unchecked_ref();
            self.asked.set(window().request_animation_frame(callback).ok());
        }
    }
}

impl Frames {
    /// Holds frames back from now on, or lets them come again.
    pub(crate) fn hold(&self, hold: bool) {
        if hold {
            self.held.set(Some(self.held.get().unwrap_or(false)));
        } else if self.held.take() == Some(true) {
            self.ask();
        }
    }
}

/// Says whether an element is in view, in whatever frames it stands, as long as it lives.
pub(crate) struct Sight {
    observer: IntersectionObserver,
    _closure: Closure<dyn Fn(Array)>,
}

impl Sight {
    /// Calls `react` whenever it comes into view, or goes out of it.
    pub(crate) fn of(element: &Element, react: impl Fn(bool) + 'static) -> Option<Self> {
        let closure = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let last = entries.pop().unchecked_into::<IntersectionObserverEntry>();
            react(last.is_intersecting());
        });
        let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Sight { observer, _closure: closure })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(asked) = self.asked.take() {
            let _ = window().cancel_animation_frame(asked);
        }
    }
}

//! The address says what is on screen. Scenario, variant and comparison are steps that *Back* undoes;
//! knobs and cursor change the address in place.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use scenarios::Link;
use wasm_bindgen::JsValue;

use crate::dom;

/// Browsers refuse an address that changes more often than a few times a second.
const PAUSE_MS: f64 = 300.0;

/// Writes the address.
#[derive(Clone, Default)]
pub(crate) struct Address(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    written: Option<Link>,
    addressed: u32,
    wrote_at_ms: Option<f64>,
    /// What was there after the last change, as the browser tells it.
    left: String,
    later: Option<Timeout>,
}

impl Address {
    /// Writes `link`; `addressed` counts the links that came from the address, which are in the
    /// history already.
    pub(crate) fn write(&self, link: &Link, addressed: u32) {
        let mut state = self.0.borrow_mut();
        let stepped = state.written.as_ref().is_some_and(|before| is_step(before, link));
        // In a frame a step would be one of the page around it: *Back* is theirs.
        let push = stepped && state.addressed == addressed && !link.view.embed;
        let soon = state.wrote_at_ms.map_or(0.0, |at| at + PAUSE_MS - dom::now_ms());
        if state.addressed != addressed {
            state.left = dom::hash();
        }
        state.addressed = addressed;
        state.written = Some(link.clone());
        state.later = None;
        if push || soon <= 0.0 {
            state.put(link, push);
            return;
        }
        let (this, link) = (Rc::downgrade(&self.0), link.clone());
        state.later = Some(Timeout::new(soon as u32 + 1, move || {
            let Some(this) = this.upgrade() else { return };
            let mut state = this.borrow_mut();
            // Another address has been opened meanwhile: the page has yet to hear of it.
            if state.left == dom::hash() {
                state.put(&link, false);
            }
        }));
    }
}

impl State {
    fn put(&mut self, link: &Link, push: bool) {
        self.wrote_at_ms = Some(dom::now_ms());
        put(link, push);
        self.left = dom::hash();
    }
}

/// The whole address of a link.
pub(crate) fn address(link: &Link) -> String {
    format!("{}#{link}", dom::base())
}

fn is_step(before: &Link, after: &Link) -> bool {
    before.setup.scenario.slug != after.setup.scenario.slug
        || before.setup.variant != after.setup.variant
        || before.view.compare != after.view.compare
}

fn put(link: &Link, push: bool) {
    let Ok(history) = dom::window().history() else { return };
    let hash = format!("#{link}");
    // A sandboxed frame may refuse; the page goes on without.
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&hash))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&hash))
    };
}

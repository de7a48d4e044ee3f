//! The page comes in parts: what everybody runs, and the others. `web/loader.js` fetches them; in a
//! build that was not cut (a test, live reload) there is nothing to do.

use scenarios::{Language, Link};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Hands over what the other parts will be linked with; those that the address needs are linked.
    #[wasm_bindgen(js_namespace = interleave)]
    fn begun(exports: JsValue);

    /// Links a part, at once; everything, if it stands for no part. What was cut calls it by itself.
    #[wasm_bindgen(js_namespace = interleave)]
    fn link_part(part: u32);

    /// Fetches and links everything, and calls back when it is there; if it cannot be fetched,
    /// never.
    #[wasm_bindgen(js_namespace = interleave)]
    fn all_come(told: JsValue);
}

/// The parts that hold texts, by their numbers (`crates/xtask/src/parts.rs`).
const WORDS: u32 = 2;
const REST: u32 = 4;
const ALL: u32 = u32::MAX;

/// Begins with the first part.
pub(crate) fn begin() {
    begun(wasm_bindgen::exports());
}

/// Calls back when everything is there, which is fetched for that.
pub(crate) fn when_here(told: impl FnOnce() + 'static) {
    all_come(Closure::once_into_js(told));
}

/// What a link shows is wanted now: the first part has the texts of the first pattern only.
pub(crate) fn want(link: &Link, language: Language) {
    link_part(if link.view.embed { WORDS + language as u32 } else { ALL });
}

/// The stories and the sources are wanted now.
pub(crate) fn want_panels() {
    link_part(REST);
}

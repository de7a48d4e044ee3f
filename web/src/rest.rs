//! The page comes in two parts: what a first visit runs, and the rest. `web/loader.js` fetches the
//! second; in a build that was not cut (a test, live reload) there is nothing to do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Hands over what the second part will be linked with.
    #[wasm_bindgen(js_namespace = interleave)]
    fn begun(exports: JsValue);

    /// Links the second part, at once. What was cut calls it by itself.
    #[wasm_bindgen(js_namespace = interleave)]
    fn link_rest();

    /// Fetches and links the second part, and calls back when it is there; if it cannot be fetched,
    /// never.
    #[wasm_bindgen(js_namespace = interleave)]
    fn rest_comes(told: JsValue);
}

/// Calls back when the second part is there, which is fetched for that.
pub(crate) fn when_here(told: impl FnOnce() + 'static) {
    rest_comes(Closure::once_into_js(told));
}

/// The second part is wanted now: it has the texts of every pattern but the first.
pub(crate) fn want() {
    link_rest();
}

/// Begins with the first part; `all` if the second is certainly wanted.
pub(crate) fn begin(all: bool) {
    begun(wasm_bindgen::exports());
    if all {
        link_rest();
    }
}

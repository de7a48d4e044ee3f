//! The page comes in parts: what everybody runs, and the others. `web/loader.js` fetches them; in a
//! build that was not cut (a test, live reload) there is nothing to do.

use scenarios::Link;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Hands over what the other parts will be linked with; those that the address needs are linked.
    #[wasm_bindgen(js_namespace = interleave)]
    fn begun(exports: JsValue);

    /// Links a part by its number, at once, or another that fills this place of the table too. What
    /// was cut calls it by itself; what is no number of a part stands for the whole page.
    #[wasm_bindgen(js_namespace = interleave)]
    fn link_part(part: u32, place: u32);

    /// Links a part by its name, at once. A pattern's own stands for what is done with it, too, once
    /// that is wanted.
    #[wasm_bindgen(js_namespace = interleave)]
    fn needs(part: &str);

    /// Fetches and links the whole page, and calls back when it is there; if it cannot be fetched,
    /// never.
    #[wasm_bindgen(js_namespace = interleave)]
    fn whole_comes(told: JsValue);
}

/// Begins with the first part.
pub(crate) fn begin() {
    begun(wasm_bindgen::exports());
}

/// Calls back when the whole page is there, which is fetched for that.
pub(crate) fn when_here(told: impl FnOnce() + 'static) {
    whole_comes(Closure::once_into_js(told));
}

/// What a link shows is wanted now: a first visit has come with the texts of the first pattern only.
pub(crate) fn want(link: &Link) {
    if link.view.embed {
        needs("run");
        needs(link.setup.scenario.slug);
    } else {
        link_part(u32::MAX, 0);
    }
}

/// The stories and the sources are wanted now.
pub(crate) fn want_panels() {
    needs("rest");
}

/// The words of what is done with a page are wanted now.
pub(crate) fn want_words() {
    needs("use");
}

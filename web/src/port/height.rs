//! How high a frame would like to be.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::dom;

/// Frames that are so narrow scroll down (`embed.css`).
const NARROW: &str = "(max-width: 559px)";

/// The height that a frame has if nobody says another, within its border.
const USUAL_HEIGHT: i32 = 418;

/// What a frame holds.
pub(super) fn main() -> Option<HtmlElement> {
    dom::document().query_selector("main").ok().flatten()?.dyn_into().ok()
}

/// How high a frame would like to be. One that fits what it holds into its frame would like the usual.
pub(super) fn wanted_height() -> i32 {
    let fits = dom::document().query_selector(".page:not(.flows)").is_ok_and(|page| page.is_some());
    if fits && !dom::matches(NARROW) {
        return USUAL_HEIGHT;
    }
    main().map_or(0, |main| main.offset_height())
}

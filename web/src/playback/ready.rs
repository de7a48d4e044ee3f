//! The page says once that there is something to see.

use crate::dom;

/// There is something to see.
pub(crate) fn mark_ready() {
    // The lesson may have been first.
    if dom::root().has_attribute("data-ready") {
        return;
    }
    if let Some(performance) = dom::window().performance() {
        let _ = performance.mark("first-scene");
    }
    let _ = dom::root().set_attribute("data-ready", "");
}

//! What files are called, and what is said of them.

use scenarios::Setup;
use wasm_bindgen::JsValue;

use crate::save::{Leave, leave};
use crate::words::{ShareText, fill};

/// `worker-pool-leaks.svg`.
pub(super) fn file_name(setup: &Setup, extension: &str) -> String {
    let variant = setup.scenario.variants[setup.variant].slug;
    format!("{}-{variant}.{extension}", setup.scenario.slug)
}

/// What became of saving, as far as a page is told.
pub(super) fn saved(text: &ShareText, name: &str, done: Result<(), JsValue>) -> String {
    match (done, leave()) {
        (Err(_), _) => text.failed.to_owned(),
        (_, Leave::Refused) => text.forbidden.to_owned(),
        (_, Leave::Unknown) => fill(text.saved_perhaps, &[name]),
        (_, Leave::Given) => fill(text.saved, &[name]),
    }
}

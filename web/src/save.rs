//! Files for the reader's own folder, made in the page: nothing is asked of a server.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::dom;
use crate::port::is_framed;

/// A browser may read a file long after it was asked to.
const KEPT_MS: u32 = 60_000;

/// Whether the page around this one lets files through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// There is none, or it does.
    Given,
    /// It does not say: it may be a sandbox without downloads.
    Unknown,
    /// It does not.
    Refused,
}

/// Whether files can be saved, as far as that can be known.
pub(crate) fn leave() -> Leave {
    if !is_framed() {
        return Leave::Given;
    }
    // The element of another origin's page cannot be looked at.
    let Ok(Some(frame)) = dom::window().frame_element() else { return Leave::Unknown };
    match frame.get_attribute("sandbox") {
        None => Leave::Given,
        Some(may) if may.split_ascii_whitespace().any(|may| may == "allow-downloads") => {
            Leave::Given
        }
        Some(_) => Leave::Refused,
    }
}

/// Saves a text. Whether the file arrives nobody is told.
pub(crate) fn text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    blob(name, &Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// Saves what there is already.
pub(crate) fn blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = dom::document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(KEPT_MS, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}

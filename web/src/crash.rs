//! When something breaks: a banner with the link, in plain DOM, for nothing else works any more.

use scenarios::{Cursor, Link};
use wasm_bindgen::JsCast;

use crate::words::text;
use crate::{dom, language, port};

/// Puts the banner up when the page panics.
pub(crate) fn install() {
    // Yew would put a hook of its own in place of one set any other way.
    yew::set_custom_panic_hook(Box::new(|info| {
        let message = info.to_string();
        web_sys::console::error_1(&message.as_str().into());
        let _ = banner();
    }));
}

fn banner() -> Option<()> {
    let document = dom::document();
    if document.query_selector(".crash").ok().flatten().is_some() {
        return None;
    }
    let hash = dom::hash();
    let (mut link, _) = Link::parse(&hash);
    if link.cursor == Cursor::Start {
        link.cursor = Cursor::Event(0);
    }
    let words = text(link.view.language.unwrap_or_else(language));
    let banner = document.create_element("div").ok()?;
    banner.set_class_name("crash");
    let _ = banner.set_attribute("role", "alert");
    let said = document.create_element("p").ok()?;
    said.set_text_content(Some(words.crash));
    let anchor = document.create_element("a").ok()?;
    let address = format!("{}{hash}", dom::base());
    let _ = anchor.set_attribute("href", &address);
    anchor.set_text_content(Some(&address));
    let button = document.create_element("button").ok()?;
    button.set_text_content(Some(words.crash_reload));
    let paused = format!("#{link}");
    let reload = wasm_bindgen::prelude::Closure::<dyn FnMut()>::new(move || {
        let location = dom::window().location();
        let _ = location.set_hash(&paused);
        let _ = location.reload();
    });
    let _ = button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref());
    reload.forget();
    let row = document.create_element("p").ok()?;
    let _ = row.append_child(&anchor);
    for part in [&said, &row, &button] {
        let _ = banner.append_child(part);
    }
    document.body()?.append_child(&banner).ok()?;
    if link.view.embed {
        port::fails(words.crash);
    }
    Some(())
}

//! A call as soon as input and painting have had a turn. `setTimeout(0)` is held back to 4 ms when
//! nested; a message to oneself is not.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::MessageChannel;

/// Calls back soon, once for any number of times it is asked.
pub(super) struct Soon {
    channel: Option<MessageChannel>,
    asked: Rc<Cell<bool>>,
    _react: Closure<dyn Fn()>,
}

impl Soon {
    pub(super) fn new(react: impl Fn() + 'static) -> Self {
        let asked = Rc::new(Cell::new(false));
        let still = Rc::clone(&asked);
        let react = Closure::new(move || {
            if still.replace(false) {
                react();
            }
        });
        let channel = MessageChannel::new().ok();
        if let Some(channel) = &channel {
            channel.port1().set_onmessage(Some(react.as_ref().unchecked_ref()));
        }
        Soon { channel, asked, _react: react }
    }

    pub(super) fn ask(&self) {
        if self.asked.replace(true) {
            return;
        }
        if let Some(channel) = &self.channel {
            let _ = channel.port2().post_message(&JsValue::NULL);
        }
    }
}

impl Drop for Soon {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            // Not called again, whatever is on its way: the closure goes now.
            channel.port1().set_onmessage(None);
            channel.port1().close();
        }
    }
}

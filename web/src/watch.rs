//! Watches the size of an element.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Watches as long as it lives.
pub(crate) struct Watch {
    observer: Option<ResizeObserver>,
    _react: Closure<dyn Fn()>,
}

/// Calls `react` when the element's size changes.
pub(crate) fn size(element: &Element, react: impl Fn() + 'static) -> Watch {
    let react = Closure::new(react);
    let observer = ResizeObserver::new(react.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(element);
    }
    Watch { observer, _react: react }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

//! What came from outside, taken apart into values that can do nothing.

use js_sys::{Object, Reflect};
use scenarios::port::Plain;
use wasm_bindgen::{JsCast, JsValue};

/// Nothing of ours is nested deeper.
const DEEPEST: usize = 3;
/// Nothing of ours has more names, or longer texts.
const MOST: u32 = 100;
const LONGEST: usize = 10_000;

/// The value, as far as it can be ours.
pub(super) fn plain(value: &JsValue) -> Plain {
    within(value, DEEPEST)
}

fn within(value: &JsValue, depth: usize) -> Plain {
    if let Some(number) = value.as_f64() {
        return Plain::Number(number);
    }
    if let Some(flag) = value.as_bool() {
        return Plain::Bool(flag);
    }
    if let Some(text) = value.as_string() {
        return if text.len() <= LONGEST { Plain::Text(text) } else { Plain::Nothing };
    }
    let Some(object) = value.dyn_ref::<Object>().filter(|_| depth > 0) else {
        return Plain::Nothing;
    };
    let names = Object::keys(object);
    let pairs = (0..names.length().min(MOST)).filter_map(|place| {
        let name = names.get(place);
        let value = Reflect::get(object, &name).ok()?;
        Some((name.as_string()?, within(&value, depth - 1)))
    });
    Plain::Map(pairs.collect())
}

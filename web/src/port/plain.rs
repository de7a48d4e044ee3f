//! What came from outside, taken apart into values that can do nothing.

use js_sys::{JsString, Object, Reflect};
use scenarios::port::Plain;
use wasm_bindgen::{JsCast, JsValue};

/// Nothing of ours is nested deeper.
const DEEPEST: usize = 3;
/// Nothing of ours has more names, or longer texts.
const MOST: u32 = 100;
const LONGEST: u32 = 10_000;

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
    if let Some(text) = value.dyn_ref::<JsString>() {
        // Measured before it is copied: it may be larger than the memory here.
        let fits = text.length() <= LONGEST;
        return if fits { Plain::Text(text.into()) } else { Plain::Nothing };
    }
    let Some(object) = value.dyn_ref::<Object>().filter(|object| depth > 0 && is_plain(object))
    else {
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

/// Not a list, bytes, a map …: whoever counts the names of those may count for ever.
fn is_plain(object: &Object) -> bool {
    Object::get_prototype_of(object) == Object::get_prototype_of(&Object::new())
}

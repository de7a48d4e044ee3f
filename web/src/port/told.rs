//! What the page around this one is told, as it goes over the wire.

use js_sys::{Object, Reflect};
use lab::Outcome;
use scenarios::Language;
use wasm_bindgen::JsValue;

use crate::model::{Model, News};

/// How a run ended, as traces name it.
pub(super) fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "running",
        Outcome::Finished => "finished",
        Outcome::Deadlocked { .. } => "deadlocked",
        Outcome::OutOfTime => "out_of_time",
        Outcome::OutOfEvents => "out_of_events",
        Outcome::Panicked { .. } => "panicked",
    }
}

/// A challenge that was done, or a question that was answered.
pub(super) fn challenge(news: &News) -> Vec<(&'static str, JsValue)> {
    let mut values = vec![("challenge", news.challenge.into()), ("met", news.met.into())];
    if let Some([chosen, right]) = news.answer {
        values.extend([("chosen", chosen.into()), ("right", right.into())]);
    }
    values
}

/// What could not be used, in words, one a line.
pub(super) fn notices(model: &Model) -> String {
    let said: Vec<_> = model.notices.iter().map(|notice| notice.say(Language::En)).collect();
    said.join("\n")
}

pub(super) fn object(values: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in values {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

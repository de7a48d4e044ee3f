//! The figures over a stage, written as often as it is painted.

use lab::TaskId;
use stage::{View, now};
use web_sys::Element;

use crate::dom;
use crate::words::Text;

/// More names than this are counted instead.
const NAMED: usize = 3;

/// Where the figures stand, and what they say.
pub(super) struct Figures {
    in_progress: Element,
    on_threads: Element,
    said: Option<(usize, Vec<TaskId>, &'static str)>,
}

impl Figures {
    /// The figures inside of an element.
    pub(super) fn of(element: &Element) -> Option<Self> {
        let figures = element.query_selector_all("b").ok()?;
        let figure =
            |place| figures.item(place).and_then(|node| wasm_bindgen::JsCast::dyn_into(node).ok());
        Some(Figures { in_progress: figure(0)?, on_threads: figure(1)?, said: None })
    }

    /// Says what is so now.
    pub(super) fn write(&mut self, view: &View<'_>, text: &'static Text) {
        let found = now(view);
        let name = |task: &TaskId| view.trace.tasks[*task as usize].name.as_str();
        let say = Some((found.in_progress, found.on_threads, text.nobody));
        if self.said == say {
            return;
        }
        if let Some((in_progress, on_threads, nobody)) = &say {
            dom::say(&self.in_progress, &in_progress.to_string());
            let who: Vec<&str> = on_threads.iter().map(name).collect();
            let who = match who.len() {
                0 => (*nobody).to_owned(),
                1..=NAMED => who.join(", "),
                many => crate::words::fill(text.tasks_many, &[&many.to_string()]),
            };
            dom::say(&self.on_threads, &who);
        }
        self.said = say;
    }
}

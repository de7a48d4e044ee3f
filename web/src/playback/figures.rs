//! The figures over a stage, written as often as it is painted.

use lab::TaskId;
use stage::{View, now, text_width};
use web_sys::Element;

use crate::dom;
use crate::words::Text;

/// More names than this are counted instead, and fewer where they have no room: they stay on one line.
const NAMED: usize = 3;
/// Between the two figures, and, on one line, between all four parts of them.
const GAP: f32 = 22.0;
const GAPS: f32 = 54.0;

/// Where the figures stand, and what they say.
pub(super) struct Figures {
    in_progress: Element,
    on_threads: Element,
    said: Option<(usize, Vec<TaskId>, &'static str, Room)>,
    /// About how wide they are.
    width: f32,
}

/// The room that there is.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Room {
    /// In CSS pixels.
    pub(super) width: f32,
    /// Both figures and their words stand on one line.
    pub(super) is_low: bool,
}

impl Room {
    /// About how wide both figures are with these names.
    fn taken(self, names: &str, text: &Text) -> f32 {
        let words = |words| text_width(words, 12.0, 400);
        let (first, second) = (words(text.in_progress), words(text.on_the_threads));
        match self.is_low {
            true => first + second + text_width(names, 16.0, 650) + GAPS,
            false => first + second.max(text_width(names, 20.0, 650)) + GAP,
        }
    }
}

impl Figures {
    /// The figures inside of an element.
    pub(super) fn of(element: &Element) -> Option<Self> {
        let figures = element.query_selector_all("b").ok()?;
        let figure =
            |place| figures.item(place).and_then(|node| wasm_bindgen::JsCast::dyn_into(node).ok());
        Some(Figures { in_progress: figure(0)?, on_threads: figure(1)?, said: None, width: 0.0 })
    }

    /// Says what is so now, and how wide that is.
    pub(super) fn write(&mut self, view: &View<'_>, text: &'static Text, room: Room) -> f32 {
        let found = now(view);
        let name = |task: &TaskId| view.trace.tasks[*task as usize].name.as_str();
        let say = Some((found.in_progress, found.on_threads, text.nobody, room));
        if self.said == say {
            return self.width;
        }
        if let Some((in_progress, on_threads, nobody, _)) = &say {
            dom::say(&self.in_progress, &in_progress.to_string());
            let names: Vec<&str> = on_threads.iter().map(name).collect();
            let count = names.len();
            let names = names.join(", ");
            let who = match count {
                0 => (*nobody).to_owned(),
                1 => names,
                ..=NAMED if room.taken(&names, text) <= room.width => names,
                many => crate::words::fill(text.tasks_many, &[&many.to_string()]),
            };
            dom::say(&self.on_threads, &who);
            self.width = room.taken(&who, text);
        }
        self.said = say;
        self.width
    }
}

//! The tasks as buttons, for those who cannot see or point at the stage; unseen until focused.

use std::rc::Rc;

use lab::TaskId;
use stage::{Cursor, Subject, describe};
use yew::prelude::*;

use crate::film::Film;
use crate::model::{Model, Msg, Note};
use crate::playback::{Look, Side};
use crate::ui::Ui;

/// The stage in words, unless the cursor moves by itself: then nothing is said.
#[inline(never)]
pub(crate) fn described(ui: &Ui, film: &Film, cursor: Cursor, playing: bool) -> Html {
    let look = Look::in_words(ui.language, film.setup.scenario);
    let said = if playing {
        String::new()
    } else {
        film.with(|trace, index| describe(&look.view(trace, index, cursor, None)))
    };
    html! { <p class="hidden-words">{ said }</p> }
}

/// The tasks of the run as buttons.
#[inline(never)]
pub(crate) fn tasks(ui: &Ui, model: &Rc<Model>) -> Html {
    buttons(ui, model, 0)
}

/// The tasks of the run it is compared with.
#[inline(never)]
pub(crate) fn tasks_compared(ui: &Ui, model: &Rc<Model>) -> Html {
    buttons(ui, model, 1)
}

#[inline(never)]
fn buttons(ui: &Ui, model: &Model, side: Side) -> Html {
    let tasks: Vec<_> = model.films[side].as_ref().map_or_else(Vec::new, |film| {
        film.with(|trace, index| {
            let name = |task: TaskId| trace.tasks[task as usize].name.clone();
            index.shown_tasks().map(|task| (task, name(task))).collect()
        })
    });
    html! {
        <div class="tasks-list" role="group" aria-label={format!("{}: {}", ui.text.why, ui.text.tasks)}>
            for (task, name) in tasks {
                <button key={task} onclick={ui.on(move |event: MouseEvent| Msg::Note(Some(Note {
                    subject: Subject::Task(task), side, at: middle(&event),
                })))}>{ name }</button>
            }
        </div>
    }
}

/// The middle of what was pressed, on the page.
fn middle(event: &MouseEvent) -> (i32, i32) {
    let Some(element) = event.target_dyn_into::<web_sys::Element>() else { return (0, 0) };
    let area = element.get_bounding_client_rect();
    ((area.left() + area.width() / 2.0) as i32, area.top() as i32)
}

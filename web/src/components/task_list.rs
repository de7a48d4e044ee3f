//! The tasks as buttons, for those who cannot see or point at the stage; unseen until focused.

use std::rc::Rc;

use stage::{Cursor, Subject, describe};
use yew::prelude::*;

use crate::film::Film;
use crate::model::{Msg, Note};
use crate::playback::{Look, Side};
use crate::ui::Ui;

pub(crate) struct Props {
    /// The run, or the one it is compared with.
    pub(crate) side: Side,
    /// The same, computed.
    pub(crate) film: Rc<Film>,
    /// Where in it.
    pub(crate) cursor: Cursor,
    /// Whether the cursor moves by itself: then nothing is said.
    pub(crate) playing: bool,
}

/// The stage in words, and the tasks as buttons.
pub(crate) fn task_list(ui: &Ui, props: &Props) -> Html {
    let look = Look::in_words(ui.language, props.film.setup.scenario);
    let tasks: Vec<_> = props.film.with(|trace, index| {
        index.shown_tasks().map(|task| (task, trace.tasks[task as usize].name.clone())).collect()
    });
    let said = if props.playing {
        String::new()
    } else {
        props.film.with(|trace, index| describe(&look.view(trace, index, props.cursor, None)))
    };
    let side = props.side;
    html! {
        <>
            <p class="hidden-words">{ said }</p>
            <div class="tasks-list" role="group" aria-label={format!("{}: {}", ui.text.why, ui.text.tasks)}>
                for (task, name) in tasks {
                    <button key={task} onclick={ui.on(move |event: MouseEvent| Msg::Note(Some(Note {
                        subject: Subject::Task(task), side, at: middle(&event),
                    })))}>{ name }</button>
                }
            </div>
        </>
    }
}

/// The middle of what was pressed, on the page.
fn middle(event: &MouseEvent) -> (i32, i32) {
    let Some(element) = event.target_dyn_into::<web_sys::Element>() else { return (0, 0) };
    let area = element.get_bounding_client_rect();
    ((area.left() + area.width() / 2.0) as i32, area.top() as i32)
}

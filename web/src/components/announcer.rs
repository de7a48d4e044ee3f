//! Says each step aloud while the run stands still.

use std::rc::Rc;

use stage::step_words;
use yew::prelude::*;

use crate::film::Film;
use crate::model::Moment;
use crate::playback::labels;
use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run.
    pub(crate) film: Option<Rc<Film>>,
    /// Where in it.
    pub(crate) moment: Moment,
}

/// A line that only screen readers have.
#[component]
pub(crate) fn Announcer(props: &Props) -> Html {
    let ui = use_ui();
    let said = props.film.as_ref().filter(|_| !props.moment.playing).and_then(|film| {
        let event = props.moment.cursor.events.checked_sub(1)?;
        film.with(|trace, index| {
            (event < trace.events.len()).then(|| step_words(trace, index, event, labels(ui.language)))
        })
    });
    html! { <p class="hidden-words" aria-live="polite">{ said.unwrap_or_default() }</p> }
}

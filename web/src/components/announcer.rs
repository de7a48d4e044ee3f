//! Says each step aloud while the run stands still.

use stage::step_words;
use yew::prelude::*;

use crate::model::Model;
use crate::playback::Look;
use crate::ui::Ui;

/// A line that only screen readers have.
#[inline(never)]
pub(crate) fn announcer(ui: &Ui, model: &Model) -> Html {
    let moment = model.moment;
    let said = model.film().filter(|_| !moment.playing).and_then(|film| {
        let event = moment.cursor.events.checked_sub(1)?;
        let look = Look::in_words(ui.language, film.setup.scenario);
        film.with(|trace, index| {
            let view = look.view(trace, index, moment.cursor, None);
            (event < trace.events.len()).then(|| step_words(&view, event))
        })
    });
    html! { <p class="hidden-words" aria-live="polite">{ said.unwrap_or_default() }</p> }
}

//! What can be counted on the stage now.

use lab::TaskId;
use stage::{Cursor, now};
use yew::prelude::*;

use crate::film::Film;
use crate::playback::Look;
use crate::ui::Ui;
use crate::words::fill;

/// The figures of now.
pub(crate) fn figures(ui: &Ui, film: &Film, cursor: Cursor) -> Html {
    let look = Look { peers: film.setup.scenario.peers, ..Look::default() };
    let (count, who, threads) = film.with(|trace, index| {
        let found = now(&look.view(trace, index, cursor, None));
        let name = |task: &TaskId| trace.tasks[*task as usize].name.as_str();
        let who: Vec<&str> = found.on_threads.iter().map(name).collect();
        (found.in_progress, who.join(", "), index.threads())
    });
    let who = if who.is_empty() { ui.text.nobody.to_owned() } else { who };
    let where_ = if threads > 1 {
        fill(ui.text.on_the_threads, &[&threads.to_string()])
    } else {
        ui.text.on_the_thread.to_owned()
    };
    html! {
        <div class="now">
            <div><b>{ count }</b><small>{ ui.text.in_progress }</small></div>
            <div><b>{ who }</b><small>{ where_ }</small></div>
        </div>
    }
}

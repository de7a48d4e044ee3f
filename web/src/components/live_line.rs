//! What is said of a run in real time: how late its timers fired, and its virtual twin.

use std::rc::Rc;

use scenarios::Setup;
use yew::prelude::*;

use crate::clock;
use crate::film::Film;
use crate::model::Msg;
use crate::ui::Ui;
use crate::words::fill;

pub(crate) struct Props {
    /// The run.
    pub(crate) film: Rc<Film>,
    /// Its arguments, with what was pressed meanwhile.
    pub(crate) setup: Setup,
    /// Its twin is beside it already.
    pub(crate) twin: bool,
    /// Computes it.
    pub(crate) ontwin: Callback<Setup>,
    /// Starts over.
    pub(crate) onagain: Callback<()>,
}

/// One line under the timeline.
#[inline(never)]
pub(crate) fn live_line(ui: &Ui, props: &Props) -> Html {
    let Some(session) = props.film.session() else { return html! {} };
    let late = session.lateness();
    let average = late.sum.checked_div(late.count).unwrap_or(0);
    let said = fill(ui.text.live_late, &[&clock::span(late.most), &clock::span(average)]);
    let setup = props.setup.clone();
    let ontwin = props.ontwin.reform(move |_: MouseEvent| setup.clone());
    let state = if session.is_over() {
        html! { <span>{ ui.text.live_recorded }</span> }
    } else if !session.has_begun() {
        html! { <span>{ ui.text.live_before }</span> }
    } else {
        html! { <b>{ "● " }{ ui.text.live_edge }</b> }
    };
    html! {
        <div class="live">
            { state }
            if late.count > 0 { <span>{ said }</span> }
            if props.twin {
                <button onclick={ui.on(|_: MouseEvent| Msg::Compare(None))}>{ ui.text.compare_end }</button>
            } else {
                <button onclick={ontwin}>{ ui.text.live_twin }</button>
            }
            <button onclick={props.onagain.reform(|_: MouseEvent| ())}>{ ui.text.live_again }</button>
        </div>
    }
}

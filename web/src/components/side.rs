//! What is open beside the stage.

use std::rc::Rc;

use lab::TaskId;
use scenarios::{Setup, Side};
use yew::prelude::*;

use super::challenges::challenges;
use super::code::Code;
use super::events::Events;
use super::part::{Growth, Part};
use super::story::story;
use crate::film::Film;
use crate::model::{Model, Moment, Msg};
use crate::ui::Ui;

pub(crate) struct Props {
    /// What is open.
    pub(crate) panel: Side,
    /// The run.
    pub(crate) setup: Setup,
    /// The same, computed.
    pub(crate) film: Option<Rc<Film>>,
    /// How many events there are.
    pub(crate) all: usize,
    /// Where in it.
    pub(crate) moment: Moment,
    /// The page.
    pub(crate) model: Rc<Model>,
    /// The task a note is about.
    pub(crate) about: Option<TaskId>,
}

/// What is open beside the stage.
#[inline(never)]
pub(crate) fn side(ui: &Ui, props: &Props) -> Html {
    let scenario = props.setup.scenario;
    let title = match props.panel {
        Side::Story => ui.text.story,
        Side::Code => ui.text.code,
        Side::Events => ui.text.events,
        Side::Challenges => ui.text.challenges,
    };
    html! {
        <section class="side" aria-label={title}>
            <div class="side-head">
                <h2>{ title }</h2>
                <button class="plain" aria-label={format!("{}: {title}", ui.text.close)} onclick={ui.on(|_| Msg::Side(None))}>{ "✕" }</button>
            </div>
            {
                match props.panel {
                    Side::Story => html! { <div class="side-body" tabindex="0" role="group" aria-label={title}>{ story(ui, &props.setup) }</div> },
                    Side::Code => html! { <Code key={scenario.slug} setup={props.setup.clone()} film={props.film.clone()} cursor={props.moment.cursor} playing={props.moment.playing} about={props.about} led={props.model.led.clone()} /> },
                    Side::Challenges => html! { <div class="side-body" tabindex="0" role="group" aria-label={title}><Part model={props.model.clone()} growth={Growth::default()} draw={challenges as fn(&Ui, &Rc<Model>) -> Html} /></div> },
                    Side::Events => html! { <Events film={props.film.clone()} events={props.moment.cursor.events} all={props.all} /> },
                }
            }
        </section>
    }
}

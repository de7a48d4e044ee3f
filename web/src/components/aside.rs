//! The right column.

use std::rc::Rc;

use scenarios::{Link, Panel};
use yew::prelude::*;

use super::actions::{self, actions};
use super::challenges::goal_line;
use super::claims::{self, claims};
use super::experiments::experiments;
use super::measured::{self, measured_panel};
use super::parameters::{self, parameters};
use crate::model::Model;
use crate::ui::Ui;
use crate::words::challenges as said;

/// The right column.
#[inline(never)]
pub(crate) fn aside(ui: &Ui, model: &Rc<Model>) -> Html {
    let Link { setup, view, .. } = &model.link;
    let (setup, film) = (|| setup.clone(), || model.film().cloned());
    let shows = |panel| !view.embed || view.frame.shows(panel);
    html! {
        <aside class="aside">
            if view.embed && !view.frame.shows(Panel::Challenges) { { goal_line(ui, model) } }
            if shows(Panel::Knobs) { { parameters(ui, &parameters::Props { link: model.link.clone(), traffic: model.traffic.clone(), addressed: model.addressed, notices: model.notices.clone() }) } }
            if shows(Panel::Actions) { { actions(ui, &actions::Props { setup: setup(), frame: &view.frame, film: film(), events: model.moment.cursor.events }) } }
            if model.is_asking() && (shows(Panel::Claims) || shows(Panel::Metrics)) { <section class="withheld"><p class="muted">{ said::Text::of(ui.language).withheld }</p></section> }
            if shows(Panel::Claims) && !model.is_asking() { { claims(ui, &claims::Props { setup: setup(), films: model.films.clone() }) } }
            if shows(Panel::Metrics) && !model.is_asking() { { measured_panel(ui, &measured::Props { setup: setup(), films: model.films.clone() }) } }
            // What stands above is as high as it will be once there is a run: nothing moves under a finger.
            if !view.embed && model.film().is_some() { { experiments(ui, model.link.setup.scenario) } }
        </aside>
    }
}

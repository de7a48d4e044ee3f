//! The right column.

use std::rc::Rc;

use scenarios::{Link, Panel};
use yew::prelude::*;

use super::actions::{self, actions};
use super::claims::{self, claims};
use super::experiments::experiments;
use super::measured::{self, measured_panel};
use super::parameters::{self, parameters};
use crate::model::Model;
use crate::ui::Ui;

/// The right column.
pub(crate) fn aside(ui: &Ui, model: &Rc<Model>) -> Html {
    let Link { setup, view, .. } = &model.link;
    let (setup, film) = (|| setup.clone(), || model.film().cloned());
    let shows = |panel| !view.embed || view.frame.shows(panel);
    html! {
        <aside class="aside">
            if shows(Panel::Knobs) { { parameters(ui, &parameters::Props { link: model.link.clone(), traffic: model.traffic.clone(), addressed: model.addressed, notices: model.notices.clone() }) } }
            if shows(Panel::Actions) { { actions(ui, &actions::Props { setup: setup(), frame: &view.frame, film: film() }) } }
            if shows(Panel::Claims) { { claims(ui, &claims::Props { setup: setup(), film: film() }) } }
            if shows(Panel::Metrics) { { measured_panel(ui, &measured::Props { setup: setup(), films: model.films.clone() }) } }
            if !view.embed { { experiments(ui, model.link.setup.scenario) } }
        </aside>
    }
}

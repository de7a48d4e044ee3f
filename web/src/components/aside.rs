//! The right column.

use std::rc::Rc;

use scenarios::Link;
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
    html! {
        <aside class="aside">
            { parameters(ui, &parameters::Props { link: model.link.clone(), traffic: model.traffic.clone(), addressed: model.addressed, notices: model.notices.clone() }) }
            { actions(ui, &actions::Props { setup: setup(), film: film() }) }
            if !view.embed {
                { claims(ui, &claims::Props { setup: setup(), film: film() }) }
                { measured_panel(ui, &measured::Props { setup: setup(), films: model.films.clone() }) }
                { experiments(ui, model.link.setup.scenario) }
            }
        </aside>
    }
}

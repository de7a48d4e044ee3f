//! The catalogue: every pattern, by group.

use std::rc::Rc;

use scenarios::{Group, Link, SCENARIOS, View, words};
use yew::prelude::*;

use crate::model::Model;
use crate::ui::Ui;

/// The catalogue.
pub(crate) fn catalogue(ui: &Ui, model: &Rc<Model>) -> Html {
    let (slug, view) = (model.link.setup.scenario.slug, &model.link.view);
    html! {
        <nav class="catalogue" aria-label={ui.text.patterns}>
            for group in groups() {
                <div key={group.slug()}>
                    <h2>{ ui.text.group(group.slug()) }</h2>
                    for scenario in SCENARIOS.iter().filter(|scenario| scenario.group == group) {
                        <a key={scenario.slug} href={href(scenario.slug, view)}
                            aria-current={(scenario.slug == slug).then_some("page")}>
                            { words(scenario.slug, ui.language).title }
                        </a>
                    }
                </div>
            }
        </nav>
    }
}

/// The groups that have something in them, in order.
fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for scenario in SCENARIOS {
        if !groups.contains(&scenario.group) {
            groups.push(scenario.group);
        }
    }
    groups
}

/// Where a pattern is found, in the same language and theme.
pub(super) fn href(slug: &'static str, view: &View) -> String {
    let Some(scenario) = scenarios::find(slug) else { return String::new() };
    let mut link = Link::new(scenario);
    link.view = View { language: view.language, theme: view.theme, ..View::default() };
    format!("#{link}")
}

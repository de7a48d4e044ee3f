//! The catalogue: every pattern, by group.

use scenarios::{Group, Link, SCENARIOS, View, words};
use yew::prelude::*;

use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The one on screen.
    pub(crate) slug: &'static str,
    /// What links keep: language and theme.
    pub(crate) view: View,
}

/// The catalogue.
#[component]
pub(crate) fn Catalogue(props: &Props) -> Html {
    let ui = use_ui();
    html! {
        <nav class="catalogue" aria-label={ui.text.patterns}>
            for group in groups() {
                <div key={group.slug()}>
                    <h2>{ ui.text.group(group.slug()) }</h2>
                    for scenario in SCENARIOS.iter().filter(|scenario| scenario.group == group) {
                        <a key={scenario.slug} href={href(scenario.slug, &props.view)}
                            aria-current={(scenario.slug == props.slug).then_some("page")}>
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

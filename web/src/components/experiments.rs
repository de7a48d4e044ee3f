//! Things to try, one click each.

use scenarios::{Words, words};
use yew::prelude::*;

use crate::model::Msg;
use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The scenario's slug.
    pub(crate) slug: &'static str,
}

/// Things to try.
#[component]
pub(crate) fn Experiments(props: &Props) -> Html {
    let ui = use_ui();
    let Some(scenario) = scenarios::find(props.slug) else { return html! {} };
    let said = words(props.slug, ui.language);
    html! {
        <section class="tries" aria-label={ui.text.experiments}>
            <h2>{ ui.text.experiments }</h2>
            <div key={props.slug}>
                for experiment in scenario.experiments {
                    <button key={experiment.slug} onclick={ui.on(move |_| Msg::Try(*experiment))}>
                        { Words::term(said.experiments, experiment.slug).map_or(experiment.slug, |term| term.label) }
                    </button>
                }
            </div>
        </section>
    }
}

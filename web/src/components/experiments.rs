//! Things to try, one click each.

use scenarios::{Scenario, Words, words};
use yew::prelude::*;

use crate::model::Msg;
use crate::ui::Ui;

/// Things to try.
#[inline(never)]
pub(crate) fn experiments(ui: &Ui, scenario: &'static Scenario) -> Html {
    let said = words(scenario.slug, ui.language);
    html! {
        <section class="tries" aria-label={ui.text.experiments}>
            <h2>{ ui.text.experiments }</h2>
            <div key={scenario.slug}>
                for experiment in scenario.experiments {
                    <button key={experiment.slug} onclick={ui.on(move |_| Msg::Try(*experiment))}>
                        { Words::term(said.experiments, experiment.slug).map_or(experiment.slug, |term| term.label) }
                    </button>
                }
            </div>
        </section>
    }
}

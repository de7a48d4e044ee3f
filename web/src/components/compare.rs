//! What to compare the run with: another variant, or another value of one knob.

use scenarios::{Compare, Field, Kind, Setup, Words, words};
use yew::prelude::*;

use super::knob::shown;
use super::modal::Modal;
use super::title::variants;
use crate::model::{Model, Msg};
use crate::ui::Ui;

/// The dialog.
#[inline(never)]
pub(crate) fn compare_dialog(ui: &Ui, model: &Model) -> Html {
    let now = model.link.view.compare;
    let Setup { scenario, variant, values, .. } = &model.link.setup;
    let said = words(scenario.slug, ui.language);
    let choose = |compare| {
        let send = ui.send.clone();
        Callback::from(move |_: MouseEvent| {
            send.dispatch(Msg::Compare(compare));
            send.dispatch(Msg::Dialog(None));
        })
    };
    let pressed = |compare| (now == Some(compare)).to_string();
    let others =
        variants(scenario, said).into_iter().enumerate().filter(|(place, _)| place != variant);
    html! {
        <Modal title={ui.text.compare_title}>
            <div class="dialog-body options">
                if now.is_some() { <button class="primary" onclick={choose(None)}>{ ui.text.compare_end }</button> }
                if scenario.variants.len() > 1 { <h3>{ ui.text.compare_variants }</h3> }
                <div class="row">
                    for (place, name) in others {
                        <button key={place} aria-pressed={pressed(Compare::Variant(place))} onclick={choose(Some(Compare::Variant(place)))}>{ name }</button>
                    }
                </div>
                <div>
                    for (place, field) in scenario.fields.iter().enumerate() {
                        <div key={field.name}>
                            <h3>{ Words::term(said.knobs, field.name).map_or(field.name, |term| term.label) }</h3>
                            <div class="row">
                                for value in offers(field, values[place]) {
                                    <button key={value} aria-pressed={pressed(Compare::Knob(place, value))} onclick={choose(Some(Compare::Knob(place, value)))}>{ shown(field, said, value) }</button>
                                }
                            </div>
                        </div>
                    }
                </div>
            </div>
        </Modal>
    }
}

/// The values that are offered: every choice, or a few that are far enough apart.
fn offers(field: &Field, now: i64) -> Vec<i64> {
    let wanted = match field.kind {
        Kind::Choice(slugs) => (0..slugs.len() as i64).collect(),
        Kind::Count | Kind::Millis => vec![field.min, field.default, now / 2, now * 2, now * 4],
    };
    let mut offers: Vec<i64> = Vec::new();
    for value in wanted {
        if value != now && (field.min..=field.max).contains(&value) && !offers.contains(&value) {
            offers.insert(offers.partition_point(|before| *before < value), value);
        }
    }
    offers
}

/// What tells the other run from the first, in words.
pub(super) fn difference(setup: &Setup, compare: Compare, said: &'static Words) -> [String; 2] {
    match compare {
        Compare::Variant(variant) => {
            let names = variants(setup.scenario, said);
            [setup.variant, variant]
                .map(|place| names.get(place).map(ToString::to_string).unwrap_or_default())
        }
        Compare::Knob(place, value) => {
            let field = &setup.scenario.fields[place];
            let name = Words::term(said.knobs, field.name).map_or(field.name, |term| term.label);
            [setup.values[place], value]
                .map(|value| format!("{name}: {}", shown(field, said, value)))
        }
    }
}

//! What a frame compares its run with: nothing, another variant, or what is compared on screen.

use scenarios::{Compare, words};
use yew::prelude::*;

use super::form::Form;
use crate::components::compare::difference;
use crate::ui::Ui;
use crate::words::ShareText;

/// The choice; nothing where there is only one way to write the pattern.
#[inline(never)]
pub(super) fn against(ui: &Ui, form: &Form, text: &'static ShareText) -> Html {
    let link = &form.0.link;
    let choices = form.0.others();
    if choices.is_empty() {
        return Html::default();
    }
    let said = words(link.setup.scenario.slug, ui.language);
    let name = |choice: &Compare| {
        let [_, other] = difference(&link.setup, *choice, said);
        other
    };
    let names: Vec<String> = choices.iter().map(name).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.insert(0, text.nothing);
    let place = choices.iter().position(|choice| link.view.compare == Some(*choice));
    form.select(
        ui.text.compare_title,
        &names,
        place.map_or(0, |place| place + 1),
        move |draft, place| {
            draft.link.view.compare =
                place.checked_sub(1).and_then(|place| choices.get(place).copied());
        },
    )
}

//! Which pattern when: below the lesson, every pattern with the line that says when to use it.

use std::rc::Rc;

use scenarios::{CATALOGUE, title, words};
use yew::prelude::*;

use super::catalogue::{groups, href};
use super::lead::lead;
use crate::model::Model;
use crate::ui::Ui;

/// The table, once its place has come into view; before that, its heading over some room.
#[inline(never)]
pub(crate) fn which(ui: &Ui, model: &Rc<Model>) -> Html {
    let onclick = Callback::from(|event: MouseEvent| {
        lead(&event);
    });
    html! {
        <section class="which" aria-labelledby="which-heading">
            <h2 id="which-heading">{ ui.text.which_when }</h2>
            <div id="which" {onclick}>if model.which { { table(ui, model) } }</div>
        </section>
    }
}

#[inline(never)]
fn table(ui: &Ui, model: &Model) -> Html {
    let view = &model.link.view;
    html! {
        <table aria-labelledby="which-heading">
            <thead><tr><th scope="col">{ ui.text.code_pattern }</th><th scope="col">{ ui.text.when }</th></tr></thead>
            for group in groups() {
                <tbody key={group.slug()}>
                    <tr class="group"><th scope="rowgroup" colspan="2">{ ui.text.group(group.slug()) }</th></tr>
                    for entry in CATALOGUE.iter().filter(|entry| entry.group == group) {
                        <tr key={entry.slug}>
                            <th scope="row"><a href={href(entry.slug, view)}>{ title(entry.slug, ui.language) }</a></th>
                            <td>{ words(entry.slug, ui.language).when }</td>
                        </tr>
                    }
                </tbody>
            }
        </table>
    }
}

//! The catalogue: every pattern, by group.

use std::rc::Rc;

use scenarios::{CATALOGUE, Group, View, title};
use yew::prelude::*;

use super::challenges::ticks;
use super::icons;
use super::lead::lead;
use super::modal::Modal;
use crate::model::{Dialog, Model, Msg};
use crate::ui::Ui;

/// The catalogue, in a column of its own.
#[inline(never)]
pub(crate) fn catalogue(ui: &Ui, model: &Rc<Model>) -> Html {
    list(ui, model)
}

/// The catalogue where there is no room for a column: the same list, and the search.
#[inline(never)]
pub(crate) fn catalogue_dialog(ui: &Ui, model: &Model) -> Html {
    let onclick = {
        let send = ui.send.clone();
        Callback::from(move |event: MouseEvent| {
            if lead(&event) {
                send.dispatch(Msg::Dialog(None));
            }
        })
    };
    html! {
        <Modal title={ui.text.patterns}>
            <div class="dialog-body">
                <button class="find" onclick={ui.on(|_: MouseEvent| Msg::Dialog(Some(Dialog::Search)))}>{ icons::glass() }<span>{ ui.text.find }</span></button>
                <div {onclick}>{ list(ui, model) }</div>
            </div>
        </Modal>
    }
}

#[inline(never)]
fn list(ui: &Ui, model: &Model) -> Html {
    let (slug, view) = (model.link.setup.scenario.slug, &model.link.view);
    html! {
        <nav class="catalogue" aria-label={ui.text.patterns}>
            for group in groups() {
                <div key={group.slug()}>
                    <h2>{ ui.text.group(group.slug()) }</h2>
                    for entry in CATALOGUE.iter().filter(|entry| entry.group == group) {
                        <a key={entry.slug} href={href(entry.slug, view)}
                            aria-current={(entry.slug == slug).then_some("page")}>
                            { title(entry.slug, ui.language) }
                            if let Some((sign, words)) = ticks(ui, &model.challenges.done, entry.slug) { <small class="ticks"><span aria-hidden="true">{ sign }</span><span class="hidden-words">{ " (" }{ words }{ ")" }</span></small> }
                        </a>
                    }
                </div>
            }
        </nav>
    }
}

/// The groups that have something in them, in order.
pub(super) fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in CATALOGUE {
        if !groups.contains(&entry.group) {
            groups.push(entry.group);
        }
    }
    groups
}

/// Where a pattern is found, in the same language and theme.
pub(super) fn href(slug: &str, view: &View) -> String {
    format!("#{}", view.leads_to(slug))
}

//! Everything in which a run can be taken along: a link, a frame for another page, a picture, files.

mod against;
mod copy;
mod draft;
mod embed;
mod files;
mod form;
mod link;
mod picture;
mod preview;
mod save;

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::modal::Modal;
use crate::dom;
use crate::model::Model;
use crate::ui::use_ui;
use crate::words::ShareText;
use draft::Draft;
use embed::Embed;
use files::Files;
use link::LinkSection;
use picture::PictureSection;

/// A part of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The link, copied at once if the dialog opens with it.
    Link,
    /// A frame for another page.
    Embed,
    /// The picture of this instant.
    Picture,
    /// The run in files.
    Files,
}

const SECTIONS: [Section; 4] = [Section::Link, Section::Embed, Section::Picture, Section::Files];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The page.
    pub(crate) model: Rc<Model>,
    /// What it opens with.
    pub(crate) first: Section,
}

/// The dialog.
#[component]
pub(crate) fn Share(props: &Props) -> Html {
    let ui = use_ui();
    let text = ShareText::of(ui.language);
    let section = use_state(|| props.first);
    let draft = use_state(|| Draft::of(&props.model.link));
    // Whoever comes back to the link may have copied something else meanwhile.
    let begun = use_mut_ref(|| false);
    let at_once =
        props.first == Section::Link && !std::mem::replace(&mut *begun.borrow_mut(), true);
    let choose = {
        let section = section.clone();
        Callback::from(move |place: usize| section.set(SECTIONS[place % SECTIONS.len()]))
    };
    let place = *section as usize;
    let onkeydown = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => place + 1,
                "ArrowLeft" => place + SECTIONS.len() - 1,
                "Home" => 0,
                "End" => SECTIONS.len() - 1,
                _ => return,
            };
            event.prevent_default();
            choose.emit(next);
            let tab = dom::document().get_element_by_id(&tab_id(next % SECTIONS.len()));
            if let Some(tab) =
                tab.and_then(|tab| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(tab).ok())
            {
                let _ = tab.focus();
            }
        })
    };
    let model = &props.model;
    html! {
        <Modal title={text.title} class="sharing">
            <div class="tabs" role="tablist" aria-label={text.sections} {onkeydown}>
                for (tab, name) in text.tabs.into_iter().enumerate() {
                    <button key={tab} role="tab" id={tab_id(tab)} aria-selected={(tab == place).to_string()} aria-controls="share-panel"
                        tabindex={if tab == place { "0" } else { "-1" }} onclick={choose.reform(move |_| tab)}>{ name }</button>
                }
            </div>
            <div key={place} class="dialog-body" role="tabpanel" id="share-panel" aria-labelledby={tab_id(place)} tabindex="0">
                { match *section {
                    Section::Link => html! { <LinkSection link={model.link.clone()} {at_once} /> },
                    Section::Embed => html! { <Embed {draft} at={model.moment.at} /> },
                    Section::Picture => html! { <PictureSection model={Rc::clone(model)} /> },
                    Section::Files => html! { <Files model={Rc::clone(model)} /> },
                } }
            </div>
        </Modal>
    }
}

fn tab_id(tab: usize) -> String {
    format!("share-tab-{tab}")
}

//! The header: name, search, language, theme, share.

use std::rc::Rc;

use scenarios::{Language, Theme};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icons;
use crate::model::{Dialog, Model, Msg};
use crate::ui::Ui;

const THEMES: [Option<Theme>; 3] = [None, Some(Theme::Light), Some(Theme::Dark)];

/// The header.
#[inline(never)]
pub(crate) fn header(ui: &Ui, model: &Rc<Model>) -> Html {
    let text = ui.text;
    let other = if ui.language == Language::En { Language::Vi } else { Language::En };
    let place = THEMES.iter().position(|theme| *theme == model.link.view.theme).unwrap_or(0);
    let next = THEMES[(place + 1) % THEMES.len()];
    let said = format!("{}: {}", text.theme, text.themes[place]);
    let dialog = |dialog| ui.on(move |_: MouseEvent| Msg::Dialog(Some(dialog)));
    // What is shared is this instant, so it stands still.
    let share = |dialog| {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| {
            ui.player.pause();
            ui.send(Msg::Dialog(Some(dialog)));
        })
    };
    html! {
        <header class="header">
            <a class="brand" href="#/">{ icons::brand() }{ "Interleave" }</a>
            <button class="menu" aria-label={text.patterns} title={text.patterns} aria-haspopup="dialog" onclick={dialog(Dialog::Patterns)}>{ icons::menu() }</button>
            <button class="find" onclick={dialog(Dialog::Search)} aria-keyshortcuts="Control+K">
                { icons::glass() }<span class="label">{ text.find }</span><kbd aria-hidden="true">{ "Ctrl K" }</kbd>
            </button>
            <div class="right">
                <button lang={other.code()} onclick={ui.on(move |_| Msg::Language(other))}>
                    <span class="long">{ other.name() }</span><span class="short">{ other.code().to_ascii_uppercase() }</span>
                </button>
                <button aria-label={said.clone()} title={said} onclick={ui.on(move |_| Msg::Theme(next))}>{ icons::theme() }</button>
                <button class="keys-button" aria-label={text.help} title={text.help} onclick={dialog(Dialog::Help)}>{ "?" }</button>
                <button class="embed-button" onclick={share(Dialog::Embed)}>{ text.embed }</button>
                <button class="primary" onclick={share(Dialog::Share)}>{ text.share }</button>
            </div>
        </header>
    }
}

/// The place of what was chosen.
pub(super) fn chosen(event: &Event) -> usize {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    select.map_or(0, |select| select.selected_index().max(0) as usize)
}

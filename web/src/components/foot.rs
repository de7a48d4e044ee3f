//! What a frame always has: back to the defaults, and out into the full page.

use yew::prelude::*;

use crate::model::{Model, Msg};
use crate::ui::Ui;
use crate::url::address;

/// In a frame: back to the defaults, and out into the full page.
#[inline(never)]
pub(super) fn foot(ui: &Ui, model: &Model) -> Html {
    let mut link = model.link.clone();
    let frame = std::mem::take(&mut link.view.frame);
    link.view.embed = false;
    let reset = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| {
            ui.player.pause();
            ui.send(Msg::Reset);
        })
    };
    // In a narrow frame the arrow stands for it.
    let words = ui.text.open_full.trim_end_matches(" ↗");
    html! {
        <div class="foot">
            if frame.has("reset") { <button onclick={reset}>{ ui.text.reset }</button> }
            if frame.has("full") { <a class="button" href={address(&link)} target="_blank" rel="noopener" aria-label={ui.text.open_full}><span>{ words }</span>{ " ↗" }</a> }
        </div>
    }
}

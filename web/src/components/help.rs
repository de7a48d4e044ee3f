//! The keys.

use yew::prelude::*;

use super::modal::Modal;
use crate::ui::Ui;

/// The keys.
#[inline(never)]
pub(crate) fn help(ui: &Ui) -> Html {
    html! {
        <Modal title={ui.text.help_title}>
            <div class="dialog-body">
                <dl class="keys">
                    for (place, (key, what)) in ui.text.help_keys.into_iter().enumerate() {
                        <div key={place}>
                            <dt><kbd>{ key }</kbd></dt><dd>{ what }</dd>
                        </div>
                    }
                </dl>
            </div>
        </Modal>
    }
}

//! The link to this very instant, copied at once; and a frame for another page.

use scenarios::Link;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::modal::Modal;
use crate::url::address;
use crate::ui::use_ui;
use crate::dom;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run and the instant.
    pub(crate) link: Link,
}

/// What became of copying.
#[derive(Clone, Copy, PartialEq)]
enum Copy {
    Asked,
    Done,
    Refused,
}

/// The dialog.
#[component]
pub(crate) fn Share(props: &Props) -> Html {
    let ui = use_ui();
    let state = use_state(|| Copy::Asked);
    let field = use_node_ref();
    let address = address(&props.link);
    let frame = frame(&props.link);
    use_effect_with(address.clone(), {
        let (state, field) = (state.clone(), field.clone());
        move |address| copy(address, state, field)
    });
    let onfocus = Callback::from(|event: FocusEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            area.select();
        }
    });
    html! {
        <Modal title={ui.text.share_title}>
            <div class="dialog-body">
                <label class="field">{ ui.text.share_link }
                    <input ref={field} type="text" readonly=true value={address} /></label>
                <p role="status">{ match *state {
                    Copy::Asked => "",
                    Copy::Done => ui.text.share_copied,
                    Copy::Refused => ui.text.share_select,
                } }</p>
                <label class="field">{ ui.text.share_frame }
                    <textarea rows="4" readonly=true value={frame} {onfocus} /></label>
            </div>
        </Modal>
    }
}

/// Copies; where that is not allowed, the field is selected for copying by hand.
fn copy(address: &str, state: UseStateHandle<Copy>, field: NodeRef) {
    let refused = move |state: UseStateHandle<Copy>| {
        state.set(Copy::Refused);
        if let Some(field) = field.cast::<HtmlInputElement>() {
            let _ = field.focus();
            field.select();
        }
    };
    let navigator = dom::window().navigator();
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    if !present {
        refused(state);
        return;
    }
    let promise = navigator.clipboard().write_text(address);
    wasm_bindgen_futures::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(promise).await {
            Ok(_) => state.set(Copy::Done),
            Err(_) => refused(state),
        }
    });
}

fn frame(link: &Link) -> String {
    let mut link = link.clone();
    link.view.embed = true;
    format!("<iframe src=\"{}\" width=\"640\" height=\"420\" loading=\"lazy\" title=\"Interleave\"></iframe>", address(&link).replace('&', "&amp;"))
}

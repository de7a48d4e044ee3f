//! The link to this very instant, copied at once; and a frame for another page.

use scenarios::Link;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::modal::Modal;
use crate::dom;
use crate::ui::use_ui;
use crate::url::address;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run and the instant.
    pub(crate) link: Link,
    /// A frame for another page, instead of the link.
    pub(crate) frame: bool,
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
    let text = ui.text;
    let state = use_state(|| Copy::Asked);
    let field = use_node_ref();
    let copied = if props.frame { frame(&props.link) } else { address(&props.link) };
    use_effect_with(copied.clone(), {
        let (state, field) = (state.clone(), field.clone());
        move |copied| copy(copied, state, field)
    });
    let (title, label) = if props.frame {
        (text.share_frame, text.embed)
    } else {
        (text.share_title, text.share_link)
    };
    html! {
        <Modal {title}>
            <div class="dialog-body">
                <label class="field">{ label }
                    <textarea ref={field} rows={if props.frame { "4" } else { "2" }} readonly=true value={copied} /></label>
                <p role="status">{ match (*state, props.frame) {
                    (Copy::Asked, _) => "",
                    (Copy::Done, false) => text.share_copied,
                    (Copy::Done, true) => text.share_frame_copied,
                    (Copy::Refused, _) => text.share_select,
                } }</p>
                <p>{ if props.link.origin.travels() { "" } else { text.own_long } }</p>
            </div>
        </Modal>
    }
}

/// Copies; where that is not allowed, the field is selected for copying by hand.
fn copy(address: &str, state: UseStateHandle<Copy>, field: NodeRef) {
    let refused = move |state: UseStateHandle<Copy>| {
        state.set(Copy::Refused);
        if let Some(field) = field.cast::<HtmlTextAreaElement>() {
            let _ = field.focus();
            field.select();
        }
    };
    let navigator = dom::window().navigator();
    let present =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
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
    format!(
        "<iframe src=\"{}\" width=\"640\" height=\"420\" loading=\"lazy\" title=\"Interleave\"></iframe>",
        address(&link).replace('&', "&amp;")
    )
}

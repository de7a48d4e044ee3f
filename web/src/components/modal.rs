//! A dialog: the browser's own keeps the focus inside and closes on Esc.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::lead::RUN;
use crate::dom;
use crate::model::Msg;
use crate::ui::use_ui;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Its name.
    pub(crate) title: AttrValue,
    /// Its looks.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Without a visible name.
    #[prop_or_default]
    pub(crate) bare: bool,
    /// What it holds.
    pub(crate) children: Html,
}

/// A dialog.
#[component]
pub(crate) fn Modal(props: &Props) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let before = dom::focused();
        let dialog = node.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            let _ = dialog.show_modal();
        }
        move || {
            // As long as it is open, nothing else takes the focus; to close it takes that from the page
            // around a frame too.
            if let Some(dialog) = dialog.filter(|_| dom::has_focus()) {
                dialog.close();
            }
            // Unless a link has led elsewhere.
            let led = dom::focused().is_some_and(|now| now.id() == RUN);
            if let Some(before) = before.filter(|_| !led) {
                dom::give_back(&before);
            }
        }
    });
    let close = ui.on(|_: MouseEvent| Msg::Dialog(None));
    let backdrop = {
        let (send, node) = (ui.send.clone(), node.clone());
        Callback::from(move |event: MouseEvent| {
            let dialog = node.cast::<web_sys::Element>();
            if event.target_dyn_into::<web_sys::Element>() == dialog {
                send.dispatch(Msg::Dialog(None));
            }
        })
    };
    html! {
        <dialog ref={node} class={props.class.clone()} aria-label={props.title.clone()} onclose={ui.on(|_: Event| Msg::Dialog(None))} onclick={backdrop}>
            if !props.bare {
                <div class="dialog-head">
                    <h2>{ props.title.clone() }</h2>
                    <button class="plain" aria-label={ui.text.close} onclick={close}>{ "✕" }</button>
                </div>
            }
            { props.children.clone() }
        </dialog>
    }
}

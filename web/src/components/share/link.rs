//! The link to this very instant, and its QR code.

use scenarios::Link;
use yew::prelude::*;

use super::copy::copy_field;
use super::save::{file_name, saved};
use crate::qr::{MOST, Qr};
use crate::save;
use crate::ui::use_ui;
use crate::url::address;
use crate::words::{ShareText, fill};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The run and the instant.
    pub(super) link: Link,
    /// It is copied as soon as it is seen.
    pub(super) at_once: bool,
}

/// The link.
#[component]
pub(super) fn LinkSection(props: &Props) -> Html {
    let ui = use_ui();
    let text = ShareText::of(ui.language);
    let said = use_state(|| None::<String>);
    let field = use_node_ref();
    let copied = address(&props.link);
    let copying = {
        let (said, field, copied) = (said.clone(), field.clone(), copied.clone());
        Callback::from(move |()| {
            let said = said.clone();
            copy_field(&copied, &field, move |done| {
                said.set(Some(if done { text.link_copied } else { text.select }.to_owned()));
            });
        })
    };
    use_effect_with((), {
        let (copying, at_once) = (copying.clone(), props.at_once);
        move |()| {
            if at_once {
                copying.emit(());
            }
        }
    });
    let code = use_memo(copied.clone(), |copied| Qr::of(copied));
    html! {
        <div class="link-section">
            <div>
                <label class="field">{ text.link }
                    <textarea ref={field} rows="4" readonly=true value={copied.clone()} /></label>
                <button class="primary" onclick={copying.reform(|_: MouseEvent| ())}>{ text.copy }</button>
                <p role="status">{ (*said).clone() }</p>
                if !props.link.origin.travels() { <p>{ ui.text.own_long }</p> }
            </div>
            { match &*code {
                Some(code) => drawn(code, text.qr, text.qr_hint, text.qr_save, {
                    let (code, said) = (code.clone(), said.clone());
                    let name = file_name(&props.link.setup, "qr.svg");
                    Callback::from(move |_: MouseEvent| {
                        let done = save::text(&name, "image/svg+xml", &code.svg());
                        said.set(Some(saved(text, &name, done)));
                    })
                }),
                None => html! { <p class="qr-none">{ fill(text.qr_long, &[&copied.chars().count().to_string(), &MOST.to_string()]) }</p> },
            } }
        </div>
    }
}

/// Black on white in either theme: cameras expect it so.
#[inline(never)]
fn drawn(
    code: &Qr,
    name: &'static str,
    hint: &'static str,
    save: &'static str,
    onsave: Callback<MouseEvent>,
) -> Html {
    let size = code.size.to_string();
    html! {
        <figure class="qr">
            <svg viewBox={format!("0 0 {size} {size}")} role="img" aria-label={name} shape-rendering="crispEdges">
                <rect width={size.clone()} height={size} fill="#fff" />
                <path d={code.path.clone()} fill="#000" />
            </svg>
            <figcaption>{ hint }</figcaption>
            <button onclick={onsave}>{ save }</button>
        </figure>
    }
}

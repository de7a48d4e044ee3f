//! The picture of this instant.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};
use yew::prelude::*;

use super::copy::{copy, copy_picture};
use super::save::{file_name, saved};
use crate::clock;
use crate::components::center::badges;
use crate::model::Model;
use crate::save;
use crate::ui::use_ui;
use crate::words::{ShareText, fill};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The page.
    pub(super) model: Rc<Model>,
}

/// The picture.
#[component]
pub(super) fn PictureSection(props: &Props) -> Html {
    let ui = use_ui();
    let text = ShareText::of(ui.language);
    let said = use_state(|| None::<String>);
    let canvas = use_node_ref();
    let model = &props.model;
    let there = (model.films.clone(), model.moment.at, model.dark(), ui.language);
    let picture = use_memo(there, {
        let (player, names) = (ui.player.clone(), badges(&ui, model));
        move |_| player.picture(&names)
    });
    use_effect_with(Rc::clone(&picture), {
        let canvas = canvas.clone();
        move |picture| {
            if let (Some(picture), Some(canvas)) = (&**picture, canvas.cast::<HtmlCanvasElement>())
            {
                picture.paint(&canvas);
            }
        }
    });
    let Some(drawn) = &*picture else { return html! { <p>{ text.picture_none }</p> } };
    let name = |extension| file_name(&model.link.setup, extension);
    let [as_svg, as_png, svg_copied, png_copied] = text.picture_formats;
    let save_svg = {
        let (said, picture, name) = (said.clone(), Rc::clone(&picture), name("svg"));
        Callback::from(move |_: MouseEvent| {
            let svg = picture.as_ref().as_ref().map_or(String::new(), |picture| picture.svg());
            said.set(Some(saved(text, &name, save::text(&name, "image/svg+xml", &svg))));
        })
    };
    let save_png = {
        let (said, canvas, name) = (said.clone(), canvas.clone(), name("png"));
        Callback::from(move |_: MouseEvent| {
            let (said, name) = (said.clone(), name.clone());
            png(&canvas, move |blob| {
                let done = blob.ok_or(JsValue::NULL).and_then(|blob| save::blob(&name, &blob));
                said.set(Some(saved(text, &name, done)));
            });
        })
    };
    let copy_svg = {
        let (said, picture) = (said.clone(), Rc::clone(&picture));
        Callback::from(move |_: MouseEvent| {
            let svg = picture.as_ref().as_ref().map_or(String::new(), |picture| picture.svg());
            let said = said.clone();
            copy(&svg, move |done| said.set(Some(told(text, done))));
        })
    };
    let copy_png = {
        let (said, canvas) = (said.clone(), canvas.clone());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            png(&canvas, move |blob| match blob {
                Some(blob) => copy_picture(&blob, move |done| said.set(Some(told(text, done)))),
                None => said.set(Some(text.failed.to_owned())),
            });
        })
    };
    html! {
        <div class="picture-section">
            <p class="muted">{ fill(text.picture_hint, &[&clock::seconds(model.moment.at)]) }</p>
            <canvas ref={canvas} role="img" aria-label={drawn.words.clone()} />
            <div class="row">
                <button class="primary" onclick={save_svg}>{ as_svg }</button>
                <button class="primary" onclick={save_png}>{ as_png }</button>
                <button onclick={copy_svg}>{ svg_copied }</button>
                <button onclick={copy_png}>{ png_copied }</button>
            </div>
            <p role="status">{ (*said).clone() }</p>
        </div>
    }
}

/// What became of copying.
fn told(text: &ShareText, done: bool) -> String {
    if done { text.copied } else { text.refused }.to_owned()
}

/// What is on a canvas as a file, or none if the browser cannot make one.
fn png(canvas: &NodeRef, told: impl FnOnce(Option<Blob>) + 'static) {
    let made = Closure::once_into_js(move |blob: JsValue| told(blob.dyn_into().ok()));
    if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
        let _ = canvas.to_blob(made.unchecked_ref());
    }
}

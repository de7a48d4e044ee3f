//! The page.

use yew::prelude::*;

/// The whole page.
#[component]
fn App() -> Html {
    html! { <h1>{ "Interleave" }</h1> }
}

fn main() {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else { return };
    if let Some(root) = document.get_element_by_id("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
    if let Some(html) = document.document_element() {
        // Whoever waits for the page waits for this attribute.
        let _ = html.set_attribute("data-ready", "");
    }
}

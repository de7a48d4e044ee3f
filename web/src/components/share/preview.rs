//! The frame that is being built, as its readers will see it: this very page once more.

use js_sys::{Array, Object, Reflect};
use scenarios::port::PROTOCOL;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort, Window};
use yew::prelude::*;

use crate::dom::{self, Listener};
use crate::watch;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The address of what is in it.
    pub(super) address: AttrValue,
    /// Its name for who cannot see it.
    pub(super) name: &'static str,
    /// In pixels.
    pub(super) width: u32,
    /// In pixels.
    pub(super) height: u32,
    /// It would like to be so high.
    pub(super) onheight: Callback<u32>,
}

/// A line to the page in the frame, which says how high it is.
struct Line {
    port: MessagePort,
    _listener: Listener,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.port.close();
    }
}

/// The preview.
#[component]
pub(super) fn Preview(props: &Props) -> Html {
    let (node, room) = (use_node_ref(), use_node_ref());
    let line = use_mut_ref(|| None::<Line>);
    // Were the attribute changed, every change of the draft would be a step back in history.
    let first = use_memo((), |()| props.address.clone());
    let shown = use_mut_ref(|| props.address.clone());
    use_effect_with(props.address.clone(), {
        let node = node.clone();
        move |address: &AttrValue| {
            if *shown.borrow() == *address {
                return;
            }
            shown.replace(address.clone());
            let window = node.cast::<HtmlIFrameElement>().and_then(|frame| frame.content_window());
            if let Some(window) = window {
                let _ = window.location().replace(address);
            }
        }
    });
    use_effect_with((props.width, props.height), {
        let (node, room) = (node.clone(), room.clone());
        move |size: &(u32, u32)| {
            let (size, here) = (*size, room.cast::<HtmlElement>());
            let fitted = here.map(|here| {
                let (measured, node) = (here.clone(), node.clone());
                watch::size(&here, move || fit(&node, &measured, size))
            });
            move || drop(fitted)
        }
    });
    use_effect_with((), {
        let (node, onheight) = (node.clone(), props.onheight.clone());
        move |()| {
            let heard = Listener::on(&dom::window(), "message", move |event| {
                let frame = node.cast::<HtmlIFrameElement>();
                let window = frame.and_then(|frame| frame.content_window());
                if let Some(window) = window.filter(|window| is_hello(window, &event)) {
                    *line.borrow_mut() = connect(&window, onheight.clone()).ok();
                }
            });
            move || drop(heard)
        }
    });
    html! { <div ref={room} class="preview"><iframe ref={node} title={props.name} src={(*first).clone()} /></div> }
}

/// A frame that is wider than the room for it is shown smaller, not narrower: what it shows depends on
/// its width.
fn fit(frame: &NodeRef, room: &HtmlElement, (width, height): (u32, u32)) {
    let Some(frame) = frame.cast::<HtmlElement>() else { return };
    let there = room.client_width().unsigned_abs();
    let permille = (there * 1_000 / width.max(1)).clamp(1, 1_000);
    let scale = format!("scale({}.{:03})", permille / 1_000, permille % 1_000);
    let pixels = |length: u32| format!("{length}px");
    for (name, value) in
        [("width", pixels(width)), ("height", pixels(height)), ("transform", scale)]
    {
        let _ = frame.style().set_property(name, &value);
    }
    let _ = room.style().set_property("height", &pixels((height * permille).div_ceil(1_000)));
}

/// Whether the page in the frame says that it is there.
fn is_hello(window: &Window, event: &JsValue) -> bool {
    let event: &MessageEvent = event.unchecked_ref();
    let source: Option<JsValue> = event.source().map(JsValue::from);
    let kind = Reflect::get(&event.data(), &"type".into());
    source.as_ref() == Some(window.as_ref()) && kind.is_ok_and(|kind| kind == "hello")
}

/// Speaks the protocol of `docs/embedding.md`, of which only the size matters here.
fn connect(window: &Window, onheight: Callback<u32>) -> Result<Line, JsValue> {
    let channel = MessageChannel::new()?;
    let port = channel.port1();
    let listener = Listener::on(&port, "message", move |event| {
        let event: MessageEvent = event.unchecked_into();
        if let Some(height) = height(&event.data()) {
            onheight.emit(height);
        }
    });
    port.start();
    let hello = Object::new();
    Reflect::set(&hello, &"interleave".into(), &PROTOCOL.into())?;
    Reflect::set(&hello, &"type".into(), &"connect".into())?;
    let origin = dom::window().location().origin()?;
    // A page out of a file has no origin that could be named.
    let to = if origin == "null" || origin == "file://" { "*" } else { &origin };
    window.post_message_with_transfer(&hello, to, &Array::of1(&channel.port2()))?;
    Ok(Line { port, _listener: listener })
}

/// What a message says of the height, if it does.
fn height(message: &JsValue) -> Option<u32> {
    let get = |key: &str| Reflect::get(message, &key.into()).ok();
    (get("event")?.as_string()? == "size").then_some(())?;
    let height = get("height")?.as_f64()?;
    (height >= 1.0).then(|| height.min(4_000.0) as u32)
}

//! A run in a frame, driven by the page around it: a handshake, then a port of their own.
//!
//! `docs/embedding.md` has the protocol. What comes in is read by [`scenarios::port`]; it reaches
//! the model as messages like any other.

mod answers;
mod height;
mod news;
mod plain;
mod told;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use scenarios::port::{Ask, PROTOCOL, Plain, Refusal, read};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};
use yew::prelude::*;

use crate::dom::{self, Listener};
use crate::film::Film;
use crate::model::{Model, Msg};
use crate::playback::Player;
use crate::watch::{self, Watch};
use height::{main, wanted_height};
use plain::plain;
use told::object;

/// The name under which messages of the handshake are ours.
const MARK: &str = "interleave";

/// So many asks may wait; more are refused.
const MOST_ASKS: usize = 64;

/// What a reader does begins with one of these.
const DEEDS: [&str; 5] = ["pointerdown", "keydown", "click", "input", "change"];

/// The other end: the page around this one.
pub(crate) struct Port {
    state: RefCell<State>,
    player: Player,
    send: UseReducerDispatcher<Model>,
    /// The last thing done was not done by the reader.
    by_host: Cell<bool>,
    /// The page will look at what came in.
    called: Cell<bool>,
}

#[derive(Default)]
struct State {
    line: Option<Line>,
    /// The page around this one is of this origin.
    origin: Option<String>,
    asks: VecDeque<Ask>,
    /// An ask that is answered when the page has come to what it wants.
    open: Option<u32>,
    said: Said,
}

/// A port and what listens to it.
struct Line {
    port: MessagePort,
    _listener: Listener,
}

/// What the other end knows already.
#[derive(Default)]
struct Said {
    ready: bool,
    link: Option<String>,
    /// The link that it was told last.
    told: Option<String>,
    film: Option<Rc<Film>>,
    playing: bool,
    height: i32,
    /// What could not be used.
    notices: String,
    /// How many challenges were done.
    done: usize,
}

/// Speaks with the page around this one, if there is one.
#[hook]
pub(crate) fn use_port(model: &UseReducerHandle<Model>, port: &Rc<Port>) {
    let port = Rc::clone(port);
    use_effect_with((), {
        let port = Rc::clone(&port);
        let embed = model.link.view.embed;
        move |()| {
            let held = (embed && is_framed()).then(|| Port::open(&port));
            move || drop(held)
        }
    });
    let model = model.clone();
    use_effect(move || port.look(&model));
}

/// Whether there is a page around this one.
pub(crate) fn is_framed() -> bool {
    let window = dom::window();
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

/// What listens for the page around this one.
type Ears = (Vec<Listener>, Option<Watch>);

impl Port {
    /// An end that listens to nobody yet.
    pub(crate) fn new(player: Player, send: UseReducerDispatcher<Model>) -> Self {
        Port {
            state: RefCell::default(),
            player,
            send,
            by_host: Cell::new(true),
            called: Cell::new(false),
        }
    }

    /// Says that it is here, and listens.
    fn open(port: &Rc<Self>) -> Ears {
        let window = dom::window();
        let connected = Rc::clone(port);
        let connect = Listener::on(&window, "message", move |event| {
            connected.connect(&connected, &event.unchecked_into());
        });
        let deeds = DEEDS.map(|deed| {
            let done = Rc::clone(port);
            Listener::first(&window, deed, move |_| done.by_host.set(false))
        });
        let ears = deeds.into_iter().chain([connect]).collect();
        let sized = Rc::clone(port);
        let size = main().map(|main| watch::size(&main, move || sized.size(wanted_height())));
        hello();
        (ears, size)
    }

    /// The address was changed: in a frame nobody but the page around it does that.
    pub(crate) fn led(&self) {
        self.by_host.set(true);
    }

    /// Takes the port that the page around this one sends, and that one only.
    fn connect(&self, this: &Rc<Self>, event: &MessageEvent) {
        let parent: Option<JsValue> = dom::window().parent().ok().flatten().map(JsValue::from);
        let source: Option<JsValue> = event.source().map(JsValue::from);
        if source.is_none() || source != parent {
            return;
        }
        let message = plain(&event.data());
        let Some(version) = greeting(&message) else { return };
        if version > PROTOCOL {
            // It is later than this page: here is what this page speaks.
            hello();
            return;
        }
        let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() else { return };
        let mut state = self.state.borrow_mut();
        let origin = event.origin();
        if state.origin.as_ref().is_some_and(|before| *before != origin) {
            return;
        }
        if let Some(before) = state.line.take() {
            before.port.close();
        }
        let heard = Rc::clone(this);
        let listener = Listener::on(&port, "message", move |event| {
            heard.hear(&event.unchecked_into());
        });
        port.start();
        state.origin = Some(origin);
        // It may make the frame as high as what it holds (`embed.css`).
        let _ = dom::root().set_attribute("data-held", "");
        state.said = Said::default();
        // Nobody listens any more for what was asked over the line before.
        state.asks.clear();
        state.open = None;
        state.line = Some(Line { port, _listener: listener });
        drop(state);
        // Whoever has connected is told how things are.
        self.call();
    }

    /// Has the page look at what came in, once for all that comes meanwhile.
    fn call(&self) {
        if !self.called.replace(true) {
            self.send.dispatch(Msg::Connected);
        }
    }

    fn hear(&self, event: &MessageEvent) {
        match read(&plain(&event.data())) {
            None => {}
            Some(Err(Refusal { id, why })) => self.refuse(id, &why),
            Some(Ok(ask)) if self.state.borrow().asks.len() >= MOST_ASKS => {
                let why = format!("{MOST_ASKS} asks are waiting: wait for their answers first.");
                self.refuse(ask.id, &why);
            }
            Some(Ok(ask)) => {
                self.state.borrow_mut().asks.push_back(ask);
                self.call();
            }
        }
    }

    /// Looks at the page: answers what is open, and tells what is new.
    fn look(&self, model: &Model) {
        self.called.set(false);
        if self.state.borrow().line.is_none() {
            return;
        }
        let film = model.film().filter(|film| film.is_of(&model.link.setup));
        let Some(film) = film else { return };
        self.settle(model);
        while let Some(ask) = self.next() {
            if !self.answer(&ask, model) {
                return;
            }
        }
        self.tell(model, film);
    }

    fn reply(&self, id: u32, value: &JsValue) {
        self.post(&object(&[("id", id.into()), ("ok", true.into()), ("value", value.clone())]));
    }

    fn refuse(&self, id: u32, why: &str) {
        self.post(&object(&[("id", id.into()), ("ok", false.into()), ("why", why.into())]));
    }

    fn post(&self, message: &JsValue) {
        if let Some(line) = &self.state.borrow().line {
            let _ = line.port.post_message(message);
        }
    }
}

/// Says that this page is here, and what it speaks. Nothing in it is anybody's secret.
fn hello() {
    if let Ok(Some(parent)) = dom::window().parent() {
        let hello = object(&[(MARK, PROTOCOL.into()), ("type", "hello".into())]);
        let _ = parent.post_message(&hello, "*");
    }
}

/// Says that this page cannot go on.
pub(crate) fn fails(why: &str) {
    if let (true, Ok(Some(parent))) = (is_framed(), dom::window().parent()) {
        let failed =
            object(&[(MARK, PROTOCOL.into()), ("type", "failed".into()), ("why", why.into())]);
        let _ = parent.post_message(&failed, "*");
    }
}

/// The protocol of a page that wants to connect.
fn greeting(message: &Plain) -> Option<u32> {
    let Some(Plain::Number(version)) = message.get(MARK) else { return None };
    let connects = message.get("type") == Some(&Plain::Text("connect".to_owned()));
    (connects && *version >= 1.0).then_some(*version as u32)
}

//! A run in a frame, driven by the page around it: a handshake, then a port of their own.
//!
//! `docs/embedding.md` has the protocol. What comes in is read by [`scenarios::port`]; it reaches
//! the model as messages like any other.

mod height;
mod plain;
mod told;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use scenarios::Link;
use scenarios::port::{Ask, PROTOCOL, Plain, Refusal, STATE, What, read};
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
use told::{challenge, notices, object, outcome};

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
pub(crate) fn use_port(model: &UseReducerHandle<Model>, player: &Player) {
    let port = use_memo((), |()| Rc::new(Port::new(player.clone(), model.dispatcher())));
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
    fn new(player: Player, send: UseReducerDispatcher<Model>) -> Self {
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
        let (connected, led) = (Rc::clone(port), Rc::clone(port));
        let connect = Listener::on(&window, "message", move |event| {
            connected.connect(&connected, &event.unchecked_into());
        });
        // In a frame nobody but the page around it changes the address.
        let lead = Listener::on(&window, "popstate", move |_| led.by_host.set(true));
        let deeds = DEEDS.map(|deed| {
            let done = Rc::clone(port);
            Listener::first(&window, deed, move |_| done.by_host.set(false))
        });
        let ears = deeds.into_iter().chain([connect, lead]).collect();
        let sized = Rc::clone(port);
        let size = main().map(|main| watch::size(&main, move || sized.size(wanted_height())));
        hello();
        (ears, size)
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
        let film = model.film().filter(|film| film.setup == model.link.setup);
        let Some(film) = film else { return };
        self.settle(model);
        while let Some(ask) = self.next() {
            if !self.answer(&ask, model) {
                return;
            }
        }
        self.tell(model, film);
    }

    fn next(&self) -> Option<Ask> {
        let mut state = self.state.borrow_mut();
        if state.open.is_some() { None } else { state.asks.pop_front() }
    }

    /// What was open is done: the page shows what was asked for.
    fn settle(&self, model: &Model) {
        let open = self.state.borrow_mut().open.take();
        if let Some(id) = open {
            let said = notices(model);
            self.reply(id, &object(&[("notices", said.as_str().into())]));
            self.state.borrow_mut().said.notices = said;
        }
    }

    /// Does what is asked for; tells whether it is done at once.
    fn answer(&self, ask: &Ask, model: &Model) -> bool {
        // To ask how things are changes nothing.
        if ask.what != What::GetState {
            self.by_host.set(true);
        }
        let done = JsValue::UNDEFINED;
        match &ask.what {
            What::Play => self.player.play(),
            What::Pause => self.player.pause(),
            What::Seek(ms) => self.player.seek(u64::from(*ms) * 1_000),
            What::Step(by) => {
                for _ in 0..by.unsigned_abs() {
                    self.player.step(*by > 0);
                }
            }
            What::GetState => {
                let link = self.link(model).state();
                let state = object(&[("version", STATE.into()), ("link", link.into())]);
                self.reply(ask.id, &state);
                return true;
            }
            What::Set(pairs) => {
                self.state.borrow_mut().open = Some(ask.id);
                self.send.dispatch(Msg::Hosted(pairs.clone()));
                return false;
            }
            What::SetState(link, said) => {
                self.state.borrow_mut().open = Some(ask.id);
                self.send.dispatch(Msg::Restored(link.clone(), said.clone()));
                return false;
            }
        }
        self.reply(ask.id, &done);
        true
    }

    /// The run and the instant, also while it plays.
    fn link(&self, model: &Model) -> Link {
        let mut link = model.link.clone();
        let events = self.player.moment().cursor.events as u32;
        link.cursor = events.checked_sub(1).map_or(link.cursor, scenarios::Cursor::Event);
        link
    }

    /// Tells what the other end does not know yet.
    fn tell(&self, model: &Model, film: &Rc<Film>) {
        let before = std::mem::take(&mut self.state.borrow_mut().said);
        let link = model.link.to_string();
        let playing = model.moment.playing;
        if !before.ready {
            let slug = model.link.setup.scenario.slug;
            self.event("ready", &[("protocol", PROTOCOL.into()), ("pattern", slug.into())]);
        }
        let notices = notices(model);
        if !notices.is_empty() && notices != before.notices {
            self.event("error", &[("why", notices.as_str().into())]);
        }
        if before.film.as_ref() != Some(film) && !film.is_live() {
            for claim in film.claims() {
                let ms =
                    claim.broken_at_us.map_or(JsValue::NULL, |us| (us as f64 / 1_000.0).into());
                let (slug, holds) = (claim.claim.as_str().into(), claim.holds.into());
                self.event("claim", &[("claim", slug), ("holds", holds), ("ms", ms)]);
            }
        }
        // The cursor has yet to come to where the link wants it.
        let arrives = model.wanted.is_some();
        if before.ready && !arrives && before.link.as_ref() != Some(&link) {
            let ms = (self.player.moment().at as f64 / 1_000.0).into();
            let user = (!self.by_host.get()).into();
            self.event(
                "change",
                &[("link", link.as_str().into()), ("ms", ms), ("userInitiated", user)],
            );
        }
        if before.playing && !playing && self.player.is_at_end() {
            let outcome = film.with(|trace, _| outcome(&trace.outcome));
            self.event("finish", &[("outcome", outcome.into())]);
        }
        let done = model.challenges.told;
        let news = done.saturating_sub(before.done).min(model.challenges.news.len());
        for news in model.challenges.news.iter().rev().take(news).rev() {
            self.event("challenge", &challenge(news));
        }
        let Said { height, .. } = before;
        let film = Some(Rc::clone(film));
        let link = if arrives && before.ready { before.link } else { Some(link) };
        let said = Said { ready: true, link, film, playing, height, done, notices };
        self.state.borrow_mut().said = said;
        if !before.ready {
            self.size(wanted_height());
        }
    }

    /// How high the page would like its frame to be.
    fn size(&self, height: i32) {
        {
            let mut state = self.state.borrow_mut();
            if state.line.is_none() || !state.said.ready || state.said.height == height {
                return;
            }
            state.said.height = height;
        }
        self.event("size", &[("height", height.into())]);
    }

    fn event(&self, name: &str, more: &[(&str, JsValue)]) {
        let values: Vec<_> =
            [("event", name.into())].into_iter().chain(more.iter().cloned()).collect();
        self.post(&object(&values));
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

/// The protocol of a page that wants to connect.
fn greeting(message: &Plain) -> Option<u32> {
    let Some(Plain::Number(version)) = message.get(MARK) else { return None };
    let connects = message.get("type") == Some(&Plain::Text("connect".to_owned()));
    (connects && *version >= 1.0).then_some(*version as u32)
}

//! What the page around this one asks for, done in the order in which it was asked.

use scenarios::Link;
use scenarios::port::{Ask, STATE, What};
use wasm_bindgen::JsValue;

use super::Port;
use super::told::{notices, object};
use crate::model::{Model, Msg};

impl Port {
    pub(super) fn next(&self) -> Option<Ask> {
        let mut state = self.state.borrow_mut();
        if state.open.is_some() { None } else { state.asks.pop_front() }
    }

    /// What was open is done: the page shows what was asked for.
    pub(super) fn settle(&self, model: &Model) {
        let open = self.state.borrow_mut().open.take();
        if let Some(id) = open {
            let said = notices(model);
            self.reply(id, &object(&[("notices", said.as_str().into())]));
            self.state.borrow_mut().said.notices = said;
        }
    }

    /// Does what is asked for; tells whether it is done at once.
    pub(super) fn answer(&self, ask: &Ask, model: &Model) -> bool {
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
        // Out of view nothing is painted, and nothing would be told.
        self.player.tell();
        self.reply(ask.id, &done);
        true
    }

    /// The run and the instant, also while it plays.
    pub(super) fn link(&self, model: &Model) -> Link {
        let mut link = model.link.clone();
        if let Some(film) = &model.films[0] {
            link.cursor = self.player.moment().named(film);
        }
        link
    }
}

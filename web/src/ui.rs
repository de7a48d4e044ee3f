//! What every component is handed: the words, and whom to tell.

use scenarios::Language;
use yew::prelude::*;

use crate::model::{Model, Msg};
use crate::playback::Player;
use crate::traffic::Desk;
use crate::words::Text;

/// What every component is handed. It changes only with the language.
#[derive(Clone, PartialEq)]
pub(crate) struct Ui {
    /// The interface's words.
    pub(crate) text: &'static Text,
    /// The language.
    pub(crate) language: Language,
    /// The player.
    pub(crate) player: Player,
    /// Reads the reader's own traffic.
    pub(crate) desk: Desk,
    /// Where messages go.
    pub(crate) send: UseReducerDispatcher<Model>,
}

impl Ui {
    /// Tells the model.
    pub(crate) fn send(&self, msg: Msg) {
        self.send.dispatch(msg);
    }

    /// A callback that tells the model.
    pub(crate) fn on<E>(&self, msg: impl Fn(E) -> Msg + 'static) -> Callback<E> {
        let send = self.send.clone();
        Callback::from(move |event| send.dispatch(msg(event)))
    }

    /// A callback that asks something of the player.
    pub(crate) fn play<E>(&self, ask: impl Fn(&Player) + 'static) -> Callback<E> {
        let player = self.player.clone();
        Callback::from(move |_| ask(&player))
    }
}

/// What every component is handed.
#[hook]
pub(crate) fn use_ui() -> Ui {
    use_context::<Ui>()
        .unwrap_or_else(|| wasm_bindgen::throw_str("components stand inside the page"))
}

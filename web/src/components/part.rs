//! A part of the page that stands still while the cursor moves.

use std::rc::Rc;

use yew::prelude::*;

use super::whom;
use crate::film::Film;
use crate::model::Model;
use crate::ui::{Ui, use_ui};

#[derive(Properties)]
pub(crate) struct Props {
    /// The page.
    pub(crate) model: Rc<Model>,
    /// How far the run is, if it is one that grows.
    pub(crate) growth: Growth,
    /// What draws it.
    pub(crate) draw: fn(&Ui, &Rc<Model>) -> Html,
}

/// How many events a run has that is written now, whether it has come to its end, and for what acts on
/// tasks, who is there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Growth {
    events: usize,
    over: bool,
    there: usize,
}

impl Growth {
    /// Nothing, unless it is live or was.
    pub(crate) fn of(model: &Model) -> Self {
        let grows = |film: &&Rc<Film>| film.session().is_some();
        model.film().filter(grows).map_or_else(Growth::default, |film| Growth {
            events: film.events(),
            over: !film.is_live(),
            there: 0,
        })
    }

    /// The same for what depends on who is there at the cursor.
    pub(crate) fn and_who_is_there(self, model: &Model) -> Self {
        let events = model.moment.cursor.events;
        Growth { there: model.film().map_or(0, |film| whom::there(film, events)), ..self }
    }
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.growth == other.growth && self.model.is_same_but_for_the_moment(&other.model)
    }
}

/// One of the parts. They are functions, because a component costs the reader 3 kB.
#[component]
pub(crate) fn Part(props: &Props) -> Html {
    let ui = use_ui();
    (props.draw)(&ui, &props.model)
}

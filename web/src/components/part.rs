//! A part of the page that stands still while the cursor moves.

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Model;
use crate::ui::{Ui, use_ui};

#[derive(Properties)]
pub(crate) struct Props {
    /// The page.
    pub(crate) model: Rc<Model>,
    /// How many events there are, if the run is live.
    pub(crate) events: usize,
    /// What draws it.
    pub(crate) draw: fn(&Ui, &Rc<Model>) -> Html,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events && self.model.is_same_but_for_the_moment(&other.model)
    }
}

/// One of the parts. They are functions, because a component costs the reader 3 kB.
#[component]
pub(crate) fn Part(props: &Props) -> Html {
    let ui = use_ui();
    (props.draw)(&ui, &props.model)
}

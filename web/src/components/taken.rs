//! The actions that were taken, and those that were for nothing.

use std::rc::Rc;

use lab::ScriptEntry;
use scenarios::{Setup, Words, words};
use yew::prelude::*;

use super::actions::{named, spoken, taken_before};
use crate::clock;
use crate::film::Film;
use crate::model::Msg;
use crate::ui::{Ui, use_ui};
use crate::words::fill;

/// A longer run is not computed again to find out what an action changed.
const MOST_EVENTS: usize = 20_000;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) setup: Setup,
    pub(super) film: Option<Rc<Film>>,
}

/// The script of a run: each entry can be taken back.
#[component]
pub(super) fn Taken(props: &Props) -> Html {
    let ui = use_ui();
    let idle = use_memo(props.film.clone(), |film| film.as_deref().map_or(Vec::new(), idle));
    let said = words(props.setup.scenario.slug, ui.language);
    let script = &props.setup.script;
    let film = props.film.as_deref().filter(|film| film.setup == props.setup);
    html! {
        if !script.is_empty() {
            <ul class="taken" aria-label={ui.text.taken}>
                for (place, entry) in script.iter().enumerate() {
                    <li key={place}><span>{ entry_words(entry, said) }if let Some(why) = in_vain(&ui, entry, film, idle.contains(&place)) { <small class="late">{ " " }{ why }</small> }</span>
                        <button class="plain" aria-label={fill(ui.text.take_back, &[&entry_words(entry, said)])}
                            onclick={ui.on(move |_| Msg::Unpress(place))}>{ "✕" }</button></li>
                }
            </ul>
        }
    }
}

/// The entries that changed nothing in a run, by their places.
fn idle(film: &Film) -> Vec<usize> {
    if film.session().is_some() || film.stopped {
        return Vec::new();
    }
    film.with(|trace, _| {
        let entries = 0..film.setup.script.len();
        let short = trace.events.len() <= MOST_EVENTS;
        entries.filter(|place| short && film.setup.in_vain(*place, trace)).collect()
    })
}

/// Why an entry of the script changes nothing, if that is so.
fn in_vain(ui: &Ui, entry: &ScriptEntry, film: Option<&Film>, idle: bool) -> Option<String> {
    let film = film?;
    let actions = film.setup.scenario.actions;
    let action = actions.iter().find(|action| action.slug == entry.action);
    match action.and_then(|action| taken_before(film, action, entry.at)) {
        Some(at) => Some(fill(ui.text.taken_before, &[&clock::seconds(at)])),
        None if reaches_nobody(entry, film) => Some(ui.text.nobody_called_so.to_owned()),
        None => idle.then(|| ui.text.changes_nothing.to_owned()),
    }
}

/// Whether no task of the run has the name that the entry is for.
fn reaches_nobody(entry: &ScriptEntry, film: &Film) -> bool {
    let Some(argument) = entry.argument.as_ref().filter(|_| !film.is_live()) else { return false };
    let name = spoken(argument);
    film.with(|trace, _| trace.tasks.iter().all(|task| task.name != name))
}

/// An entry of the script in words.
fn entry_words(entry: &ScriptEntry, said: &'static Words) -> String {
    let named = named(said, &entry.action, entry.argument.as_deref());
    format!("{named} · {}", clock::seconds(entry.at))
}

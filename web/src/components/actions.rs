//! What the user can do while it runs, and what was done.

use std::rc::Rc;

use lab::{EventKind, Micros, Outcome, ScriptEntry};
use scenarios::{Action, Argument, Frame, Setup, Words, words};
use yew::prelude::*;

use super::header::chosen;
use super::taken::Taken;
use super::whom::{first_there, there};
use crate::clock;
use crate::film::Film;
use crate::live::Live;
use crate::model::{Moment, Msg};
use crate::ui::{Ui, use_ui};
use crate::words::fill;

pub(crate) struct Props<'a> {
    /// The run.
    pub(crate) setup: Setup,
    /// What of it can be used.
    pub(crate) frame: &'a Frame,
    /// The same, computed.
    pub(crate) film: Option<Rc<Film>>,
    /// How much of it is before the cursor.
    pub(crate) events: usize,
}

/// The actions.
#[inline(never)]
pub(crate) fn actions(ui: &Ui, props: &Props<'_>) -> Html {
    let scenario = props.setup.scenario;
    let said = words(scenario.slug, ui.language);
    html! {
        <section class="actions" aria-label={ui.text.actions}>
            <h2>{ ui.text.actions }</h2>
            if scenario.actions.is_empty() { <p class="muted">{ ui.text.no_actions }</p> }
            <div class="row">
                for action in scenario.actions.iter().filter(|action| props.frame.has(action.slug)) {
                    { offer(props, action, said) }
                }
            </div>
            <Taken setup={props.setup.clone()} film={props.film.clone()} />
        </section>
    }
}

#[inline(never)]
fn offer(props: &Props<'_>, action: &'static Action, said: &'static Words) -> Html {
    let film = props.film.clone();
    let tasks = tasks(&action.argument, film.as_deref());
    let usual = film.as_ref().map_or(0, |film| first_there(film, props.events, &tasks));
    let there = film.as_ref().map_or(0, |film| there(film, props.events));
    html! { <Button key={action.slug} action={*action} {said} locked={props.frame.locks(action.slug)} {film} {tasks} {usual} {there} /> }
}

#[derive(Clone, Properties, PartialEq)]
struct ButtonProps {
    action: Action,
    said: &'static Words,
    /// It cannot be used here.
    locked: bool,
    film: Option<Rc<Film>>,
    /// What it can act on.
    tasks: Vec<String>,
    /// The place of the one that is meant unless the reader chooses.
    usual: usize,
    /// Who is there, and what was done: see [`there`].
    there: usize,
}

/// One action: a button, and which task if it acts on one.
#[component]
fn Button(props: &ButtonProps) -> Html {
    let ui = use_ui();
    let whom = use_state(|| None::<String>);
    let label = Words::term(props.said.actions, props.action.slug);
    let (label, help) = label.map_or((props.action.slug, ""), |term| (term.label, term.more));
    let tasks = &props.tasks;
    // What it acts on is not there yet.
    let absent =
        tasks.is_empty() && matches!(props.action.argument, Argument::Task(_) | Argument::Tasks(_));
    let whose = tasks.iter().position(|task| whom.as_ref() == Some(task));
    let whose = whose.unwrap_or(props.usual);
    let argument = tasks.get(whose).cloned();
    // It was pressed too late, and whoever pressed it is told so as long as that is true.
    let late = use_state_eq(|| false);
    let why = late.then(|| too_late(&ui, props, argument.as_deref())).flatten();
    let onclick = {
        let press = press(&ui, props.film.clone(), props.action.slug, argument.clone());
        let (late, ui, props) = (late.clone(), ui.clone(), props.clone());
        Callback::from(move |event| {
            let is_late = too_late(&ui, &props, argument.as_deref()).is_some();
            if !is_late {
                press.emit(event);
            }
            late.set(is_late);
        })
    };
    let onchange = {
        let (whom, tasks, late) = (whom.clone(), tasks.clone(), late.clone());
        Callback::from(move |event: Event| {
            whom.set(tasks.get(chosen(&event)).cloned());
            late.set(false);
        })
    };
    html! {
        <span class="row">
            <button {onclick} title={if props.locked { ui.text.locked } else { help }} disabled={props.locked || absent}>{ label }</button>
            if !tasks.is_empty() {
                <select aria-label={fill(ui.text.which, &[label])} disabled={props.locked} {onchange}>
                    for (place, task) in tasks.iter().enumerate() {
                        <option key={task.clone()} selected={place == whose}>{ spoken(task) }</option>
                    }
                </select>
            }
            <small class="late" role="status">{ why }</small>
        </span>
    }
}

/// Why the action would do nothing at the cursor, if that is so: it was taken before and is for good, or
/// there is nobody left.
fn too_late(ui: &Ui, props: &ButtonProps, argument: Option<&str>) -> Option<String> {
    let (film, moment) = (props.film.as_ref()?, ui.player.moment());
    if let Some(at) = taken_before(film, &props.action, moment.at) {
        return Some(fill(ui.text.taken_before, &[&clock::seconds(at)]));
    }
    let run = || argument.map_or(ui.text.the_run.to_owned(), spoken);
    let over = !film.is_live() && is_over(film, &moment, argument);
    over.then(|| fill(ui.text.too_late, &[&run()]))
}

/// Whether there is nobody left whom the action could reach: the task has ended, or the whole run.
fn is_over(film: &Film, moment: &Moment, argument: Option<&str>) -> bool {
    let events = moment.cursor.events;
    film.with(|trace, index| match argument {
        Some(argument) => {
            let name = spoken(argument);
            let task = trace.tasks.iter().position(|task| task.name == name);
            let doing = task.and_then(|task| index.doing(task as u32, events));
            doing.is_some_and(|doing| doing.phase.is_over())
        }
        None => trace.outcome == Outcome::Finished && events >= trace.events.len(),
    })
}

/// When an action that is for good was taken, if that was before the cursor.
pub(super) fn taken_before(film: &Film, action: &Action, at: Micros) -> Option<Micros> {
    let once = action.argument == Argument::Once;
    let acted = |event: &&lab::Event| matches!(&event.kind, EventKind::Acted { press } if press.action == action.slug);
    let first = film.with(|trace, _| trace.events.iter().find(acted).map(|event| event.at));
    first.filter(|first| once && *first < at)
}

/// A task's name as scripts write it, as the reader sees it.
pub(super) fn spoken(task: &str) -> String {
    task.replace('-', " ")
}

/// What the user can do to the task or scope of this name, a button each; if it may be done here.
#[inline(never)]
pub(super) fn actions_on(ui: &Ui, film: &Rc<Film>, name: &str, may: impl Fn(&str) -> bool) -> Html {
    let scenario = film.setup.scenario;
    let said = words(scenario.slug, ui.language);
    let argument = name.replace(' ', "-");
    let reaches = |action: &&'static Action| {
        may(action.slug) && tasks(&action.argument, Some(film)).contains(&argument)
    };
    html! {
        for action in scenario.actions.iter().filter(reaches) {
            <button key={action.slug} title={Words::term(said.actions, action.slug).map_or("", |term| term.more)}
                onclick={press(ui, Some(film.clone()), action.slug, Some(argument.clone()))}>
                { named(said, action.slug, Some(&argument)) }
            </button>
        }
    }
}

/// Takes the action at the cursor: live at once, else as one more entry of the script.
fn press(
    ui: &Ui,
    film: Option<Rc<Film>>,
    action: &'static str,
    argument: Option<String>,
) -> Callback<MouseEvent> {
    let ui = ui.clone();
    Callback::from(move |_| {
        let moment = ui.player.moment();
        let live =
            film.as_ref().and_then(|film| film.session()).filter(|session| !session.is_over());
        let at = live.map_or(moment.at.div_ceil(1_000) * 1_000, Live::next_millisecond);
        let entry = ScriptEntry { at, action: action.to_owned(), argument: argument.clone() };
        if let Some(session) = live {
            session.press(entry.clone());
        }
        ui.send(Msg::Press(entry));
        if live.is_none() && !moment.playing {
            ui.player.seek(at);
        }
    })
}

/// What an action can act on, as scripts name it.
fn tasks(argument: &'static Argument, film: Option<&Film>) -> Vec<String> {
    film.map_or(Vec::new(), |film| film.with(|trace, _| argument.tasks(trace)))
}

/// An action in words, with what it acts on.
pub(super) fn named(said: &'static Words, action: &str, argument: Option<&str>) -> String {
    let label = Words::term(said.actions, action).map_or("", |term| term.label);
    let whom = argument.map(|task| format!(" {}", spoken(task)));
    format!("{label}{}", whom.unwrap_or_default())
}

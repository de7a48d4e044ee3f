//! The middle column: title, stage, what is open beside it, transport and timeline.

use std::rc::Rc;

use lab::TaskId;
use scenarios::{Compare, Panel as Shown, Setup, Side, words};
use stage::Subject;
use yew::prelude::*;

use super::compare::difference;
use super::foot::foot;
use super::icons;
use super::lead::RUN;
use super::live_line::{self, live_line};
use super::notices::{self, notices};
use super::opening::Opening;
use super::part::{Growth, Part};
use super::said::said;
use super::seg::{Seg, seg};
use super::side::{self, side};
use super::stage::Stage;
use super::task_list::{tasks, tasks_compared};
use super::timeline::{Timeline, cursor_of};
use super::title::{self, title};
use super::transport::Transport;
use super::which::which;
use super::why::Why;
use crate::compared::compared;
use crate::film::Film;
use crate::model::{Model, Msg};
use crate::playback::Look;
use crate::ui::Ui;

pub(crate) struct Props {
    /// The page.
    pub(crate) model: Rc<Model>,
    /// How many events there are: a live run grows.
    pub(crate) events: usize,
    /// Stops a long computation.
    pub(crate) onstop: Callback<()>,
    /// Lays the virtual twin of a live run beside it.
    pub(crate) ontwin: Callback<Setup>,
    /// Runs in real time once more.
    pub(crate) onagain: Callback<()>,
}

/// The middle column.
#[inline(never)]
pub(crate) fn center(ui: &Ui, props: &Props) -> Html {
    let model = &props.model;
    let view = &model.link.view;
    let scenario = model.link.setup.scenario;
    let end = model.films.iter().flatten().map(|film| film.end()).max().unwrap_or(0);
    let compares = view.compare.is_some();
    let axis = model.axis();
    // Words alone need no transport.
    let silent =
        view.embed && ![Shown::Stage, Shown::Timeline].iter().any(|panel| view.frame.shows(*panel));
    html! {
        <div class={classes!("middle", model.begins().then_some("begins"))}>
        <div class="center" id={RUN} tabindex="-1">
            { title(ui, &title::Props { slug: scenario.slug, variant: model.link.setup.variant, asks: model.is_asking(), compares, view }) }
            { notices(ui, &notices::Props { notices: model.notices.clone(), link: model.link.clone() }) }
            <div class="work">
                <div class={classes!("scene", (view.side.is_some() && !view.embed).then_some("beside"), (view.side == Some(Side::Challenges)).then_some("asks-here"), model.films[1].is_some().then_some("paired"))}>
                    { if view.embed && !view.frame.shows(Shown::Stage) { html! { <div class="no-strips" /> } } else if model.lesson { html! { <div class="strips"><Opening setup={model.link.setup.clone()} look={Look::of(model)} /></div> } } else { strips(ui, props) } }
                    if let Some(panel) = view.side.filter(|_| !view.embed) {
                        { side(ui, &side::Props { panel, setup: model.link.setup.clone(), film: model.film().cloned(), all: props.events, moment: model.moment, model: Rc::clone(model), about: about(model) }) }
                    }
                </div>
                { said(ui, model) }
                <section class={classes!("run", model.lesson.then_some("brief"), silent.then_some("none"))} aria-label={ui.text.run}>
                    <Transport playing={model.moment.playing} speed={view.speed} axis={model.axis()} real={view.real} embed={view.embed}>{ if view.embed { foot(ui, model) } else { html! { <span /> } } }</Transport>
                    if !view.embed || view.frame.shows(Shown::Timeline) { <Timeline all={props.events} {end} moment={model.moment} axis={axis} /> }
                    { difference_line(ui, model) }
                    if let Some(film) = model.film().filter(|film| film.session().is_some()) {
                        { live_line(ui, &live_line::Props { film: film.clone(), setup: model.link.setup.clone(), twin: model.films[1].is_some(), ontwin: props.ontwin.clone(), onagain: props.onagain.clone() }) }
                    }
                </section>
                { note(model) }
            </div>
        </div>
        <div class="after">if model.begins() { <Part model={model.clone()} growth={Growth::default()} draw={which as fn(&Ui, &Rc<Model>) -> Html} /> }</div>
        </div>
    }
}

/// The task the note is about.
fn about(model: &Model) -> Option<TaskId> {
    match model.note?.subject {
        Subject::Task(task) | Subject::Stretch(task, _) => Some(task),
        _ => None,
    }
}

/// The runs on screen.
fn sides(model: &Model) -> std::ops::Range<usize> {
    0..if model.films[1].is_some() { 2 } else { 1 }
}

#[inline(never)]
fn strips(ui: &Ui, props: &Props) -> Html {
    let model = &props.model;
    let two = model.films[1].is_some();
    let names = badges(ui, model);
    let over = html! {
        <div class="over">
            if model.waits_to_play() {
                <button class={classes!("primary", "big-play", (model.moment.cursor.events > 0).then_some("aside-play"))} aria-label={format!("▶ {}", ui.text.play)} onclick={ui.play(|player| player.play())}>{ icons::play() }</button>
            }
            if let Some(events) = model.progress {
                <div class="progress" role="status"><span>{ crate::words::fill(ui.text.computing, &[&events.to_string()]) }</span>
                    <button onclick={props.onstop.reform(|_: MouseEvent| ())}>{ ui.text.stop }</button></div>
            }
        </div>
    };
    html! {
        <div class={classes!("strips", two.then_some("two"), model.flipped.then_some("flipped"))}>
            if two {
                <div class="flip">{ seg(&Seg { id: "flip", name: ui.text.flip, choices: vec!["A".into(), "B".into()], chosen: usize::from(model.flipped), disabled: false }, &ui.on(|place| Msg::Flip(place == 1))) }</div>
            }
            <div class="strip-list">
                for side in sides(model) {
                    <Stage key={side} {side} film={model.films[side].clone()} cursor={cursor_of(&model.moment, side)} playing={model.moment.playing}
                        follow={model.link.view.follow} badge={two.then(|| AttrValue::from(names[side].clone()))}>
                        { if side == 0 { over.clone() } else { html! { <div class="over" /> } } }
                        // A thousand tasks are a thousand buttons: they stand still.
                        <Part model={model.clone()} growth={Growth::of(model)} draw={[tasks, tasks_compared][side]} />
                    </Stage>
                }
            </div>
        </div>
    }
}

/// What tells two runs apart.
pub(super) fn badges(ui: &Ui, model: &Model) -> [String; 2] {
    let said = words(model.link.setup.scenario.slug, ui.language);
    match model.link.view.compare {
        Some(compare) => {
            let [a, b] = difference(&model.link.setup, compare, said);
            [format!("A · {a}"), format!("B · {b}")]
        }
        None => [format!("A · {}", ui.text.real_time), format!("B · {}", ui.text.virtual_time)],
    }
}

/// Where two runs begin to differ, and by how much they differ at the end.
#[inline(never)]
fn difference_line(ui: &Ui, model: &Model) -> Html {
    let [Some(a), Some(b)] = &model.films else { return html! { <div /> } };
    let (from, longer) = compared(ui, a, b);
    html! {
        <div class="live difference">
            { match from {
                Some((event, words)) => html! { <button onclick={ui.play(move |player| player.seek_event(0, event))}>{ words }</button> },
                None => html! { <span>{ ui.text.never_differ }</span> },
            } }
            <span>{ longer }</span>
            if model.link.view.compare.is_some() { <button disabled={model.link.view.frame.locks("compare")} onclick={ui.on(|_| Msg::Compare(None::<Compare>))}>{ ui.text.compare_end }</button> }
        </div>
    }
}

#[inline(never)]
fn note(model: &Model) -> Html {
    let view = &model.link.view;
    let film: Option<(crate::model::Note, Rc<Film>)> =
        model.note.and_then(|note| Some((note, model.films[note.side].clone()?)));
    html! {
        <div>
            if let Some((note, film)) = film {
                <Why {note} {film} cursor={cursor_of(&model.moment, note.side)} follow={model.link.view.follow} frame={view.embed.then(|| view.frame.clone())} />
            }
        </div>
    }
}

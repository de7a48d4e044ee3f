//! The real source of scenario and pattern, with the line each task is at; and the same in Go.

use std::rc::Rc;

use lab::TaskId;
use scenarios::{Setup, Source, Words, go, words};
use stage::Cursor;
use web_sys::Element;
use yew::prelude::*;

use super::seg::{Seg, seg};
use crate::film::Film;
use crate::rest;
use crate::ui::{Ui, use_ui};

/// The pieces of a line, each with its class.
type Line = Vec<(u8, &'static str)>;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// The same, computed.
    pub(crate) film: Option<Rc<Film>>,
    /// Where in it.
    pub(crate) cursor: Cursor,
    /// Whether the cursor moves by itself.
    pub(crate) playing: bool,
    /// The task a note is about.
    pub(crate) about: Option<TaskId>,
    /// The file that was asked for, and how often.
    pub(crate) led: Option<(usize, AttrValue)>,
}

/// The source.
#[component]
pub(crate) fn Code(props: &Props) -> Html {
    let ui = use_ui();
    let shown = use_state(|| 0_usize);
    let of = (props.setup.scenario.slug, props.setup.variant);
    let sources = use_memo(of, |_| sources(&props.setup));
    use_effect_with(props.led.clone(), {
        let (shown, sources) = (shown.clone(), sources.clone());
        move |led| {
            let place = |(_, file): &(usize, AttrValue)| {
                sources.iter().position(|source| source.file == file.as_str())
            };
            if let Some(place) = led.as_ref().and_then(place) {
                shown.set(place);
            }
        }
    });
    let no_go = no_go(&ui, &props.setup);
    let mut names: Vec<AttrValue> =
        sources.iter().enumerate().map(|(at, source)| name(&ui, at, source)).collect();
    names.extend(no_go.map(|_| "Go".into()));
    let place = (*shown).min(names.len().saturating_sub(1));
    let lines = use_memo((of, place), |_| sources.get(place).map(lines).unwrap_or_default());
    let onchoose = {
        let shown = shown.clone();
        Callback::from(move |place| shown.set(place))
    };
    let tabs = seg(
        &Seg { id: "code", name: ui.text.code, choices: names, chosen: place, disabled: false },
        &onchoose,
    );
    let Some(source) = sources.get(place) else {
        return html! {
            <>
                <div class="side-head sub">{ tabs }</div>
                <div class="side-body"><p class="side-note">{ no_go }</p></div>
            </>
        };
    };
    let here = here(props, source.file);
    let about = props.about.and_then(|about| here.iter().find(|(_, task, ..)| *task == about));
    let first = about.or_else(|| here.iter().find(|(.., thread)| *thread)).or(here.first());
    let first = first.filter(|_| !props.playing).map(|(line, ..)| *line);
    let of = |number: u32| here.iter().filter(move |(line, ..)| *line == number);
    html! {
        <>
            <div class="side-head sub">{ tabs }</div>
            // Keyed, so that another file begins at its top, or at its own line.
            <div class="side-body" key={source.file} tabindex="0" role="group" aria-label={source.file}>
                if is_go(source) { <p class="side-note">{ ui.text.code_go }</p> }
                <div class={classes!("code", (!is_go(source)).then_some("marked"))}>
                    for (number, _) in lines.iter().enumerate() {
                        <CodeLine key={number} lines={Rc::clone(&lines)} {number} follows={first == Some(number as u32 + 1)}
                            thread={of(number as u32 + 1).any(|(.., thread)| *thread)}
                            who={of(number as u32 + 1).map(|(_, _, name, _)| name.clone()).collect::<Vec<_>>()} />
                    }
                </div>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    lines: Rc<Vec<Line>>,
    number: usize,
    /// Who is at it.
    who: Vec<String>,
    /// One of them has the thread.
    thread: bool,
    /// It comes into view when the thread comes to it.
    follows: bool,
}

#[component]
fn CodeLine(props: &LineProps) -> Html {
    let node = use_node_ref();
    use_effect_with((props.follows, node.clone()), |(wanted, node)| {
        if *wanted && let Some(element) = node.cast::<Element>() {
            let _ = into_view(&element);
        }
    });
    let Some(line) = props.lines.get(props.number) else { return html! {} };
    let here = !props.who.is_empty();
    html! {
        <div class={classes!("line", here.then_some("here"), props.thread.then_some("thread"))}>
            <span class="number" ref={node}>{ if here { who(&props.who) } else { html! { { props.number + 1 } } } }</span>
            <span class="text">{ for line.iter().map(piece) }</span>
        </div>
    }
}

/// Who is at a line: the first of them, how many more, and for those who point or listen, all.
#[inline(never)]
fn who(names: &[String]) -> Html {
    let Some((first, others)) = names.split_first() else { return html! {} };
    let all = names.join(", ");
    html! {
        <span class="who" title={all.clone()}>
            <span aria-hidden="true">{ first.clone() }</span>
            if !others.is_empty() { <b aria-hidden="true">{ format!("+{}", others.len()) }</b> }
            <span class="hidden-words">{ all }</span>
        </span>
    }
}

#[inline(never)]
fn piece((class, text): &(u8, &'static str)) -> Html {
    if *class == 0 {
        html! { <span>{ *text }</span> }
    } else {
        html! { <span class={format!("c{class}")}>{ *text }</span> }
    }
}

fn lines(source: &Source) -> Vec<Line> {
    let mut lines = vec![Vec::new()];
    for (class, text) in source.pieces() {
        for (place, part) in text.split('\n').enumerate() {
            if place > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push((class, part));
            }
        }
    }
    lines
}

/// The scenario, the files of its pattern, and last the same in Go, if there is such a program.
fn sources(setup: &Setup) -> Vec<Source> {
    rest::want_panels();
    let scenario = setup.scenario;
    let variant = scenario.variants.get(setup.variant);
    let go = variant.and_then(|variant| go(scenario.slug, variant.slug));
    scenario.code.iter().copied().chain(go).collect()
}

/// Why the variant has no program in Go, if it has none.
fn no_go(ui: &Ui, setup: &Setup) -> Option<&'static str> {
    let variant = setup.scenario.variants.get(setup.variant)?;
    let reasons = words(setup.scenario.slug, ui.language).go;
    Words::term(reasons, variant.slug).map(|reason| reason.label)
}

fn is_go(source: &Source) -> bool {
    source.file.ends_with(".go")
}

/// A source's tab.
fn name(ui: &Ui, at: usize, source: &Source) -> AttrValue {
    let file = source.file.rsplit('/').next().unwrap_or_default();
    match at {
        0 => ui.text.code_scenario.into(),
        _ if is_go(source) => "Go".into(),
        _ if file == "mod.rs" => ui.text.code_pattern.into(),
        _ => file.into(),
    }
}

/// Who is at which line of the file: the line, the task and its name, whether it has the thread.
fn here(props: &Props, file: &str) -> Vec<(u32, TaskId, String, bool)> {
    let Some(film) = &props.film else { return Vec::new() };
    film.with(|trace, index| {
        let tasks = index.shown_tasks().filter_map(|task| {
            let doing =
                index.doing(task, props.cursor.events).filter(|doing| !doing.phase.is_over())?;
            let site = trace.sites.get(doing.site? as usize).filter(|site| site.file == file)?;
            Some((
                site.line,
                task,
                trace.tasks[task as usize].name.clone(),
                doing.phase.is_on_thread(),
            ))
        });
        tasks.collect()
    })
}

/// Scrolls the panel, and only the panel, so that the line is seen.
fn into_view(element: &Element) -> Option<()> {
    let panel = element.closest(".side-body").ok()??;
    let (line, frame) = (element.get_bounding_client_rect(), panel.get_bounding_client_rect());
    if line.top() < frame.top() + 20.0 || line.bottom() > frame.bottom() - 20.0 {
        let down = line.top() - frame.top() - frame.height() / 3.0;
        panel.set_scroll_top(panel.scroll_top() + down as i32);
    }
    Some(())
}

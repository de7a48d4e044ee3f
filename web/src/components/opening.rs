//! The opening lesson on the page: two panels, a sentence, and a question whose buttons are the panels.

use std::rc::Rc;

use lab::Micros;
use scenarios::Setup;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::lesson::{Lesson, Phase, Told, rounded};
use crate::model::Msg;
use crate::playback::Look;
use crate::ui::{Ui, use_ui};
use crate::words::fill;
use crate::{clock, dom};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// How it is painted.
    pub(crate) look: Look,
}

/// The opening lesson.
#[component]
pub(crate) fn Opening(props: &Props) -> Html {
    let ui = use_ui();
    let told = use_state(|| Told { phase: Phase::Waiting, took: [0; 2], on_four: [0; 2] });
    let nodes: Rc<[NodeRef; 3]> = use_memo((), |()| <[NodeRef; 3]>::default());
    let lesson = use_memo((), |()| {
        let setter = told.setter();
        let lines = props.setup.scenario.chart.map_or("", |chart| chart.lines);
        Lesson::new(&props.setup, lines, dom::still(), Callback::from(move |told| setter.set(told)))
    });
    lesson.look(&props.look);
    use_effect_with((), {
        let (lesson, nodes) = (Rc::clone(&lesson), Rc::clone(&nodes));
        move |()| {
            let canvas = |place: usize| nodes[place].cast::<HtmlCanvasElement>();
            lesson.start([canvas(0), canvas(1)], canvas(2));
            move || lesson.end()
        }
    });
    let phase = told.phase;
    let answer = {
        let lesson = Rc::clone(&lesson);
        Callback::from(move |_: MouseEvent| {
            lesson.answer();
            glow();
        })
    };
    let next = {
        let lesson = Rc::clone(&lesson);
        Callback::from(move |_: MouseEvent| lesson.turn_over())
    };
    let still = dom::still();
    // Said to be real only where it is.
    let how = match phase {
        _ if still => format!("{} / 4", place(phase)),
        Phase::Waiting | Phase::Computing => ui.text.opening_live.to_owned(),
        _ => String::new(),
    };
    let names = [ui.text.opening_waiting, ui.text.opening_computing];
    html! {
        <section class="opening" aria-label={ui.text.opening_overlap}>
            <div class="lesson-head">
                <span class="pulse"><canvas ref={nodes[2].clone()} aria-hidden="true"></canvas><small>{ ui.text.opening_heartbeat }</small></span>
                <span class="muted">{ how }</span>
                // On a phone the question stands above the panels that answer it.
                if phase >= Phase::Asked { <span class="asked" aria-hidden="true">{ said(&ui, phase) }</span> }
            </div>
            <div class="lesson">
                for place in 0..2 {
                    <div key={place} class={classes!("panel", active(phase, place).then_some("active"))}>
                        <div class="panel-head">
                            if phase == Phase::Asked { <button class="ask" onclick={answer.clone()}>{ names[place] }</button> } else { <b>{ names[place] }</b> }
                            <span class="result">{ result(&ui, *told, place) }</span>
                        </div>
                        <div><canvas ref={nodes[place].clone()} aria-hidden="true"></canvas></div>
                    </div>
                }
            </div>
            <div class="moral" aria-live="polite">
                <p>{ if phase >= Phase::Asked { ui.text.opening_overlap } else { "\u{a0}" } }</p>
                <p class="question">{ said(&ui, phase) }</p>
                <span class="row">
                    if still && phase < Phase::Asked { <button class="primary" onclick={next}>{ ui.text.opening_next }</button> }
                    <button onclick={ui.on(|_: MouseEvent| Msg::Lesson(false))}>{ ui.text.opening_watch }</button>
                </span>
            </div>
        </section>
    }
}

/// Which of the four stills it is.
fn place(phase: Phase) -> usize {
    match phase {
        Phase::Waiting => 1,
        Phase::Resting | Phase::Computing => 2,
        Phase::Asked => 3,
        Phase::Answering | Phase::Answered => 4,
    }
}

fn active(phase: Phase, place: usize) -> bool {
    match phase {
        Phase::Waiting => place == 0,
        Phase::Computing => place == 1,
        _ => false,
    }
}

/// The question, and its answer.
fn said(ui: &Ui, phase: Phase) -> &'static str {
    match phase {
        Phase::Asked => ui.text.opening_question,
        Phase::Answered => ui.text.opening_answer,
        _ => "\u{a0}",
    }
}

/// What stands at the end of a panel's line.
fn result(ui: &Ui, Told { phase, took, on_four }: Told, place: usize) -> String {
    if took[place] == 0 {
        return String::new();
    }
    let seconds = clock::about(took[place]);
    let times = |long: Micros, short: Micros| rounded(long, short).to_string();
    match (phase, place) {
        (Phase::Answered, 0) => {
            format!("{}, {}", clock::about(on_four[0]), ui.text.opening_no_change)
        }
        (Phase::Answered, _) => {
            let faster = times(took[1], on_four[1]);
            fill(ui.text.opening_faster, &[&clock::about(on_four[1]), &faster])
        }
        (_, 1) => format!("{seconds}, {}×", times(took[1], took[0])),
        _ => seconds,
    }
}

/// The knobs that the lesson is about light up once.
fn glow() {
    let _ = dom::root().set_attribute("data-glow", "");
    gloo_timers::callback::Timeout::new(1_600, || {
        let _ = dom::root().remove_attribute("data-glow");
    })
    .forget();
}

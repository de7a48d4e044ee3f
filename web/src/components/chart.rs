//! How long the whole run takes, against a knob: a line for each value of another.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use lab::{Micros, Progress};
use scenarios::{Chart as Axes, Setup, Words, words};
use yew::prelude::*;

use super::knob::shown;
use crate::clock;
use crate::ui::use_ui;
use crate::words::fill;

/// So many points a line at most.
const POINTS: i64 = 8;
/// A run that takes more steps than this is left out.
const STEPS: usize = 60_000;
const WIDTH: i64 = 260;
const HEIGHT: i64 = 120;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// What is drawn.
    pub(crate) axes: Axes,
}

/// The makespan of each point of each line.
type Lines = Vec<Vec<Option<Micros>>>;

/// The chart.
#[component]
pub(crate) fn Chart(props: &Props) -> Html {
    let ui = use_ui();
    let lines = use_state(Lines::new);
    let request = use_memo((), |()| Rc::new(Cell::new(0_u32)));
    let scenario = props.setup.scenario;
    let found = scenario.field(props.axes.along).zip(scenario.field(props.axes.lines));
    let Some(((x, along), (y, choice))) = found else { return html! {} };
    let mut base = props.setup.clone();
    (base.values[x], base.values[y]) = (along.default, choice.default);
    use_effect_with(base, {
        let (lines, request) = (lines.setter(), Rc::clone(&request));
        move |base: &Setup| {
            request.set(request.get() + 1);
            wasm_bindgen_futures::spawn_local(measure(
                base.clone(),
                (x, y),
                Rc::clone(&request),
                lines,
            ));
        }
    });
    let said = words(scenario.slug, ui.language);
    let name = Words::term(said.knobs, along.name).map_or(along.name, |term| term.label);
    let most = lines.iter().flatten().flatten().copied().max().unwrap_or(1).max(1);
    let points = points(along.min, along.max);
    let place = |value: i64, us: Micros| {
        let px =
            34 + (value - points[0]) * (WIDTH - 44) / (points[points.len() - 1] - points[0]).max(1);
        (px, HEIGHT - 20 - (us as i64) * (HEIGHT - 36) / most as i64)
    };
    let now = (props.setup.values[x], props.setup.values[y]);
    let here = lines.get(now.1 as usize).and_then(|line| {
        let at = points.iter().position(|value| *value == now.0)?;
        Some(place(now.0, line.get(at).copied()??))
    });
    let drawn = lines.iter().enumerate().map(|(line, ends)| {
        let spots: Vec<(i64, i64)> =
            points.iter().zip(ends).filter_map(|(value, us)| Some(place(*value, (*us)?))).collect();
        let path: String = spots
            .iter()
            .enumerate()
            .map(|(n, (x, y))| format!("{}{x} {y}", if n == 0 { 'M' } else { 'L' }))
            .collect();
        let end = spots.last().copied().unwrap_or((0, 0));
        (format!("line l{line}"), path, end, shown(choice, said, line as i64))
    });
    html! {
        <figure class="chart">
            <figcaption>{ fill(ui.text.chart, &[name]) }</figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={told(&fill(ui.text.chart, &[name]), &lines, &points, &|line| shown(choice, said, line))}>
                <path class="frame" d={format!("M34 8V{}H{}", HEIGHT - 20, WIDTH - 4)} />
                <text x="30" y="20" text-anchor="end">{ (!lines.is_empty()).then(|| clock::span(most)) }</text>
                <text x="30" y={(HEIGHT - 18).to_string()} text-anchor="end">{ "0" }</text>
                <text x="34" y={(HEIGHT - 5).to_string()} text-anchor="middle">{ points[0] }</text>
                <text x={(WIDTH - 10).to_string()} y={(HEIGHT - 5).to_string()} text-anchor="middle">{ points[points.len() - 1] }</text>
                <g>
                    for (place, (class, path, end, name)) in drawn.enumerate() {
                        <g key={place}>
                            <path {class} d={path} />
                            <text x={end.0.to_string()} y={(end.1 - 6).to_string()} text-anchor="end">{ name }</text>
                        </g>
                    }
                </g>
                <g>if let Some((cx, cy)) = here { <circle class="here" cx={cx.to_string()} cy={cy.to_string()} r="5" /> }</g>
            </svg>
        </figure>
    }
}

/// The values along the bottom.
fn points(min: i64, max: i64) -> Vec<i64> {
    let count = (max - min + 1).clamp(2, POINTS);
    (0..count).map(|n| min + n * (max - min) / (count - 1)).collect()
}

/// Runs them all, one a turn of the event loop.
async fn measure(
    base: Setup,
    (x, y): (usize, usize),
    request: Rc<Cell<u32>>,
    set: UseStateSetter<Lines>,
) {
    let mine = request.get();
    let fields = base.scenario.fields;
    let points = points(fields[x].min, fields[x].max);
    let mut lines = Lines::new();
    for line in fields[y].min..=fields[y].max {
        let mut ends = Vec::new();
        for point in &points {
            // Whoever drags a slider comes first.
            TimeoutFuture::new(if ends.is_empty() { 150 } else { 0 }).await;
            if request.get() != mine {
                return;
            }
            let mut setup = base.clone();
            (setup.values[x], setup.values[y]) = (*point, line);
            let mut host = setup.begin();
            let over = host.advance(STEPS) == Progress::Over;
            ends.push(over.then(|| host.into_trace().end()));
        }
        lines.push(ends);
        set.set(lines.clone());
    }
}

/// The chart in words.
fn told(title: &str, lines: &Lines, points: &[i64], name: &dyn Fn(i64) -> String) -> String {
    let line = |(line, ends): (usize, &Vec<Option<Micros>>)| {
        let ends = points
            .iter()
            .zip(ends)
            .filter_map(|(value, us)| Some(format!("{value}: {}", clock::span((*us)?))));
        format!("{} {}", name(line as i64), ends.collect::<Vec<_>>().join(", "))
    };
    let lines: Vec<_> = lines.iter().enumerate().map(line).collect();
    format!("{title}. {}", lines.join("; "))
}

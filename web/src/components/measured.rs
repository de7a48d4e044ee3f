//! The figures of the whole run, and how it ended.

use std::rc::Rc;

use scenarios::{Language, Setup};
use yew::prelude::*;

use super::chart::Chart;
use super::outcome::outcome;
use crate::clock;
use crate::film::Film;
use crate::ui::Ui;
use crate::words::fill;

pub(crate) struct Props {
    /// The run.
    pub(crate) setup: Setup,
    /// The same computed, and the one it is compared with.
    pub(crate) films: [Option<Rc<Film>>; 2],
}

/// The figures of the whole run.
#[inline(never)]
pub(crate) fn measured_panel(ui: &Ui, props: &Props) -> Html {
    let found = props.films.each_ref().map(|film| film.as_ref().map(|film| figures(ui, film)));
    let [Some(first), second] = &found else { return html! {} };
    let names = first.iter().enumerate();
    html! {
        <section aria-label={ui.text.measured}>
            <h2>{ ui.text.measured_whole }</h2>
            <dl class="metrics">
                for (place, (name, value)) in names {
                    <div key={place}>
                        <dt>{ name.clone() }</dt>
                        <dd>
                            { value.clone() }
                            if let Some(second) = second { <small class="muted">{ "B " }{ second[place].1.clone() }</small> }
                        </dd>
                    </div>
                }
            </dl>
            if let Some(film) = &props.films[0] { { outcome(ui, film) } }
            if let Some(axes) = props.setup.scenario.chart { <Chart key={props.setup.scenario.slug} setup={props.setup.clone()} {axes} /> }
        </section>
    }
}

fn figures(ui: &Ui, film: &Film) -> Vec<(String, String)> {
    let text = ui.text;
    let peers = film.setup.scenario.peers;
    let found = film.measured();
    let span = |us: Option<u64>| us.map_or_else(|| "–".to_owned(), clock::span);
    let percent = |permille: u64| format!("{} %", (permille + 5) / 10);
    let occupied = if peers.is_empty() {
        text.occupied_other.to_owned()
    } else {
        fill(text.occupied, &[&peers_of(ui.language, peers)])
    };
    vec![
        (text.makespan.to_owned(), clock::span(found.makespan_us)),
        (
            text.throughput.to_owned(),
            fill(text.per_second, &[&clock::tenths((found.throughput + 50) / 100)]),
        ),
        ("p95".to_owned(), span(found.p95_us)),
        (occupied, percent(found.occupied_permille)),
        (text.thread_running.to_owned(), percent(found.running_permille)),
        (text.lost.to_owned(), found.lost.to_string()),
        ("p50".to_owned(), span(found.p50_us)),
        ("p99".to_owned(), span(found.p99_us)),
        (text.given_up.to_owned(), found.given_up.to_string()),
    ]
}

/// The peers' name for many of them. Vietnamese nouns stay as they are.
fn peers_of(language: Language, stem: &str) -> String {
    match (language, stem.strip_suffix('y')) {
        (Language::Vi, _) => stem.to_owned(),
        (Language::En, Some(begin)) => format!("{begin}ies"),
        (Language::En, None) => format!("{stem}s"),
    }
}

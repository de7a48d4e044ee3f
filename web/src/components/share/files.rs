//! The run in files: the trace, a timeline for Perfetto, a test.

use std::rc::Rc;

use lab::{Outcome, Trace};
use stage::Index;
use yew::prelude::*;

use super::copy::copy;
use super::save::{file_name, saved};
use crate::film::Film;
use crate::model::Model;
use crate::save;
use crate::ui::use_ui;
use crate::words::ShareText;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The page.
    pub(super) model: Rc<Model>,
}

/// What a file has to say.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Trace,
    Perfetto,
    Test,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Trace, Kind::Perfetto, Kind::Test];

    fn extension(self) -> &'static str {
        match self {
            Kind::Trace => "json",
            Kind::Perfetto => "perfetto.json",
            Kind::Test => "rs",
        }
    }

    fn media_type(self) -> &'static str {
        if self == Kind::Test { "text/x-rust" } else { "application/json" }
    }

    /// The file, if it can be made.
    fn text(self, model: &Model, film: &Film) -> Option<String> {
        match self {
            Kind::Trace => whole(film, |trace, _| trace.to_json().ok()).map(|json| json + "\n"),
            Kind::Perfetto => whole(film, |trace, index| stage::perfetto(trace, index).ok())
                .map(|json| json + "\n"),
            Kind::Test if film.session().is_some() => {
                // A test is of what is the same every time.
                let trace = model.link.setup.finish();
                Some(scenarios::reproduction([(&model.link, &trace)]))
            }
            Kind::Test => {
                Some(film.with(|trace, _| scenarios::reproduction([(&model.link, trace)])))
            }
        }
    }
}

/// Looks at the trace; one in real time is told what became of its claims.
fn whole<R>(film: &Film, look: impl FnOnce(&Trace, &Index) -> R) -> R {
    if film.session().is_none() {
        return film.with(look);
    }
    let claims = film.claims();
    film.with(|trace, index| look(&Trace { claims, ..trace.clone() }, index))
}

/// The files.
#[component]
pub(super) fn Files(props: &Props) -> Html {
    let ui = use_ui();
    let text = ShareText::of(ui.language);
    let said = use_state(|| (Kind::Trace, String::new()));
    let Some(film) = props.model.film() else { return html! { <p>{ text.picture_none }</p> } };
    let names = [text.trace, text.perfetto, text.test];
    let real = film.session().is_some();
    let cut = film.stopped || film.with(|trace, _| !real && trace.outcome == Outcome::Running);
    let press = |kind: Kind, saves: bool| {
        let (model, film, said) = (Rc::clone(&props.model), Rc::clone(film), said.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(file) = kind.text(&model, &film) else {
                said.set((kind, text.failed.to_owned()));
                return;
            };
            if saves {
                let name = file_name(&model.link.setup, kind.extension());
                let done = save::text(&name, kind.media_type(), &file);
                said.set((kind, saved(text, &name, done)));
                return;
            }
            let said = said.clone();
            copy(&file, move |done| {
                said.set((kind, if done { text.copied } else { text.refused }.to_owned()));
            });
        })
    };
    html! {
        <div class="files-section">
            if cut { <p>{ text.cut }</p> }
            for (kind, [name, hint]) in Kind::ALL.into_iter().zip(names) {
                <section key={name} aria-label={name}>
                    <h3>{ name }</h3>
                    <p class="muted">{ hint }if real && kind == Kind::Test { { " " }{ text.real } }</p>
                    if cut && kind == Kind::Test { <p>{ text.whole_only }</p> } else {
                        <div class="row">
                            <button class="primary" aria-label={format!("{}: {name}", text.download)} onclick={press(kind, true)}>{ text.download }</button>
                            <button aria-label={format!("{}: {name}", text.copy)} onclick={press(kind, false)}>{ text.copy }</button>
                        </div>
                    }
                    <p role="status">{ if said.0 == kind { said.1.clone() } else { String::new() } }</p>
                </section>
            }
        </div>
    }
}

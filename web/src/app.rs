//! The page: one model, one reducer, and where everything stands.

use std::rc::Rc;

use scenarios::Setup;
use yew::prelude::*;

use crate::challenges::use_challenges;
use crate::components::*;
use crate::compute::Computer;
use crate::effects::{twin, use_fitting, use_listeners, use_page, use_runs, use_show, use_table};
use crate::model::{Dialog, Model, Msg};
use crate::playback::Player;
use crate::port::{Port, use_port};
use crate::traffic::Desk;
use crate::ui::Ui;
use crate::words::text;
use crate::{dom, language};

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let model = use_reducer(|| {
        Model::new(&dom::hash(), language(), dom::matches(crate::DARK), dom::still())
    });
    let player = use_memo((), |()| Player::new());
    let computers = use_memo((), |()| [Computer::default(), Computer::default()]);
    let desk = use_memo((), |()| Desk::new(model.dispatcher()));
    let port = use_memo((), |()| Rc::new(Port::new(Player::clone(&player), model.dispatcher())));
    use_listeners(&player, &desk, &port, &model.dispatcher());
    use_runs(&model, &computers);
    use_fitting(&model);
    use_show(&model, &player);
    use_page(&model);
    use_challenges(&model, &player);
    use_port(&model, &port);
    use_table(&model);
    let ui = Ui {
        text: text(model.language()),
        language: model.language(),
        player: (*player).clone(),
        desk: (*desk).clone(),
        send: model.dispatcher(),
    };
    let onstop = {
        let computers = Rc::clone(&computers);
        Callback::from(move |()| computers.iter().for_each(Computer::stop))
    };
    html! {
        <ContextProvider<Ui> context={ui.clone()}>
            { page(&ui, &model, onstop, twin(&computers, &model.dispatcher())) }
        </ContextProvider<Ui>>
    }
}

#[inline(never)]
fn page(
    ui: &Ui,
    model: &UseReducerHandle<Model>,
    onstop: Callback<()>,
    ontwin: Callback<Setup>,
) -> Html {
    let view = &model.link.view;
    let events = model.film().map_or(0, |film| film.events());
    let growth = Growth::of(model);
    let shared: Rc<Model> = Rc::new((**model).clone());
    let there = growth.and_who_is_there(model);
    let part = |draw: fn(&Ui, &Rc<Model>) -> Html, growth: Growth| html! { <Part model={Rc::clone(&shared)} {growth} {draw} /> };
    html! {
        <div class={classes!("page", view.embed.then_some("embed"), (view.embed && (view.frame.panels.is_some() || view.compare.is_some())).then_some("flows"))}>
            <div>
                if !view.embed {
                    <a class="button skip" href="#run" onclick={skip()}>{ ui.text.skip }</a>
                    { part(header, growth) }
                }
            </div>
            <main class="main">
                <div class="column">if !view.embed { { part(catalogue, growth) } }</div>
                { center(ui, &CenterProps { model: Rc::clone(&shared), events, onstop, ontwin, onagain: ui.on(|()| Msg::Again) }) }
                { part(aside, there) }
                if view.embed { { below(ui, &shared) } }
            </main>
            { announcer(ui, model) }
            <div>{ dialog(ui, &shared) }</div>
        </div>
    }
}

#[inline(never)]
fn dialog(ui: &Ui, model: &Rc<Model>) -> Html {
    let share = |first| html! { <Share model={Rc::clone(model)} {first} /> };
    match model.dialog {
        None => html! { <span /> },
        Some(Dialog::Search) => html! { <Search view={model.link.view.clone()} /> },
        Some(Dialog::Patterns) => catalogue_dialog(ui, model),
        Some(Dialog::Help) => help(ui),
        Some(Dialog::Share) => share(Section::Link),
        Some(Dialog::Embed) => share(Section::Embed),
        Some(Dialog::Compare) => compare_dialog(ui, model),
    }
}

/// The address belongs to the run, so the skip link moves the focus by hand.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        let target = dom::document().query_selector(".transport .play").ok().flatten();
        if let Some(target) = target
            .and_then(|found| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(found).ok())
        {
            let _ = target.focus();
        }
    })
}

//! The page: one model, one reducer, and where everything stands.

use std::rc::Rc;

use scenarios::Link;
use yew::prelude::*;

use crate::components::*;
use crate::compute::Computer;
use crate::effects::{use_listeners, use_page, use_runs, use_show};
use crate::model::{Dialog, Model, Msg};
use crate::playback::Player;
use crate::ui::Ui;
use crate::url::address;
use crate::words::text;
use crate::{dom, language};

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let model = use_reducer(|| Model::new(&dom::hash(), language(), dom::matches(crate::DARK), dom::still()));
    let player = use_memo((), |()| Player::new());
    let computers = use_memo((), |()| [Computer::default(), Computer::default()]);
    use_listeners(&player, &model.dispatcher());
    use_runs(&model, &computers);
    use_show(&model, &player);
    use_page(&model);
    let ui = Ui {
        text: text(model.language()),
        language: model.language(),
        player: (*player).clone(),
        send: model.dispatcher(),
    };
    let onstop = { let computers = Rc::clone(&computers); Callback::from(move |()| computers[0].stop()) };
    html! {
        <ContextProvider<Ui> context={ui.clone()}>
            { page(&ui, &model, onstop) }
        </ContextProvider<Ui>>
    }
}

fn page(ui: &Ui, model: &UseReducerHandle<Model>, onstop: Callback<()>) -> Html {
    let Link { setup, view, .. } = &model.link;
    let slug = setup.scenario.slug;
    let events = model.film().map_or(0, |film| film.events());
    let shared: Rc<Model> = Rc::new((**model).clone());
    html! {
        <div class={classes!("page", view.embed.then_some("embed"))}>
            <div>
                if !view.embed {
                    <a class="button skip" href="#run" onclick={skip()}>{ ui.text.skip }</a>
                    <Header theme={view.theme} />
                }
            </div>
            <main class="main">
                <div class="column">if !view.embed { <Catalogue {slug} view={view.clone()} /> }</div>
                <Center model={shared} {events} {onstop} onagain={ui.on(|()| Msg::Again)} />
                <aside class="aside">
                    <Parameters setup={setup.clone()} notices={model.notices.clone()} compare={view.compare} real={view.real} embed={view.embed} />
                    <Actions setup={setup.clone()} film={model.film().cloned()} events={if view.real { events } else { 0 }} />
                    if view.embed {
                        { foot(ui, model) }
                    } else {
                        <Claims setup={setup.clone()} film={model.film().cloned()} {events} />
                        <Measured setup={setup.clone()} films={model.films.clone()} {events} />
                        <Experiments {slug} />
                    }
                </aside>
            </main>
            <Announcer film={model.film().cloned()} moment={model.moment} />
            <div>{ dialog(model) }</div>
        </div>
    }
}

/// In a frame: back to the defaults, and out into the full page.
fn foot(ui: &Ui, model: &Model) -> Html {
    let mut link = model.link.clone();
    link.view.embed = false;
    html! {
        <div class="foot">
            <button onclick={ui.on(|_: MouseEvent| Msg::Reset)}>{ ui.text.reset }</button>
            <a class="button" href={address(&link)} target="_blank" rel="noopener">{ ui.text.open_full }</a>
        </div>
    }
}

fn dialog(model: &Model) -> Html {
    let Link { setup, view, .. } = &model.link;
    match model.dialog {
        None => html! { <span /> },
        Some(Dialog::Search) => html! { <Search view={view.clone()} /> },
        Some(Dialog::Help) => html! { <Help /> },
        Some(Dialog::Share) => html! { <Share key="share" link={model.link.clone()} frame={false} /> },
        Some(Dialog::Embed) => html! { <Share key="embed" link={model.link.clone()} frame={true} /> },
        Some(Dialog::Compare) => html! { <CompareDialog setup={setup.clone()} compare={view.compare} /> },
    }
}

/// The address belongs to the run, so the skip link moves the focus by hand.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        let target = dom::document().query_selector(".transport .play").ok().flatten();
        if let Some(target) = target.and_then(|found| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(found).ok()) {
            let _ = target.focus();
        }
    })
}

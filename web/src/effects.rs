//! What the model's changes do outside of it: runs are computed, the address follows, the player
//! shows them.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use scenarios::{Compare, Cursor as LinkCursor, FitSearch, Fits, Language, Link, Setup, title};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::compute::{Computer, News};
use crate::film::Film;
use crate::live::Live;
use crate::model::{Model, Msg};
use crate::playback::{Look, Player};
use crate::port::Port;
use crate::traffic::Desk;
use crate::url::Address;
use crate::{dom, keys, rest};

/// Listens to keys, dropped files, steps back in history, the system's theme, and the page being
/// hidden.
#[hook]
pub(crate) fn use_listeners(
    player: &Player,
    desk: &Desk,
    port: &Rc<Port>,
    send: &UseReducerDispatcher<Model>,
) {
    use_effect_with((), {
        let (player, desk, send) = (player.clone(), desk.clone(), send.clone());
        let port = Rc::clone(port);
        move |()| {
            let told = send.clone();
            player.tells(Callback::from(move |moment| told.dispatch(Msg::Moved(moment))));
            let moved = send.clone();
            let back = dom::Listener::on(&dom::window(), "popstate", move |_| {
                port.led();
                let (link, notices) = Link::parse(&dom::hash());
                moved.dispatch(Msg::Open(Box::new(link), notices));
            });
            let hidden = player.clone();
            let hidden = dom::Listener::on(&dom::document(), "visibilitychange", move |_| {
                if dom::document().hidden() {
                    hidden.pause();
                }
            });
            let watched = player.clone();
            let seen = dom::Sight::of(&dom::root(), move |seen| watched.seen(seen));
            let dropped = desk.listen();
            let keys = keys::listen(player, send.clone());
            let dark = dom::window().match_media(crate::DARK).ok().flatten().map(|list| {
                dom::Listener::on(&list, "change", move |_| {
                    send.dispatch(Msg::SystemDark(dom::matches(crate::DARK)))
                })
            });
            move || drop((back, hidden, seen, dropped, keys, dark))
        }
    });
}

/// Sees to it that the runs the link asks for are there.
#[hook]
pub(crate) fn use_runs(model: &UseReducerHandle<Model>, computers: &Rc<[Computer; 2]>) {
    let setup = model.link.setup.clone();
    let view = &model.link.view;
    let (real, compare, opened) = (view.real, view.compare, model.opened);
    use_effect_with((setup.clone(), real, opened), {
        let (send, film) = (model.dispatcher(), model.film().cloned());
        let computer = computers[0].clone();
        move |(setup, real, _)| {
            if film.is_some_and(|film| still_shows(&film, setup, *real)) {
                return;
            }
            if *real {
                // What is still computed is not what is wanted any more.
                computer.give_up();
                send.dispatch(Msg::Computed(
                    0,
                    Rc::new(Film::live(setup.clone(), Live::new(setup))),
                ));
            } else {
                computer.compute(setup, news(0, &send));
            }
        }
    });
    use_effect_with((setup, compare), {
        let (send, computer) = (model.dispatcher(), computers[1].clone());
        move |(setup, compare): &(Setup, Option<Compare>)| {
            match compare {
                Some(compare) => computer.compute(&compare.of(setup), news(1, &send)),
                // A twin of another run.
                None => computer.give_up(),
            }
        }
    });
}

/// Computes the virtual twin of a live run, in slices.
pub(crate) fn twin(
    computers: &Rc<[Computer; 2]>,
    send: &UseReducerDispatcher<Model>,
) -> Callback<Setup> {
    let (computers, send) = (Rc::clone(computers), send.clone());
    Callback::from(move |setup: Setup| {
        let send = send.clone();
        computers[1].compute(
            &setup.on_one_thread(),
            Callback::from(move |news| {
                send.dispatch(match news {
                    News::Progress(events) => Msg::Progress(events),
                    News::Done(film) => Msg::Twin(film),
                })
            }),
        );
    })
}

/// Looks for the limits that would have fitted the reader's own arrivals, a value at a time.
#[hook]
pub(crate) fn use_fitting(model: &UseReducerHandle<Model>) {
    use_effect_with(FitSearch::question(&model.link.setup), {
        let send = model.dispatcher();
        move |question: &Option<Setup>| {
            let asked = Rc::new(Cell::new(true));
            if let Some(question) = question.clone() {
                let asked = Rc::clone(&asked);
                spawn_local(async move {
                    if let Some(fits) = fitting(&question, &asked).await {
                        send.dispatch(Msg::Fits(question, fits));
                    }
                });
            }
            move || asked.set(false)
        }
    });
}

/// The limits that fit; `None` if nobody asks any more.
async fn fitting(question: &Setup, asked: &Cell<bool>) -> Option<Rc<[Fits]>> {
    let mut search = FitSearch::new(question)?;
    // The run comes first.
    TimeoutFuture::new(REST_MS).await;
    while asked.get() {
        let end = dom::now_ms() + SLICE_MS;
        while dom::now_ms() < end {
            if let Some(fits) = search.advance() {
                return Some(fits.into());
            }
        }
        TimeoutFuture::new(0).await;
    }
    None
}

/// Whoever turns a knob is given so long to turn it on.
const REST_MS: u32 = 100;
/// Leaves the other half of a frame to the page.
const SLICE_MS: f64 = 8.0;

/// Whether the run on screen is this one.
fn still_shows(film: &Film, setup: &Setup, real: bool) -> bool {
    film.is_of(setup) && film.session().is_some() == real && !film.stopped
}

fn news(side: usize, send: &UseReducerDispatcher<Model>) -> Callback<News> {
    let send = send.clone();
    Callback::from(move |news| match news {
        News::Progress(events) => send.dispatch(Msg::Progress(events)),
        News::Done(film) => send.dispatch(Msg::Computed(side, film)),
    })
}

/// Shows the runs, and puts the cursor where an opened link wants it.
#[hook]
pub(crate) fn use_show(model: &UseReducerHandle<Model>, player: &Player) {
    let look = Look::of(model);
    use_effect_with(look, {
        let player = player.clone();
        move |look| player.look(look.clone())
    });
    use_effect_with((model.films.clone(), model.opened), {
        let (player, send) = (player.clone(), model.dispatcher());
        let (wanted, starts) = (model.wanted, model.starts);
        move |(films, _)| {
            let mut plays = player.show(films.clone());
            if let (Some(wanted), true) = (wanted, films[0].is_some()) {
                send.dispatch(Msg::Arrived);
                match wanted {
                    LinkCursor::Start => player.to_start(),
                    LinkCursor::Event(event) => player.seek_event(0, event as usize),
                    LinkCursor::At(ms) => player.seek(u64::from(ms) * 1_000),
                }
                // Nothing is shown of another instant, however soon something is pressed.
                player.tell();
                plays |= starts;
            }
            if plays {
                player.play();
            }
        }
    });
}

/// The table of all patterns is drawn when its place comes into view, and not before everything
/// is there: nothing waits for it.
#[hook]
pub(crate) fn use_table(model: &UseReducerHandle<Model>) {
    let send = model.dispatcher();
    use_effect_with(model.begins() && !model.which, move |wanted| {
        let place = wanted.then(|| dom::document().get_element_by_id("which")).flatten();
        let sight = place.and_then(|place| {
            dom::Sight::of(&place, move |seen| {
                let send = send.clone();
                if seen {
                    rest::when_here(move || send.dispatch(Msg::Which));
                }
            })
        });
        move || drop(sight)
    });
}

/// The address, the language, the theme and the title of the page follow the model.
#[hook]
pub(crate) fn use_page(model: &UseReducerHandle<Model>) {
    let address = use_memo((), |()| Address::default());
    use_effect_with((model.link.clone(), model.addressed), move |(link, addressed)| {
        address.write(link, *addressed);
    });
    let (language, dark) = (model.language(), model.dark());
    let slug = model.link.setup.scenario.slug;
    use_effect_with(
        (language, dark, slug),
        |(language, dark, slug): &(Language, bool, &'static str)| {
            let root = dom::root();
            let _ = root.set_attribute("lang", language.code());
            let _ = root.set_attribute("data-theme", if *dark { "dark" } else { "light" });
            dom::document().set_title(&format!("{} · Interleave", title(slug, *language)));
        },
    );
}

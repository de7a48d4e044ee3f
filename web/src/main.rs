//! The page.
//!
//! | module | holds |
//! |---|---|
//! | `model` | the state of the page, and the one reducer |
//! | `app`, `components/` | what is on the page, a component a file |
//! | `challenges`, `progress` | shows answers in time, and keeps in this browser what was done |
//! | `effects` | what the model's changes do outside of it |
//! | `playback`, `painter` | the cursor and the canvases, outside of the state: frames render nothing |
//! | `compute`, `film` | runs, computed in slices, remembered, and ready to be shown |
//! | `host`, `live` | the browser's own executor as a host, in real time |
//! | `lesson` | the opening lesson, on that host |
//! | `ahead` | what is typed before the search is there |
//! | `port` | the page around this one, if it stands in a frame |
//! | `rest` | the parts of the page that follow when they are wanted |
//! | `qr`, `save` | a link as a QR code, and files for the reader's own folder |
//! | `traffic` | reads the reader's own arrivals, in slices |
//! | `url` | the address says what is on screen |
//! | `words` | the interface in English and Vietnamese |

mod ahead;
mod app;
mod challenges;
mod clock;
mod compared;
mod components;
mod compute;
mod crash;
mod dom;
mod effects;
mod film;
mod fold;
mod host;
mod keys;
mod lesson;
mod live;
mod model;
mod painter;
mod playback;
mod port;
mod progress;
mod qr;
mod rest;
mod save;
mod traffic;
mod ui;
mod url;
mod watch;
mod words;

use scenarios::Language;

/// The system is dark.
const DARK: &str = "(prefers-color-scheme: dark)";

/// The first of the reader's languages that the page speaks.
fn language() -> Language {
    let languages = dom::window().navigator().languages();
    let found = languages.iter().find_map(|code| Language::of_code(&code.as_string()?));
    found.unwrap_or_default()
}

fn main() {
    crash::install();
    rest::begin();
    if let Some(root) = dom::document().get_element_by_id("app") {
        // What stood there until now.
        root.set_text_content(None);
        yew::Renderer::<app::App>::with_root(root).render();
    }
}

//! One demonstration a file: knobs, actions, claims, code, and its words beside it.
//!
//! To add one: a file in `src/catalogue/`, a file of words in each of `words/en/` and `words/vi/`,
//! and a line in `registry.rs`.
//!
//! | module | holds |
//! |---|---|
//! | `catalogue/` | the scenarios |
//! | `registry` | the list of them |
//! | `params` | knobs: one declaration gives struct, default, range, help and key |
//! | `scenario` | what a scenario is made of |
//! | `acted_on` | what actions act on, by the names that scripts have for it |
//! | `setup` | the arguments of a run, and running it |
//! | `challenge` | what there is to reach and to foresee, and whether it was |
//! | `fitting` | which limit would have fitted the reader's own arrivals |
//! | `link` | a run as a link and back, bad input included |
//! | `snippet` | a run in a page of somebody's own, as its author pastes it |
//! | `reproduction` | a run as a Rust test |
//! | `traffic` | the reader's own arrivals, from a file |
//! | `cast` | who plays in many scenarios: producers, consumers, work |
//! | `go` | the same patterns as programs in Go |
//! | `words` | what the page says of a scenario, in each language |

mod acted_on;
pub mod cast;
mod challenge;
mod fitting;
mod frame;
mod go;
mod language;
mod link;
mod notice;
mod params;
pub mod port;
// Named so that `registry.rs` declares its modules from this folder: one line a scenario.
#[path = "registry.rs"]
mod registry;
mod reproduction;
mod scenario;
mod setup;
mod snippet;
pub mod traffic;
mod words;

pub use acted_on::in_scripts;
pub use challenge::{Asked, Challenge, Found, Goal, Measure, Op, Part, Task, Unit};
pub use fitting::{FitSearch, Fits, Fitting};
pub use frame::{Frame, Panel, SPEEDS};
pub use go::{go, in_go};
pub use language::Language;
pub use link::{Axis, Compare, Cursor, Link, Side, Theme, View};
pub use notice::Notice;
pub use params::{BadValue, Choice, Field, Idle, Kind, Knob};
pub use registry::{CATALOGUE, Entry, SCENARIOS, find};
pub use reproduction::reproduction;
pub use scenario::{Action, Argument, Chart, Claim, Experiment, Group, Scenario, Source, Variant};
pub use setup::Setup;
pub use snippet::Snippet;
pub use words::{Term, Words, title, words};

//! From a trace and a cursor to a scene: shapes in theme roles.
//!
//! | module | holds |
//! |---|---|
//! | `scene` | what painters draw, and what can be pointed at |
//! | `view` | everything a picture depends on |
//! | `cursor`, `playback` | where in a run, and how playback gets there |
//! | `index`, `lane`, `store`, `path`, `crowd` | the trace made searchable, once |
//! | `graph`, `layout`, `diagram`, `card`, `item`, `motion` | who sends to whom: layers, boxes, shapes |
//! | `widget` | what resources show besides: buckets, windows, breakers, trees, samples, lists |
//! | `timeline`, `rows`, `bars`, `axis` | the rail, the threads and a lane a task |
//! | `visit`, `pill` | whom a thread is seen with, and the pill there |
//! | `figures`, `why`, `describe` | the same in numbers and words |
//! | `labels`, `text` | the words, in English and Vietnamese |
//! | `free` | where a button over a picture hides least of it |
//! | `palette`, `svg`, `picture` | colours, a painter, and what a picture of an instant is |
//! | `perfetto` | the whole run for viewers of traces |
//!
//! # Examples
//! ```
//! use std::time::Duration;
//! use lab::{Run, VirtualHost};
//! use stage::{Cursor, Index, Labels, Palette, Subject, View, diagram, svg, timeline, why};
//!
//! let trace = VirtualHost::new(Run::default(), 1, |lab| async move {
//!     lab.spawn("nap", lab.sleep(Duration::from_millis(60))).await;
//! })
//! .finish();
//!
//! let index = Index::new(&trace);
//! let view = View { cursor: Cursor::at(&trace, 20_000), ..View::new(&trace, &index, &Labels::EN) };
//! let picture = svg(&[&diagram(&view), &timeline(&view)], &Palette::LIGHT);
//! assert!(picture.contains("waiting 40 ms"));
//!
//! let why = why(&view, Subject::Task(1)).expect("every task has a reason");
//! assert_eq!(why.say(), "nap: waiting for time until 0.060 s, 40 ms more.");
//! ```

mod axis;
mod bars;
mod card;
mod crowd;
mod cursor;
mod describe;
mod diagram;
mod figures;
mod free;
mod graph;
mod index;
mod item;
mod labels;
mod lane;
mod layout;
mod motion;
mod palette;
mod path;
mod pen;
mod perfetto;
mod picture;
mod pill;
mod playback;
mod rows;
mod scene;
mod store;
mod svg;
mod terms;
mod text;
mod timeline;
mod view;
mod visit;
mod why;
mod widget;

pub use cursor::Cursor;
pub use describe::{describe, step_words};
pub use diagram::{diagram, diagram_corner, diagram_height, diagram_least_height, diagram_step};
pub use figures::{Now, measured, now};
pub use free::{Corner, free_corner};
pub use index::Index;
pub use labels::Labels;
pub use lane::{Lane, Phase, Stretch};
pub use palette::Palette;
pub use path::{Path, Place, Stop};
pub use perfetto::perfetto;
pub use picture::picture;
pub use pill::{delivered, pills};
pub use scene::*;
pub use store::{Stay, Store};
pub use svg::svg;
pub use terms::Terms;
pub use text::{seconds, width as text_width};
pub use timeline::{broken, instant_at, lanes, playhead, timeline, timeline_height, x_of};
pub use view::{Axis, View};
pub use why::{Contents, Why, why};
pub use widget::StateLabels;

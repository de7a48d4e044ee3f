//! The pill of a thread: on the card of whoever has it, and beside the playhead in their lane.

use lab::TaskId;

use crate::axis::Scale;
use crate::card::thread_of;
use crate::labels::fill;
use crate::lane::Phase;
use crate::path::Place;
use crate::pen::{Type, point};
use crate::rows::{self, Row, What, rows};
use crate::scene::*;
use crate::view::View;
use crate::visit;
use crate::widget::check;

/// How high a pill is where it has room.
const HEIGHT: f32 = 20.0;
/// In lower lanes there is no room for its words.
const LOWEST: f32 = 14.0;
/// From the playhead to the pill: what begins at this instant has its three pixels.
const BESIDE: f32 = 6.0;
/// From the end of a lane's bars to the middle of the tick.
const AFTER: f32 = 13.0;

/// A pill a thread, right of the playhead: in the lane of the task that the thread is seen with, or,
/// only outlined, in its own while it is free. [`timeline`](crate::timeline) has none: it shows many
/// runs in lanes of any height, and a pill says one thing.
pub fn pills(view: &View) -> Scene {
    let rows = rows(view);
    let mut scene = Scene { width: view.width, ..Scene::default() };
    let x = Scale::of(view).cursor(view.cursor) + BESIDE;
    for (place, thread) in view.index.threads.iter().enumerate() {
        let task = visit::with(view, thread);
        let is_own = |row: &&Row| matches!(row.what, What::Thread(thread) if thread == place);
        // Whoever has no lane is where the thread is.
        let has_lane = |row: &&Row| task.is_some_and(|task| rows::is_lane_of(view, row, task));
        let row = rows.iter().find(has_lane).or_else(|| rows.iter().find(is_own));
        let Some((row, h)) = row.map(|row| (row, HEIGHT.min(row.h - 2.0))) else { continue };
        if h < LOWEST {
            continue;
        }
        let w = width(view);
        let y = row.bars().middle().y - h / 2.0;
        let pill = Area::new(x.min(scene.width - w - 2.0), y, w, h);
        draw(&mut scene, pill, &words(view, Some(place)), task.is_some());
    }
    scene
}

/// A tick right of the lanes of those who have delivered and come to their end, once no thread is
/// seen with them.
pub fn delivered(view: &View) -> Scene {
    let rows = rows(view);
    let mut scene = Scene { width: view.width, ..Scene::default() };
    let scale = Scale::of(view);
    for task in view.index.shown_tasks() {
        let Some(end) = view.index.doing(task, view.events()) else { continue };
        let mut ways = view.index.items.values().filter_map(|way| way.after(view.events()));
        let delivers = ways.any(|stop| stop.place == Place::Delivered(task));
        if end.phase != Phase::Finished || !delivers || !visit::is_over(view, task) {
            continue;
        }
        let Some(y) = rows::lane_of(view, &rows, task) else { continue };
        let x = (scale.begin(end.event, end.at) + AFTER).min(view.width - 8.0);
        check(&mut scene, point(x, y), Role::Good);
    }
    scene
}

/// The thread of `task`, clipped to its card.
pub(crate) fn on_card(scene: &mut Scene, view: &View, task: TaskId, area: Area) {
    let pill = Area::new(area.x + 8.0, area.y - 11.0, width(view).min(area.w - 12.0), HEIGHT);
    draw(scene, pill, &words(view, thread_of(view, Some(task))), true);
}

fn draw(scene: &mut Scene, pill: Area, words: &str, is_taken: bool) {
    let (paint, role) = if is_taken {
        (Paint::solid(Role::Ink), Role::Panel)
    } else {
        (Paint::solid(Role::Panel).edged(Role::Ink, 1.5), Role::Ink)
    };
    scene.rect(pill, pill.h / 2.0, paint);
    let look = Type::new(role).weight(650).anchor(Anchor::Middle);
    let at = pill.middle();
    scene.words(words, point(at.x, at.y + 4.2), pill.w, look);
}

fn words(view: &View, thread: Option<usize>) -> String {
    match (view.index.threads.len(), thread) {
        (0 | 1, _) | (_, None) => view.labels.pill.to_owned(),
        (_, Some(thread)) => fill(view.labels.pill_of, &[&(thread + 1).to_string()]),
    }
}

fn width(view: &View) -> f32 {
    if view.index.threads.len() > 1 { 70.0 } else { 56.0 }
}

//! The timeline: rail and axis, a lane a thread, a lane a task, the playhead.

use lab::{ItemId, TaskId};

use crate::axis::Scale;
use crate::bars;
use crate::card;
use crate::cursor::Cursor;
use crate::index::stem;
use crate::item;
use crate::labels::fill;
use crate::path::Stop;
use crate::pen::{Type, point};
use crate::rows::{self, BOTTOM, Row, TOP, What, is_crowd, rows};
use crate::scene::*;
use crate::text;
use crate::view::{Axis, View};

/// The middle of the rail.
const RAIL: f32 = 13.5;
/// From one cross to the next.
const APART: f32 = 8.0;

/// The timeline at the cursor: [`lanes`], then [`playhead`] over it.
pub fn timeline(view: &View) -> Scene {
    let mut scene = lanes(view);
    scene.add(playhead(view));
    scene
}

/// What does not depend on the cursor: painters may keep it as a picture.
pub fn lanes(view: &View) -> Scene {
    let rows = rows(view);
    let mut scene = blank(view, &rows);
    let scale = Scale::of(view);
    draw_axis(&mut scene, view, &scale);
    for row in &rows {
        match row.what {
            What::Thread(thread) => draw_thread(&mut scene, view, &scale, row, thread),
            What::Task(task) => draw_task(&mut scene, view, &scale, row, task),
            What::Crowd(crowd) => draw_crowd(&mut scene, view, &scale, row, crowd),
        }
    }
    draw_losses(&mut scene, view, &scale, &rows);
    if let Some(item) = view.followed {
        draw_path(&mut scene, view, &scale, &rows, item);
    }
    scene
}

/// What does: the veil over the future, the rail, its marks, the playhead.
pub fn playhead(view: &View) -> Scene {
    let rows = rows(view);
    let mut scene = blank(view, &rows);
    let scale = Scale::of(view);
    let x = scale.cursor(view.cursor);
    // What begins at this very instant has its three pixels; before the first event nothing does.
    let begins = if view.cursor.events == 0 { 0.0 } else { 3.0 };
    veil(&mut scene, &scale, &rows, x + begins, view.secret);
    let rail = |from: f32, to: f32| Area::new(from, RAIL - 1.5, (to - from).max(0.0), 3.0);
    scene.rect(rail(scale.left, scale.right), 2.0, Paint::solid(Role::Line));
    scene.rect(rail(scale.left, x), 2.0, Paint::solid(Role::Ink));
    let whole = Area::new(0.0, RAIL - 1.0, 1.5, scene.height - RAIL - 3.0);
    scene.rect(Area { x: x - 0.75, ..whole }, 0.0, Paint::solid(Role::Ink));
    draw_marks(&mut scene, view, &scale, Role::Accent, view.index.acts.iter().copied());
    scene.add(broken(view));
    scene.circle(point(x, RAIL), 7.0, Paint::solid(Role::Panel).edged(Role::Ink, 3.0));
    scene
}

/// How high the timeline is; its width does not matter.
pub fn timeline_height(view: &View) -> f32 {
    rows(view).last().map_or(TOP, |row| row.y + row.h) + BOTTOM
}

/// The cursor at this place of the timeline.
pub fn instant_at(view: &View, x: f32) -> Cursor {
    Scale::of(view).at(view.trace, x)
}

/// The place of a cursor on the timeline.
pub fn x_of(view: &View, cursor: Cursor) -> f32 {
    Scale::of(view).cursor(cursor)
}

fn blank(view: &View, rows: &[Row]) -> Scene {
    let height = rows.last().map_or(TOP, |row| row.y + row.h) + BOTTOM;
    Scene { width: view.width, height, ..Scene::default() }
}

fn draw_axis(scene: &mut Scene, view: &View, scale: &Scale) {
    let look = Type::new(Role::Ink2);
    let simulated = view.index.threads.len() > 1 && !view.real;
    let what = match view.axis {
        _ if simulated => view.labels.simulated,
        Axis::Order => view.labels.event,
        Axis::Time => "",
    };
    scene.words(what, point(12.0, 30.0), scale.left - 18.0, look);
    for (place, (x, words)) in scale.ticks().into_iter().enumerate() {
        let half = text::width(&words, 12.0, 400) / 2.0;
        if x + half > view.width {
            break;
        }
        let anchor = if place == 0 { Anchor::Start } else { Anchor::Middle };
        scene.words(&words, point(x, 30.0), f32::MAX, look.anchor(anchor));
    }
}

fn draw_thread(scene: &mut Scene, view: &View, scale: &Scale, row: &Row, thread: usize) {
    let bars = row.bars();
    let band = Area::new(0.0, row.y - 2.0, scene.width, row.h - 1.0);
    scene.rect(band, 0.0, Paint::solid(Role::Sunk));
    let name = match view.index.threads.len() {
        1 => view.labels.the_one_thread.to_owned(),
        _ => fill(view.labels.thread, &[&(thread + 1).to_string()]),
    };
    // Bold letters are wider than they say in some fonts: they keep clear of the bars.
    let is_short = text::width(&name, 12.0, 650) <= scale.left - 26.0;
    let look = Type::new(Role::Ink).weight(if is_short { 650 } else { 400 });
    label(scene, scale, row, &name, look);
    let middle = bars.y + bars.h / 2.0;
    hairline(scene, scale.left, scale.right, middle);
    let lane = &view.index.threads[thread];
    bars::draw(scene, view, scale, lane, bars, bars::Whose::Thread);
}

fn draw_task(scene: &mut Scene, view: &View, scale: &Scale, row: &Row, task: TaskId) {
    let bars = row.bars();
    let lane = &view.index.tasks[task as usize];
    let name = &view.trace.tasks[task as usize].name;
    let crowd = view.index.crowds.iter().position(|crowd| crowd.tasks.first() == Some(&task));
    let unfolds = crowd.filter(|crowd| view.unfolded && is_crowd(view, *crowd));
    let ringed = view.ringed.contains(&task);
    let look = Type::new(if ringed { Role::Bad } else { Role::Ink2 });
    let look = look.weight(if ringed { 650 } else { 400 }).faded(dim(view, task));
    match unfolds {
        Some(crowd) => {
            let name = format!("▾ {}", stem(&view.index.crowds[crowd].stem));
            let words = if row.h < 12.0 {
                &name
            } else {
                &format!("▾ {}", view.trace.tasks[task as usize].name)
            };
            label(
                scene,
                scale,
                &Row { h: row.h.max(12.0), y: row.y, what: What::Task(task) },
                words,
                look,
            );
            scene.target(Area::new(0.0, row.y, scale.left - 6.0, row.h.max(14.0)), Subject::Fold);
        }
        None => {
            if row.h >= 12.0 {
                label(scene, scale, row, name, look);
            }
            scene.target(Area::new(0.0, row.y, scale.left - 6.0, row.h), Subject::Task(task));
        }
    }
    if let Some(first) = lane.stretches.first() {
        let from = scale.begin(first.event, first.at);
        let over = lane.last().filter(|last| last.phase.is_over());
        let to = over.map_or(scale.right, |last| scale.begin(last.event, last.at));
        hairline(scene, from, to, bars.y + bars.h / 2.0);
    }
    bars::draw(scene, view, scale, lane, bars, bars::Whose::Task);
}

fn draw_crowd(scene: &mut Scene, view: &View, scale: &Scale, row: &Row, crowd: usize) {
    let crowd = &view.index.crowds[crowd];
    let count = view.labels.states.count(crowd.tasks.len());
    let name = format!("▸ {}", fill(view.labels.crowd, &[&crowd.stem, &count]));
    let label_row = Row { h: 22.0, y: row.y + 4.0, what: What::Thread(0) };
    label(scene, scale, &label_row, &name, Type::new(Role::Ink));
    scene.target(Area::new(0.0, row.y, scene.width, row.h), Subject::Fold);
    bars::area(scene, view, scale, crowd, Area::new(0.0, row.y + 2.0, 0.0, row.h - 8.0));
}

/// How strongly a lane's label shows.
fn dim(view: &View, task: TaskId) -> f32 {
    if view.followed.is_some() { 1.0 } else { view.strength(Some(task), None) }
}

fn label(scene: &mut Scene, scale: &Scale, row: &Row, words: &str, look: Type) {
    let bars = row.bars();
    let baseline = bars.y + bars.h / 2.0 + 4.5;
    scene.words(words, point(12.0, baseline), scale.left - 18.0, look);
}

fn hairline(scene: &mut Scene, from: f32, to: f32, y: f32) {
    scene.rect(Area::new(from, y - 0.5, (to - from).max(0.0), 1.0), 0.0, Paint::solid(Role::Line));
}

/// Lets what has not happened yet show faintly, or not at all.
fn veil(scene: &mut Scene, scale: &Scale, rows: &[Row], x: f32, secret: bool) {
    let from = x.min(scale.right);
    let width = scene.width - from;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let is_thread = |row: &&Row| matches!(row.what, What::Thread(_));
    let under =
        rows.iter().filter(is_thread).map(|row| row.y + row.h).fold(first.y, f32::max) - 2.0;
    let veiled = |role| Paint::solid(role).faded(if secret { 1.0 } else { 0.55 });
    let threads = Area::new(from, first.y - 2.0, width, under - first.y + 1.0);
    scene.rect(threads, 0.0, veiled(Role::Sunk));
    let tasks = Area::new(from, under, width, last.y + last.h - under);
    scene.rect(tasks, 0.0, veiled(Role::Panel));
}

/// The marks where claims broke, as [`playhead`] has them: for the rail of another run beside it.
pub fn broken(view: &View) -> Scene {
    let mut scene = blank(view, &[]);
    let claims = view.trace.claims.iter().filter_map(|claim| claim.event);
    draw_marks(&mut scene, view, &Scale::of(view), Role::Bad, claims);
    scene
}

/// Marks of one colour on the rail: where a claim broke, or where the user acted.
fn draw_marks(
    scene: &mut Scene,
    view: &View,
    scale: &Scale,
    role: Role,
    events: impl Iterator<Item = u32>,
) {
    let reach = if view.touch { 22.0 } else { 9.0 };
    for event in events {
        if view.secret && event as usize >= view.cursor.events {
            continue;
        }
        let Some(at) = view.trace.events.get(event as usize).map(|event| event.at) else {
            continue;
        };
        let x = scale.begin(event, at);
        let corners = if role == Role::Bad {
            [(0.0, -8.0), (7.0, 0.0), (0.0, 8.0), (-7.0, 0.0)]
        } else {
            [(-5.0, -9.0), (5.0, -9.0), (0.0, 0.0), (0.0, 0.0)]
        };
        let points = corners.map(|(dx, dy)| point(x + dx, RAIL + dy)).to_vec();
        scene.polygon(points, Paint::solid(role).edged(Role::Panel, 1.5));
        let area = Area::new(x - reach, RAIL - reach.min(RAIL), 2.0 * reach, 2.0 * reach.min(RAIL));
        scene.target(area, Subject::Mark(event));
    }
}

/// A cross in the lane of whoever lost an item. Those that could not be told apart share one, so that
/// the whole run is marked evenly, however many there are.
fn draw_losses(scene: &mut Scene, view: &View, scale: &Scale, rows: &[Row]) {
    // How far each lane, by its height, is marked.
    let mut marked: Vec<(f32, f32)> = Vec::new();
    for place in &view.index.losses {
        let Some(event) = view.trace.events.get(*place as usize) else { continue };
        let lane = event.task.and_then(|task| rows::lane_of(view, rows, task));
        let Some(y) = lane else { continue };
        let x = scale.begin(*place, event.at) + 1.5;
        match marked.iter_mut().find(|(lane, _)| *lane == y) {
            Some((_, last)) if x < *last + APART => continue,
            Some((_, last)) => *last = x,
            None => marked.push((y, x)),
        }
        card::cross(scene, point(x, y), 4.0);
        if let Some(item) = event.kind.item() {
            scene.target(Area::new(x - 6.0, y - 6.0, 12.0, 12.0), Subject::Item(item));
        }
    }
}

/// The way of one item through the lanes.
fn draw_path(scene: &mut Scene, view: &View, scale: &Scale, rows: &[Row], item: ItemId) {
    let Some(path) = view.index.items.get(&item) else { return };
    let stop = |stop: &Stop| {
        let y = rows::lane_of(view, rows, stop.task?)?;
        Some(point(scale.begin(stop.event, stop.at), y))
    };
    let points: Vec<Point> = path.stops.iter().filter_map(stop).collect();
    let hue = item::hue(view, item);
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let bend = ((to.x - from.x) / 2.0).max(6.0);
        let pieces = vec![[point(from.x + bend, from.y), point(to.x - bend, to.y), to]];
        scene.shapes.push(Shape::Curve { from, pieces, paint: Paint::line(hue, 2.0) });
    }
    for at in points {
        scene.circle(at, 3.0, Paint::solid(hue).edged(Role::Panel, 1.0));
    }
}

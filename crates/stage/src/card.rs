//! A task's card: its state by pattern and by word, never by colour alone.

use std::borrow::Cow;

use crate::scene::within;
use lab::{Micros, TaskId, Wait};

use crate::diagram::contents;
use crate::item;
use crate::labels::fill;
use crate::lane::{Phase, Stretch};
use crate::layout::Form;
use crate::pen::{Type, point};
use crate::pill;
use crate::scene::*;
use crate::text;
use crate::view::View;

/// Cards narrower than this put the item below the name, before the word.
const SLIM: f32 = 120.0;
/// In narrower ones it has no room for a number of two digits.
const SLIMMEST: f32 = 86.0;
/// A single line that is narrower has room for a name and an item only.
const SHORT: f32 = 100.0;
/// Less than this after its time nobody is late: a host has to get round to it.
const LATE: Micros = 1_000;

/// Draws the card of `task`; what it holds is drawn later, over all cards.
pub(crate) fn draw(
    scene: &mut Scene,
    view: &View,
    task: TaskId,
    area: Area,
    form: Form,
    upright: bool,
) {
    let stretch = view.index.doing(task, view.events());
    let item = stretch.and_then(|stretch| stretch.item);
    let born = stretch.is_some();
    let alpha = view.strength(Some(task), item) * if born { 1.0 } else { 0.5 };
    let paint = paint(view, stretch).faded(alpha);
    let is_tile = matches!(form, Form::Tiles { .. });
    let radius = match area.w {
        _ if !is_tile => 9.0,
        ..10.0 => 0.0,
        side => side / 5.0,
    };
    // An opaque ground: pipes run behind.
    if alpha < 1.0 {
        scene.rect(area, radius, Paint::solid(Role::Panel));
    }
    scene.rect(area, radius, thinned(paint, area));
    scene.target(area, Subject::Task(task));
    if view.ringed.contains(&task) {
        scene.rect(area.inset(-3.5), radius + 3.5, Paint::line(Role::Bad, 2.4));
    }
    if let Some(stretch) = stretch {
        ring(scene, view, stretch, area, form, alpha);
        if !is_tile {
            plug(scene, stretch, area, upright);
        }
    }
    let runs = stretch.is_some_and(|stretch| stretch.phase.is_on_thread());
    if is_tile {
        if runs && area.w > 10.0 {
            scene.circle(
                point(area.x + 2.0, area.y + 2.0),
                4.5,
                Paint::solid(Role::Ink).edged(Role::Panel, 1.5),
            );
        }
        return;
    }
    // On a single line the pill would cover the name: it has a dot instead.
    let dotted = runs && area.h < 40.0;
    if dotted {
        let at = point(area.x + 2.0, area.y + 2.0);
        scene.circle(at, 5.0, Paint::solid(Role::Ink).edged(Role::Panel, 1.5));
    }
    words(scene, view, task, stretch, area, alpha);
    if runs && !dotted {
        pill::on_card(scene, view, task, area);
    }
    if matches!(stretch, Some(Stretch { phase: Phase::Dropped, .. })) {
        let at = hand(area, form).0;
        // Beside the name, so that the cause has the whole line below.
        let beside_name = point(at.x, area.y + 17.5);
        let roomy = area.h >= 40.0 && area.w >= SLIM;
        cross(scene, if roomy { beside_name } else { at }, if roomy { 6.0 } else { 7.0 });
    }
}

/// Where a card holds its item, and how large.
pub(crate) fn hand(area: Area, form: Form) -> (Point, f32) {
    match form {
        Form::Tiles { side, .. } => (area.middle(), (side / 2.0 - 3.0).max(2.0)),
        _ if is_short(area) => (point(area.right() - 12.0, area.middle().y), 10.0),
        _ if area.h < 40.0 => (point(area.right() - 16.0, area.middle().y), 10.0),
        _ if area.w < SLIMMEST => (point(area.x + 14.0, area.y + 37.0), 8.0),
        _ if area.w < SLIM => (point(area.x + 16.0, area.y + 37.5), 10.0),
        _ => (point(area.right() - 20.0, area.middle().y), 11.0),
    }
}

/// Whether a card has a single line, with hardly any room for more than a name and an item.
fn is_short(area: Area) -> bool {
    area.h < 40.0 && area.w < SHORT
}

/// Something is gone.
pub(crate) fn cross(scene: &mut Scene, at: Point, reach: f32) {
    // Over any hue: a seam around it keeps it apart.
    for paint in [Paint::line(Role::Panel, 5.0), Paint::line(Role::Bad, 2.4)] {
        for (dx, dy) in [(1.0, 1.0), (1.0, -1.0)] {
            let from = point(at.x - dx * reach, at.y - dy * reach);
            let to = point(at.x + dx * reach, at.y + dy * reach);
            scene.segment(from, to, paint);
        }
    }
}

fn paint(view: &View, stretch: Option<&Stretch>) -> Paint {
    let Some(stretch) = stretch else {
        return Paint::solid(Role::Panel).dashed(Role::Line, 1.0);
    };
    let hue = stretch.item.map(|item| item::hue(view, item));
    let strong = hue.unwrap_or(Role::Ink2);
    match stretch.phase {
        Phase::Running | Phase::Computing { .. } => {
            Paint::fill(Fill::Mix(strong, 0.26, Role::Panel)).edged(strong, 2.4)
        }
        Phase::Sleeping { .. } => {
            Paint::fill(Fill::Mix(strong, 0.12, Role::Panel)).edged(strong, 1.5)
        }
        Phase::Ready => Paint::solid(Role::Panel).dashed(strong, 1.5),
        Phase::Blocked { .. } => {
            Paint::fill(Fill::Hatch(Role::Wait, Role::WaitWeak)).edged(Role::Wait, 1.5)
        }
        Phase::Dropped => Paint::fill(Fill::Hatch(Role::Bad, Role::Panel)).edged(Role::Bad, 1.5),
        Phase::Idle { .. } | Phase::Finished => {
            Paint::solid(Role::Panel).edged(hue.unwrap_or(Role::Line), 1.5)
        }
    }
}

/// Edges as thin as what they go around.
fn thinned(paint: Paint, area: Area) -> Paint {
    if area.w > 10.0 {
        return paint;
    }
    // A hairline around next to nothing is as well a faint spot, and drawn twice as fast.
    if let Some(Stroke { role: Role::Line, .. }) = paint.stroke {
        return Paint::solid(Role::Line).faded(paint.alpha);
    }
    let stroke = paint.stroke.map(|stroke| Stroke { width: 1.0, dashed: false, ..stroke });
    Paint { stroke, ..paint }
}

/// How much of its time is left.
fn ring(scene: &mut Scene, view: &View, stretch: &Stretch, area: Area, form: Form, alpha: f32) {
    let Phase::Sleeping { until } = stretch.phase else { return };
    // Around an item it would be over the name of a short card.
    let is_card = matches!(form, Form::Cards { .. });
    if area.w < 20.0 || is_card && is_short(area) && stretch.item.is_some() {
        return;
    }
    let (at, r) = hand(area, form);
    let whole = until.saturating_sub(stretch.at).max(1) as f32;
    let left = until.saturating_sub(view.cursor.at) as f32 / whole;
    let role = stretch.item.map_or(Role::Ink2, |item| item::hue(view, item));
    let radius = if stretch.item.is_some() { r + 3.2 } else { r - 2.0 };
    let track = Paint::line(role, 1.8).faded(0.2 * alpha);
    scene.shapes.push(Shape::Arc { at, radius, from: 0.0, to: 1.0, paint: track });
    let paint = Paint::line(role, 1.8).faded(alpha);
    // It drains clockwise.
    scene.shapes.push(Shape::Arc {
        at,
        radius,
        from: 1.0 - within(left, 0.0, 1.0),
        to: 1.0,
        paint,
    });
}

/// On the side it waits at.
fn plug(scene: &mut Scene, stretch: &Stretch, area: Area, upright: bool) {
    let Phase::Blocked { how, .. } = stretch.phase else { return };
    let out = match how {
        Wait::Send | Wait::Acquire => true,
        Wait::Receive => false,
        Wait::Task(_) | Wait::Cancel | Wait::Other => return,
    };
    let middle = area.middle();
    let plug = if upright {
        let y = if out { area.bottom() } else { area.y };
        Area::new(middle.x - 9.0, y - 3.5, 18.0, 7.0)
    } else {
        let x = if out { area.right() } else { area.x };
        Area::new(x - 3.5, middle.y - 9.0, 7.0, 18.0)
    };
    scene.rect(plug, 3.0, Paint::solid(Role::Wait).edged(Role::Panel, 1.5));
}

fn words(
    scene: &mut Scene,
    view: &View,
    task: TaskId,
    stretch: Option<&Stretch>,
    area: Area,
    alpha: f32,
) {
    let name = &view.trace.tasks[task as usize].name;
    let quiet = stretch.is_none_or(|s| matches!(s.phase, Phase::Idle { .. } | Phase::Finished));
    let hatched =
        stretch.is_some_and(|s| matches!(s.phase, Phase::Blocked { .. } | Phase::Dropped));
    let look =
        Type::new(if quiet { Role::Ink2 } else { Role::Ink }).size(13.0).weight(650).faded(alpha);
    let lesser = Type::new(if hatched { Role::Ink } else { Role::Ink2 }).faded(alpha);
    let holds = stretch.is_some_and(|s| {
        s.item.is_some() || matches!(s.phase, Phase::Sleeping { .. } | Phase::Dropped)
    });
    let pad = if area.w < SLIM { 8.0 } else { 12.0 };
    if area.h < 40.0 {
        let (pad, beside) = if is_short(area) { (5.0, 24.0) } else { (pad, 32.0) };
        let room = area.w - pad - if holds { beside } else { 6.0 };
        let at = point(area.x + pad, area.middle().y + 4.5);
        let is_long = text::width(name, look.size, look.weight) > room;
        let look = if is_long { look.size(12.0).weight(560) } else { look };
        scene.words(&cut(name, look, room), at, room, look);
        // The word too, where it has room.
        let used = text::width(name, 13.0, 650) + 8.0;
        let (long, short) = word(view, stretch);
        if let Some(word) = fitting(&[&long, &short], stretch, room - used) {
            scene.words(word, point(at.x + used, at.y), room - used, lesser);
        }
        return;
    }
    let slim = area.w < SLIM;
    let dropped = !slim && stretch.is_some_and(|s| s.phase == Phase::Dropped);
    let beside = if holds && !slim { 38.0 } else { 6.0 };
    let look = if slim { look.size(12.0).weight(560) } else { look };
    let room = area.w - pad - beside;
    scene.words(&cut(name, look, room), point(area.x + pad, area.y + 22.0), room, look);
    let pad = match (slim && holds, area.w < SLIMMEST) {
        (false, _) => pad,
        (true, true) => 28.0,
        (true, false) => 31.0,
    };
    let room = area.w
        - pad
        - match (slim, dropped) {
            (true, _) => 2.0,
            (_, true) => 8.0,
            _ => beside,
        };
    let (long, short) = word(view, stretch);
    let blocked = matches!(stretch, Some(Stretch { phase: Phase::Blocked { .. }, .. }));
    let shorter = if blocked { view.labels.blocked_elsewhere } else { short.as_str() };
    let forms = [long.as_str(), short.as_str(), shorter];
    let fits = fitting(&forms, stretch, room);
    let word = fits.unwrap_or(shorter);
    scene.words(word, point(area.x + pad, area.y + 39.0), room, lesser);
}

/// The first that has room. A time is sized as it was at first, and peers are sized alike: nobody's
/// form changes as it runs down.
fn fitting<'w>(forms: &[&'w str], stretch: Option<&Stretch>, room: f32) -> Option<&'w str> {
    let wide = |words: &str| text::width(words, 12.0, 400);
    let grown = match stretch.map(|stretch| (stretch.phase, stretch.at)) {
        Some((Phase::Sleeping { until }, at)) => {
            let whole = text::span(until.saturating_sub(at));
            let least = wide(&whole).max(wide("000 ms"));
            (least - forms.get(1).map_or(0.0, |left| wide(left))).max(0.0)
        }
        _ => 0.0,
    };
    forms.iter().find(|words| wide(words) + grown <= room).copied()
}

/// A name that fits: its number tells it from others and is kept, as in `prod… 3`.
fn cut<'n>(name: &'n str, look: Type, room: f32) -> Cow<'n, str> {
    let wide = |words: &str| text::width(words, look.size, look.weight);
    let number = name.rsplit_once(' ').filter(|(_, end)| end.parse::<u32>().is_ok());
    let Some((stem, number)) = number.filter(|_| wide(name) > room) else { return name.into() };
    let number = format!(" {number}");
    let stem = text::fit(stem, look.size, look.weight, room - wide(&number));
    if stem.is_empty() { name.into() } else { (stem + &number).into() }
}

/// The state in a word or two, and in fewer.
pub(crate) fn word(view: &View, stretch: Option<&Stretch>) -> (String, String) {
    let labels = view.labels;
    let same = |word: &str| (word.to_owned(), word.to_owned());
    let Some(stretch) = stretch else {
        let [long, short] = labels.unborn;
        return (long.to_owned(), short.to_owned());
    };
    match stretch.phase {
        Phase::Running | Phase::Computing { .. } => match thread_of(view, stretch.task) {
            Some(thread) if view.index.threads.len() > 1 => {
                let words = fill(labels.on_thread, &[&(thread + 1).to_string()]);
                (words, labels.running.to_owned())
            }
            _ => (labels.on_the_thread.to_owned(), labels.running.to_owned()),
        },
        // On the virtual clock nothing is ever late.
        Phase::Sleeping { until } if view.real && view.cursor.at.saturating_sub(until) >= LATE => {
            let late = text::span((view.cursor.at - until) / 1_000 * 1_000);
            let [long, short] = labels.late.map(|words| fill(words, &[&late]));
            (long, short)
        }
        Phase::Sleeping { until } => {
            let left = until.saturating_sub(view.cursor.at);
            let left = text::span(if left > 10_000 { left.div_ceil(1_000) * 1_000 } else { left });
            (fill(labels.waiting, &[&left]), left)
        }
        Phase::Ready => (labels.ready_short.to_owned(), labels.ready_word.to_owned()),
        Phase::Blocked { on: Some(on), .. } if (on as usize) < view.trace.resources.len() => {
            let contents = contents(view, on);
            (fill(labels.blocked, &[&contents]), contents)
        }
        Phase::Blocked { .. } => same(labels.blocked_elsewhere),
        Phase::Idle { .. } => same(labels.idle),
        Phase::Finished => same(labels.finished),
        Phase::Dropped => match cause_of(view, stretch.task) {
            Some(cause) => (format!("{}: {cause}", labels.cancelled), labels.cancelled.to_owned()),
            None => same(labels.cancelled),
        },
    }
}

/// Why a task was cancelled, if a scope of its name tells.
pub(crate) fn cause_of(view: &View, task: Option<TaskId>) -> Option<String> {
    let task = view.trace.tasks.get(task? as usize)?;
    crate::widget::cause(view, &task.name)
}

/// The thread `task` is on.
pub(crate) fn thread_of(view: &View, task: Option<TaskId>) -> Option<usize> {
    let on = |lane: &crate::lane::Lane| lane.after(view.events()).is_some_and(|s| s.task == task);
    task.and_then(|_| view.index.threads.iter().position(on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_cut_keeps_its_number() {
        let look = Type::new(Role::Ink);
        assert_eq!(cut("producer 3", look, 200.0), "producer 3");
        let short = cut("producer 13", look, 50.0);
        assert!(short.ends_with("… 13"), "{short}");
        assert!(text::width(&short, look.size, look.weight) <= 50.0, "{short}");
        assert_eq!(cut("producer", look, 20.0), "producer");
    }
}

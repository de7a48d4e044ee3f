//! A task's card: its state by pattern and by word, never by colour alone.

mod marks;
mod name;
mod word;

use lab::TaskId;

use crate::item;
use crate::lane::{Phase, Stretch};
use crate::layout::Form;
use crate::pen::point;
use crate::pill;
use crate::scene::*;
use crate::view::View;
pub(crate) use marks::cross;
use marks::{plug, ring};
use name::words;
pub(crate) use word::{cause_of, thread_of, word};

/// Cards narrower than this put the item below the name, before the word.
const SLIM: f32 = 120.0;

/// In narrower ones it has no room for a number of two digits.
const SLIMMEST: f32 = 86.0;

/// A single line that is narrower has room for a name and an item only.
const SHORT: f32 = 100.0;

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

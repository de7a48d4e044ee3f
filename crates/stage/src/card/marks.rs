//! What is drawn on a card beside its words.

use lab::Wait;

use super::{hand, is_short};
use crate::item;
use crate::lane::{Phase, Stretch};
use crate::layout::Form;
use crate::pen::point;
use crate::scene::*;
use crate::view::View;

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

/// How much of its time is left.
pub(super) fn ring(
    scene: &mut Scene,
    view: &View,
    stretch: &Stretch,
    area: Area,
    form: Form,
    alpha: f32,
) {
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
pub(super) fn plug(scene: &mut Scene, stretch: &Stretch, area: Area, upright: bool) {
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

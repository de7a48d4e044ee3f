//! Where something that lies over a picture hides least of it.

use crate::scene::{Anchor, Area, Scene, Shape};
use crate::text;

/// A corner of a picture. The figures of now have the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// At the lower right.
    LowerRight,
    /// At the lower left.
    LowerLeft,
    /// At the upper right.
    UpperRight,
}

/// The corner where a square with this side, so far from both edges, hides least of what is drawn. The
/// figures of now end at `figures` from the left.
pub fn free_corner(scene: &Scene, side: f32, off: f32, figures: f32) -> Corner {
    let (right, low) = (scene.width - off - side, scene.height - off - side);
    let corners = [
        (Corner::LowerRight, Area::new(right, low, side, side)),
        (Corner::LowerLeft, Area::new(off, low, side, side)),
        (Corner::UpperRight, Area::new(right, off, side, side)),
    ];
    let free = |(corner, _): &&(Corner, Area)| *corner != Corner::UpperRight || figures <= right;
    let hidden = |square: &Area| {
        let areas = scene.shapes.iter().filter_map(bounds).filter(|area| !around(area, square));
        areas.map(|area| common(&area, square)).sum::<f32>()
    };
    let found = corners.iter().filter(free).map(|(corner, square)| (*corner, hidden(square)));
    let best = found.min_by(|(_, one), (_, other)| one.total_cmp(other));
    best.map_or(Corner::LowerRight, |(corner, _)| corner)
}

/// How much of them two rectangles have in common.
fn common(one: &Area, other: &Area) -> f32 {
    let across = one.right().min(other.right()) - one.x.max(other.x);
    let down = one.bottom().min(other.bottom()) - one.y.max(other.y);
    across.max(0.0) * down.max(0.0)
}

/// A frame around other things, and none of them.
fn around(area: &Area, square: &Area) -> bool {
    area.x <= square.x
        && area.y <= square.y
        && area.right() >= square.right()
        && area.bottom() >= square.bottom()
}

/// What a shape takes up. Lines go under everything.
fn bounds(shape: &Shape) -> Option<Area> {
    match shape {
        Shape::Rect { area, .. } => Some(*area),
        Shape::Circle { at, radius, .. } => {
            Some(Area::new(at.x - radius, at.y - radius, 2.0 * radius, 2.0 * radius))
        }
        Shape::Text { at, size, weight, anchor, text, .. } => {
            let wide = text::width(text, *size, *weight);
            let x = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - wide / 2.0,
                Anchor::End => at.x - wide,
            };
            Some(Area::new(x, at.y - size, wide, *size))
        }
        Shape::Polygon { .. } | Shape::Curve { .. } | Shape::Arc { .. } => None,
    }
}

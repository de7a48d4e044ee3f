//! A bucket: a place for every token, those that it holds filled, the next one a filling arc.

use lab::{Level, State};

use super::now::filled;
use super::parts::{socket, token};
use super::{Shown, Want};
use crate::pen::{Type, point};
use crate::scene::*;

/// From one place to the next.
const PITCH: f32 = 20.0;
/// The same in a column, at least.
const LEAST: f32 = 15.0;
/// How far the tub's edges stand out above its places, below the title.
const RIM: f32 = 4.0;
/// A bucket of more places than this is a bar.
const MOST: u64 = 24;

/// One line of places, or a column where there is height for it.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let places = shown.extent().most.clamp(1, MOST) as f32;
    let best = if places <= 8.0 { places * PITCH + RIM } else { 34.0 };
    Want { w: (places * PITCH).max(180.0).min(width), least: 24.0, best: best.max(34.0) }
}

/// The bucket at the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Level(level)) = shown.state() else { return };
    let level = filled(*level, shown.view.cursor.at);
    let pitch = ((area.h - RIM) / level.size.max(1) as f32).min(PITCH);
    let column = pitch >= LEAST && level.size > 1;
    let area = if column {
        // The tub: open above.
        let w = 34.0;
        let tub = Area::new(area.middle().x - w / 2.0, area.y + RIM, w, level.size as f32 * pitch);
        let (left, right) = (tub.x - 4.0, tub.right() + 4.0);
        let corners = [(left, tub.y), (left, tub.bottom() + 3.0), (right, tub.bottom() + 3.0)];
        let points: Vec<Point> = corners.iter().map(|(x, y)| point(*x, *y)).collect();
        for (from, to) in [(points[0], points[1]), (points[1], points[2])] {
            scene.segment(from, to, Paint::line(Role::Pipe, 1.6));
        }
        scene.segment(points[2], point(right, tub.y), Paint::line(Role::Pipe, 1.6));
        tub
    } else {
        area
    };
    places(scene, shown, &level, area, column);
}

/// The places of a bucket in a line, or in a column from the bottom up.
pub(super) fn places(scene: &mut Scene, shown: &Shown, level: &Level, area: Area, column: bool) {
    let room = if column { area.h } else { area.w };
    let pitch = (room / level.size.max(1) as f32).min(PITCH);
    if !column && (pitch < 11.0 || u64::from(level.size) > MOST) {
        return bar(scene, shown, level, area);
    }
    let r = pitch / 2.0 - 2.0;
    let wide = level.size as f32 * pitch;
    for place in 0..level.size {
        let middle = if column {
            point(area.middle().x, area.bottom() - (place as f32 + 0.5) * pitch)
        } else {
            point(area.middle().x - wide / 2.0 + (place as f32 + 0.5) * pitch, area.middle().y)
        };
        let is_held = place < level.held;
        scene.circle(middle, r, if is_held { token() } else { socket() });
        let Some((from, to)) = level.next.filter(|_| place == level.held) else { continue };
        let part = shown.view.cursor.at.saturating_sub(from) as f32
            / to.saturating_sub(from).max(1) as f32;
        let part = within(part, 0.0, 1.0);
        let paint = Paint::line(Role::Accent, 3.0);
        scene.shapes.push(Shape::Arc { at: middle, radius: r - 1.0, from: 0.0, to: part, paint });
    }
}

/// Many tokens as one bar with their number.
fn bar(scene: &mut Scene, shown: &Shown, level: &Level, area: Area) {
    let track = Area::new(area.x, area.middle().y - 8.0, area.w, 16.0);
    scene.rect(track, 5.0, socket());
    let part = within(level.held as f32 / level.size.max(1) as f32, 0.0, 1.0);
    scene.rect(Area { w: track.w * part, ..track }, 5.0, token());
    let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle);
    let ground = Area::new(track.middle().x - 18.0, track.y + 1.5, 36.0, 13.0);
    scene.rect(ground, 4.0, Paint::solid(Role::Panel));
    scene.words(
        &shown.count(level.held),
        point(track.middle().x, track.middle().y + 4.2),
        34.0,
        look,
    );
}

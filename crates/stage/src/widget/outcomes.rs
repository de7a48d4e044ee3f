//! The last calls, among which failures count: a cell a call, the oldest on the left, and how much of
//! them failed against how much may.

use lab::Among;

use super::parts::socket;
use crate::pen::point;
use crate::scene::*;

/// From one call to the next, at most and at least.
const WIDEST: f32 = 12.0;
const NARROWEST: f32 = 4.0;
/// The gauge below the cells.
const GAUGE: f32 = 3.0;

/// How wide it is where there is room.
pub(super) fn width(among: &Among) -> f32 {
    // Many calls are drawn closer, so that a long window is not the longest thing on the stage.
    let pitch = (144.0 / among.window.max(1) as f32).clamp(NARROWEST, WIDEST);
    among.window as f32 * pitch
}

/// The window, and `threshold` failures in it as a mark; nothing where that has no room.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, among: &Among, threshold: u32, area: Area) {
    let window = among.window.max(1) as f32;
    let pitch = (area.w / window).min(width(among) / window);
    if pitch < NARROWEST {
        return;
    }
    let left = area.middle().x - window * pitch / 2.0;
    let cells = Area { x: left, w: window * pitch, h: area.h - GAUGE - 2.0, ..area };
    for place in 0..among.window {
        let x = cells.x + place as f32 * pitch;
        let cell = Area::new(x + 0.75, cells.y, pitch - 1.5, cells.h);
        outcome(scene, cell, among.failed.get(place as usize).copied());
    }
    gauge(scene, among, threshold, Area { y: cells.bottom() + 2.0, h: GAUGE, ..cells });
}

/// A call: one that failed is high and crossed out, one that went well is low, one that is still to
/// come an empty place.
fn outcome(scene: &mut Scene, cell: Area, failed: Option<bool>) {
    let low = Area { y: cell.bottom() - cell.h * 0.4, h: cell.h * 0.4, ..cell };
    match failed {
        None => scene.rect(low, 1.5, socket()),
        Some(false) => scene.rect(low, 1.5, Paint::solid(Role::Good)),
        Some(true) => {
            scene.rect(cell, 1.5, Paint::solid(Role::Bad));
            if cell.w >= 7.0 {
                let (middle, reach) = (cell.middle(), 2.2);
                let line = Paint::line(Role::Panel, 1.4);
                for rise in [-reach, reach] {
                    let from = point(middle.x - reach, middle.y - rise);
                    scene.segment(from, point(middle.x + reach, middle.y + rise), line);
                }
            }
        }
    }
}

/// How many of the window failed, as a part of it, and a mark where that opens.
fn gauge(scene: &mut Scene, among: &Among, threshold: u32, area: Area) {
    let failures = among.failed.iter().filter(|failed| **failed).count() as f32;
    let window = among.window.max(1) as f32;
    scene.rect(area, 1.5, Paint::solid(Role::Line));
    if failures > 0.0 {
        let w = area.w * (failures / window).min(1.0);
        scene.rect(Area { w, ..area }, 1.5, Paint::solid(Role::Bad));
    }
    let x = area.x + area.w * (threshold as f32 / window).min(1.0);
    let mark = Paint::line(Role::Ink, 2.0);
    scene.segment(point(x, area.y - 2.5), point(x, area.bottom() + 2.0), mark);
}

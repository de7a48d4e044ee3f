//! A breaker: a switch in a pipe. Failures are pips, the time that it stays open is an arc, items
//! that probe are ringed.

use lab::{Machine, Position, State};

use super::parts::{check, socket};
use super::{Shown, Want};
use crate::card;
use crate::item;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The switch, and the pips below it.
const SWITCH: f32 = 40.0;
const PIPS: f32 = 22.0;
/// From one pip to the next.
const PIP: f32 = 16.0;
/// How long the lever is.
const LEVER: f32 = 46.0;

/// A switch over its pips.
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let pips = shown.extent().most.min(12) as f32 * PIP;
    Want { w: (pips + 90.0).max(250.0).min(width), least: SWITCH, best: SWITCH + PIPS + 6.0 }
}

/// The breaker at the cursor.
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Machine(machine)) = shown.state() else { return };
    let has_pips = area.h >= SWITCH + PIPS;
    let switch = Area { h: if has_pips { area.h - PIPS } else { area.h }, ..area };
    lever(scene, machine, switch);
    timer(scene, shown, machine, switch);
    probes(scene, shown, machine, switch);
    if has_pips {
        pips(scene, shown, machine, Area { y: switch.bottom(), h: PIPS, ..area });
    }
}

/// The pipe and its switch: a line where calls go through, raised where they do not.
fn lever(scene: &mut Scene, machine: &Machine, area: Area) {
    let y = area.y + area.h * 0.68;
    let (left, right) = (area.middle().x - LEVER / 2.0, area.middle().x + LEVER / 2.0);
    let (role, rise): (Role, f32) = match machine.at {
        Position::Closed => (Role::Good, 0.0),
        Position::HalfOpen => (Role::Wait, 9.0),
        Position::Open => (Role::Bad, 22.0),
    };
    let pipe = Paint::line(Role::Pipe, 3.0);
    scene.segment(point(area.x, y), point(left, y), pipe);
    scene.segment(point(right, y), point(area.right(), y), pipe);
    let rise = rise.min(y - area.y - 4.0);
    let end = point(right - rise * 0.4, y - rise);
    scene.segment(point(left, y), end, Paint::line(role, 4.0));
    for x in [left, right] {
        scene.circle(point(x, y), 4.5, Paint::solid(Role::Panel).edged(Role::Ink2, 1.8));
    }
    if machine.at == Position::Open {
        // What comes is turned back here.
        card::cross(scene, point(area.x + (left - area.x) * 0.8, y), 5.0);
    }
}

/// How much of its open time is left.
fn timer(scene: &mut Scene, shown: &Shown, machine: &Machine, area: Area) {
    let (Position::Open, Some((from, to))) = (machine.at, machine.open) else { return };
    let left = to.saturating_sub(shown.view.cursor.at) as f32;
    let part = within(left / to.saturating_sub(from).max(1) as f32, 0.0, 1.0);
    let at = point(area.middle().x + LEVER / 2.0 + 34.0, area.y + area.h * 0.68);
    let radius = 11.0_f32.min(area.h / 2.0 - 4.0).max(3.0);
    scene.circle(at, radius + 3.0, Paint::solid(Role::Panel));
    let track = Paint::line(Role::Line, 3.0);
    scene.shapes.push(Shape::Arc { at, radius, from: 0.0, to: 1.0, paint: track });
    let paint = Paint::line(Role::Bad, 3.0);
    scene.shapes.push(Shape::Arc { at, radius, from: 1.0 - part, to: 1.0, paint });
}

/// The items that probe, ringed, on the pipe behind the switch.
fn probes(scene: &mut Scene, shown: &Shown, machine: &Machine, area: Area) {
    let y = area.y + area.h * 0.68;
    let first = area.middle().x + LEVER / 2.0 + 22.0;
    let room = (((area.right() - first) / 30.0).max(0.0)) as usize;
    for (place, probe) in machine.probes.iter().take(room).enumerate() {
        let at = point(first + place as f32 * 30.0, y);
        let alpha = shown.view.strength(None, Some(*probe));
        item::draw(scene, shown.view, *probe, at, 9.0, alpha);
        scene.circle(at, 13.0, Paint::line(Role::Wait, 2.0).faded(alpha));
        let target = Area::new(at.x - 13.0, at.y - 13.0, 26.0, 26.0);
        scene.target(target, Subject::Item(*probe));
    }
}

/// Failures that have been counted; half open, the successes of probes.
fn pips(scene: &mut Scene, shown: &Shown, machine: &Machine, area: Area) {
    let half_open = machine.at == Position::HalfOpen;
    let (count, whole) = if half_open {
        (machine.successes, machine.quota)
    } else {
        (machine.failures, machine.threshold)
    };
    let words = &shown.view.labels.states;
    let name = if half_open { words.pips[1] } else { words.pips[0] };
    let wide = text::width(name, 12.0, 400) + 10.0;
    let room = area.w - wide;
    let y = area.middle().y;
    let fits = whole as f32 * PIP <= room;
    let pips = if fits { whole as f32 * PIP } else { 44.0 };
    let x = area.x + ((area.w - wide - pips) / 2.0).max(0.0);
    scene.words(name, point(x, y + 4.2), wide, Type::new(Role::Ink2));
    if !fits {
        let said = format!("{count}/{whole}");
        let look = Type::new(Role::Ink).weight(560);
        scene.words(&said, point(x + wide, y + 4.2), room.min(60.0), look);
        return;
    }
    for place in 0..whole {
        let at = point(x + wide + (place as f32 + 0.5) * PIP, y);
        scene.circle(at, 6.0, socket());
        if place < count && half_open {
            check(scene, at, Role::Good);
        } else if place < count {
            card::cross(scene, at, 3.5);
        }
    }
}

//! A breaker: a switch in a pipe. Failures in a row are pips, the time that it stays open is an arc,
//! items that probe are ringed.

use lab::{Among, ItemId, Machine, Position, State};

use super::parts::{check, socket};
use super::{Shown, Want, outcomes};
use crate::card;
use crate::item;
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The switch, and the pips below it.
const SWITCH: f32 = 54.0;
const PIPS: f32 = 22.0;
/// From one pip to the next.
const PIP: f32 = 16.0;
/// How long the lever is.
const LEVER: f32 = 46.0;

/// A switch over its pips.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let pips = shown.extent().most.min(12) as f32 * PIP;
    Want { w: (pips + 90.0).max(250.0).min(width), least: SWITCH, best: SWITCH + PIPS + 6.0 }
}

/// The breaker at the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Machine(machine)) = shown.state() else { return };
    let has_pips = area.h >= SWITCH + PIPS;
    let switch = Area { h: if has_pips { area.h - PIPS } else { area.h }, ..area };
    let y = switch.y + switch.h * 0.72;
    let along = |along: f32, across: f32| point(switch.x + along, y - across);
    lever(scene, shown, machine, switch.w, &along);
    if has_pips {
        pips(scene, shown, machine, Area { y: switch.bottom(), h: PIPS, ..area });
    }
}

/// The pipe and its switch: a line where calls go through, raised where they do not. `place` says
/// where something is that is so far along the pipe, and so far above it.
pub(crate) fn lever(
    scene: &mut Scene,
    shown: &Shown,
    machine: &Machine,
    length: f32,
    place: &dyn Fn(f32, f32) -> Point,
) {
    let reach = LEVER.min(length * 0.5);
    let (left, right) = ((length - reach) / 2.0, (length + reach) / 2.0);
    let (role, rise) = match machine.at {
        Position::Closed => (Role::Good, 0.0),
        Position::HalfOpen => (Role::Wait, 9.0),
        Position::Open => (Role::Bad, 20.0),
    };
    let pipe = Paint::line(Role::Pipe, 3.0);
    scene.segment(place(0.0, 0.0), place(left, 0.0), pipe);
    scene.segment(place(right, 0.0), place(length, 0.0), pipe);
    scene.segment(place(left, 0.0), place(right - rise * 0.4, rise), Paint::line(role, 4.0));
    for along in [left, right] {
        scene.circle(place(along, 0.0), 4.5, Paint::solid(Role::Panel).edged(Role::Ink2, 1.8));
    }
    if machine.at == Position::Open {
        // What comes is turned back here.
        card::cross(scene, place(left * 0.4, 0.0), 4.5);
        timer(scene, shown, machine, place(right, 20.0));
    }
    probes(scene, shown, machine, &|nth| place(right + 4.0 - 30.0 * nth, 22.0));
}

/// How much of its open time is left.
fn timer(scene: &mut Scene, shown: &Shown, machine: &Machine, at: Point) {
    let Some((from, to)) = machine.open else { return };
    let left = to.saturating_sub(shown.view.cursor.at) as f32;
    let part = within(left / to.saturating_sub(from).max(1) as f32, 0.0, 1.0);
    let radius = 8.0;
    let track = Paint::line(Role::Line, 3.0);
    scene.shapes.push(Shape::Arc { at, radius, from: 0.0, to: 1.0, paint: track });
    let paint = Paint::line(Role::Bad, 3.0);
    scene.shapes.push(Shape::Arc { at, radius, from: 1.0 - part, to: 1.0, paint });
}

/// Those that probe, the first ones ringed, and how many more there are.
fn probes(scene: &mut Scene, shown: &Shown, machine: &Machine, place: &dyn Fn(f32) -> Point) {
    const RINGED: usize = 2;
    for (nth, probe) in machine.probes.iter().take(RINGED).enumerate() {
        self::probe(scene, shown, *probe, place(nth as f32));
    }
    let more = machine.probes.len().saturating_sub(RINGED);
    if more > 0 {
        let words = fill(shown.view.labels.more, &[&more.to_string()]);
        let at = place(RINGED as f32);
        let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle);
        scene.words(&words, point(at.x, at.y + 4.2), 30.0, look);
    }
}

/// An item that probes, ringed.
fn probe(scene: &mut Scene, shown: &Shown, probe: ItemId, at: Point) {
    let alpha = shown.view.strength(None, Some(probe));
    item::draw(scene, shown.view, probe, at, 8.0, alpha);
    scene.circle(at, 11.5, Paint::line(Role::Wait, 2.0).faded(alpha));
    scene.target(Area::new(at.x - 12.0, at.y - 12.0, 24.0, 24.0), Subject::Item(probe));
}

/// What counts where it stands: failures; half open, the successes of probes.
fn pips(scene: &mut Scene, shown: &Shown, machine: &Machine, area: Area) {
    let words = &shown.view.labels.states;
    let name = match (machine.at, &machine.among) {
        (Position::HalfOpen, _) => words.pips[1],
        (_, Some(_)) => words.last_calls,
        _ => words.pips[0],
    };
    let wide = text::width(name, 12.0, 400) + 10.0;
    let row = row_width(machine).min(area.w - wide);
    let x = area.x + ((area.w - wide - row) / 2.0).max(0.0);
    let y = area.middle().y;
    scene.words(name, point(x, y + 4.2), wide, Type::new(Role::Ink2));
    row_of_pips(scene, machine, Area::new(x + wide, area.y, row, area.h));
}

/// How wide [`row_of_pips`] is where there is room for it.
pub(crate) fn row_width(machine: &Machine) -> f32 {
    match recent(machine) {
        Some(among) => outcomes::width(among),
        None => counted(machine).1 as f32 * PIP,
    }
}

/// What counts where it stands, alone; nothing where that has no room.
pub(crate) fn row_of_pips(scene: &mut Scene, machine: &Machine, area: Area) {
    if let Some(among) = recent(machine) {
        return outcomes::draw(scene, among, machine.threshold, area);
    }
    let (count, whole) = counted(machine);
    let wide = whole as f32 * PIP;
    if wide > area.w + 0.5 {
        return;
    }
    for place in 0..whole {
        let x = area.middle().x - wide / 2.0 + (place as f32 + 0.5) * PIP;
        let at = point(x, area.middle().y);
        scene.circle(at, 6.0, socket());
        if place >= count {
            continue;
        }
        match machine.at {
            Position::HalfOpen => check(scene, at, Role::Good),
            _ => card::cross(scene, at, 3.5),
        }
    }
}

/// The last calls, where it is their rate that counts.
fn recent(machine: &Machine) -> Option<&Among> {
    machine.among.as_ref().filter(|_| machine.at != Position::HalfOpen)
}

/// What counts where it stands, and up to how many.
fn counted(machine: &Machine) -> (u32, u32) {
    match machine.at {
        Position::HalfOpen => (machine.successes, machine.quota),
        _ => (machine.failures, machine.threshold),
    }
}

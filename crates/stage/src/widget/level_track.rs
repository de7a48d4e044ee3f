//! A bucket beside windows: how many tokens it held when, and holds now.

use lab::{Level, Micros, State};

use super::Shown;
use super::axis::Frame;
use super::now::filled;
use super::parts::token;
use super::window::rule;
use crate::scene::*;

/// From one look back to the next.
const APART: f32 = 3.0;

/// The tokens over time: a stair that falls with each request and rises with each token.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, plot: Area) {
    let size = shown.extent().most.max(1) as f32;
    let Some(level) = level_at(shown, frame.now) else { return };
    let words = shown.view.labels.states.size;
    let floor = rule(scene, shown, frame, plot, (level.size, words));
    stair(scene, frame, floor, size, |at| level_at(shown, at).map_or(0, |level| level.held));
}

/// What was held of `size` at each instant of the past, as high as that.
pub(super) fn stair(
    scene: &mut Scene,
    frame: &Frame,
    floor: Area,
    size: f32,
    held: impl Fn(Micros) -> u32,
) {
    let unit = floor.h / size;
    let mut run: Option<(Micros, u32)> = None;
    let mut bar = |from: Micros, to: Micros, held: u32| {
        let (x, h) = (frame.x(from), held as f32 * unit);
        let area = Area::new(x, floor.bottom() - h, (frame.x(to) - x).max(0.0), h);
        if h > 0.0 {
            scene.rect(area, 0.0, Paint { stroke: None, ..token() });
        }
    };
    for at in frame.samples(APART) {
        let held = held(at);
        match run {
            Some((from, same)) if same != held => {
                bar(from, at, same);
                run = Some((at, held));
            }
            None => run = Some((at, held)),
            _ => {}
        }
    }
    if let Some((from, held)) = run {
        bar(from, frame.now, held);
    }
}

fn level_at(shown: &Shown, at: Micros) -> Option<Level> {
    match shown.state_at(at) {
        Some(State::Level(level)) => Some(filled(*level, at)),
        _ => None,
    }
}

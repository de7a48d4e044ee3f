//! Each of those that count on its own, and those that have left.

use lab::{Counted, Micros, State};

use super::Windows;
use crate::scene::*;
use crate::widget::parts::token;

/// The width of a tick, and its height at most.
const TICK: f32 = 6.0;
const HIGHEST: f32 = 13.0;

impl Windows<'_, '_, '_> {
    pub(super) fn log(&self, scene: &mut Scene, ticks: &[Micros], count: u32) {
        let moving = self.moving();
        scene.rect(moving, 3.0, Paint::solid(Role::Sunk));
        if ticks.is_empty() && count > 0 {
            // Too many to be told apart.
            let y = self.height_of(count as f32);
            let wide = (moving.w - 4.0).max(0.0);
            scene.rect(Area::new(moving.x + 2.0, y, wide, self.floor.bottom() - y), 2.0, token());
        }
        // Those that have left, span by span back, then those that count.
        let mut all: Vec<(Micros, bool)> = Vec::new();
        let mut at = self.frame.now.saturating_sub(self.span);
        let mut last = Micros::MAX;
        let most = (self.frame.right - self.frame.left) as usize / 4;
        for _ in 0..most {
            if at < self.frame.from || at == 0 {
                break;
            }
            if let Some(State::Window { counted: Counted::Log { ticks, .. }, .. }) =
                self.shown.state_at(at)
            {
                let gone = |tick: &&Micros| {
                    **tick < last && tick.saturating_add(self.span) <= self.frame.now
                };
                let gone = ticks.iter().rev().filter(gone).map(|tick| (*tick, false));
                all.extend(gone);
                last = all.last().map_or(last, |(tick, _)| *tick);
            }
            at = at.saturating_sub(self.span);
        }
        all.reverse();
        all.extend(ticks.iter().map(|tick| (*tick, true)));
        self.ticks(scene, &all);
        self.frame_of_now(scene);
        self.sum(scene, u64::from(count) * 1_000);
    }

    /// Ticks in order of time; those that come together stand on each other.
    fn ticks(&self, scene: &mut Scene, all: &[(Micros, bool)]) {
        let shown = all.iter().filter(|(at, _)| *at >= self.frame.from);
        let (mut placed, mut most) = (Vec::new(), 1);
        let (mut first, mut row) = (f32::MIN, 0);
        for (at, counts) in shown {
            let x = self.frame.x(*at);
            (first, row) = if x - first < TICK { (first, row + 1) } else { (x, 0) };
            most = most.max(row + 1);
            placed.push((first, row, *counts));
        }
        // One on the other, with a seam between them: two are not a longer one.
        let high = (self.floor.h * 0.75 / most as f32).min(HIGHEST);
        let seam = (high / 3.0).min(3.0);
        for (x, row, counts) in placed {
            let y = self.floor.bottom() - (row + 1) as f32 * high;
            let tick = Area::new(x - TICK / 2.0, y + seam - 1.0, TICK, (high - seam).max(1.0));
            let paint = if counts { token() } else { Paint::line(Role::Pipe, 1.0) };
            scene.rect(tick, 1.5, paint);
        }
    }
}

//! What a window's length over a border holds: up to twice the limit.

use lab::Micros;

use super::Windows;
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// In how many steps a span is moved over a border.
const STEPS: u64 = 24;

impl Windows<'_, '_, '_> {
    /// The window's length over a border that holds the most, more than the limit: how many, since
    /// when.
    pub(super) fn straddled(&self, from: Micros) -> Option<(u32, Micros)> {
        let mut found: Option<(u32, Micros)> = None;
        for border in self.begins(from).filter(|border| *border >= self.span) {
            let before = border - self.span;
            let total = self.total(before);
            if total + self.total(border) <= self.limit {
                continue;
            }
            for step in 1..STEPS {
                // The last step is up to the cursor.
                let passed = self.frame.now.saturating_sub(border);
                if self.span / STEPS * (step - 1) >= passed {
                    break;
                }
                let moved = (self.span / STEPS * step).min(passed);
                let early = self.count(before, before + moved);
                let sum = total.saturating_sub(early) + self.count(border, border + moved);
                if sum > found.map_or(self.limit, |(most, _)| most) {
                    found = Some((sum, before + moved));
                }
            }
        }
        found
    }

    /// So many within one window's length that begins here.
    pub(super) fn bracket(&self, scene: &mut Scene, sum: u32, begin: Micros, plot: Area) {
        let (left, right) = (self.frame.x(begin), self.frame.x(begin.saturating_add(self.span)));
        let paint = Paint::line(Role::Bad, 2.0);
        let y = self.floor.y - if self.floor.y > plot.y { 2.0 } else { 0.0 };
        scene.segment(point(left, y), point(right, y), paint);
        for x in [left, right] {
            scene.segment(point(x, y - 1.0), point(x, self.floor.bottom()), paint);
        }
        if self.floor.y <= plot.y {
            return;
        }
        let labels = self.shown.view.labels.states;
        let (count, limit) = (labels.count(sum), labels.count(self.limit));
        let twice = u64::from(sum) == 2 * u64::from(self.limit);
        let long = fill(labels.straddle[usize::from(twice)], &[&count, &limit]);
        let span = text::span(self.span);
        let [short, shortest] =
            labels.straddle_short.map(|words| fill(words, &[&count, &span, &limit]));
        let named = text::width(&fill(labels.limit, &[&limit]), 12.0, 400);
        let least = self.frame.left + f32::max(96.0, named + 12.0);
        let room = self.frame.right - least;
        let wide = |words: &str| text::width(words, 12.0, 650);
        let fits = |words: &String| wide(words) <= room;
        let words = [long, short].into_iter().find(fits).unwrap_or(shortest);
        let wide = wide(&words).min(room);
        let x = within((left + right - wide) / 2.0, least, self.frame.right - wide);
        let look = Type::new(Role::Bad).weight(650);
        scene.words(&words, point(x, plot.y + 11.0), wide + 1.0, look);
    }
}

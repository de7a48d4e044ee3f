//! The bars of a lane. Stretches too narrow to be told apart are drawn together: what a lane costs
//! depends on its width, not on how much happened.

use crate::scene::within;
use std::ops::Range;

use lab::Outcome;

use crate::axis::Scale;
use crate::crowd::Crowd;
use crate::item;
use crate::lane::{KINDS, Lane, Phase, Stretch};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::view::{Axis, View};

/// The least width of what ran: it must be seen however short it was.
const TICK: f32 = 3.0;
/// A number needs so much room.
const NUMBERED: f32 = 24.0;
/// How many stretches of a heap are looked at for its colour.
const LOOKED_AT: usize = 16;

/// Whose lane it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A thread's: it runs something or it does not.
    Thread,
    /// A task's.
    Task,
}

/// Draws a lane's bars.
pub(crate) fn draw(
    scene: &mut Scene,
    view: &View,
    scale: &Scale,
    lane: &Lane,
    area: Area,
    whose: Whose,
) {
    let mut bars = Bars { scene, view, area, whose, over: Vec::new(), ticked: f32::MIN };
    let all = &lane.stretches;
    let begin = |stretch: &Stretch| scale.begin(stretch.event, stretch.at);
    let last_event = view.trace.events.len().saturating_sub(1) as u32;
    let mut end = scale.begin(last_event, view.end());
    if matches!(view.trace.outcome, Outcome::Deadlocked { .. }) && whose != Whose::Thread {
        // It goes on for ever.
        end = scale.right;
    }
    let mut place = 0;
    while let Some(stretch) = all.get(place) {
        let from = begin(stretch);
        let to = all.get(place + 1).map_or(end, begin);
        let mut next = place + 1;
        if to - from < TICK {
            next += first_from(&all[next..], |s| begin(s) < from + TICK);
            // The last of them may be long: it is drawn for itself.
            let last_to = all.get(next).map_or(end, begin);
            if next > place + 1 && last_to - begin(&all[next - 1]) >= TICK {
                next -= 1;
            }
        }
        if next - place <= 2 || view.axis == Axis::Order && next - place <= 4 {
            for (at, stretch) in all[place..next].iter().enumerate() {
                let to = all.get(place + at + 1).map_or(end, begin);
                bars.stretch(stretch, begin(stretch), to);
            }
        } else {
            let to = all.get(next).map_or(end, begin);
            bars.heap(lane, place..next, from, to.max(from + TICK));
        }
        place = next;
    }
    let over = std::mem::take(&mut bars.over);
    scene.shapes.extend(over);
}

/// How many of the first ones fulfil `before`: galloping, as mostly it is few.
fn first_from(all: &[Stretch], before: impl Fn(&Stretch) -> bool) -> usize {
    let mut step = 1;
    while step < all.len() && before(&all[step]) {
        step *= 2;
    }
    let (from, to) = (step / 2, all.len().min(step + 1));
    from.min(to) + all[from.min(to)..to].partition_point(before)
}

struct Bars<'a, 'v> {
    scene: &'a mut Scene,
    view: &'a View<'v>,
    area: Area,
    whose: Whose,
    /// What ran is drawn over the rest.
    over: Vec<Shape>,
    /// Up to where the last of them goes.
    ticked: f32,
}

impl Bars<'_, '_> {
    fn stretch(&mut self, stretch: &Stretch, from: f32, to: f32) {
        let view = self.view;
        let Area { y, h, .. } = self.area;
        let alpha = view.strength(stretch.task, stretch.item);
        let hue = stretch.item.map_or(Role::Pipe, |item| item::hue(view, item));
        let radius = if h > 8.0 { 2.0 } else { 0.0 };
        let width = to - from;
        match stretch.phase {
            Phase::Running | Phase::Computing { .. } => {
                return self.ran(stretch, from, width, hue, alpha);
            }
            Phase::Sleeping { .. } => {
                if width < 0.5 {
                    return;
                }
                let bar = Area::new(from, y, width, h);
                self.scene.rect(bar, radius, Paint::solid(hue).faded(0.2 * alpha));
                let edge =
                    Area::new(from, y + h - 2.0_f32.min(h / 3.0), width, 2.0_f32.min(h / 3.0));
                self.scene.rect(edge, 0.0, Paint::solid(hue).faded(0.85 * alpha));
                self.number(stretch, bar, alpha);
            }
            Phase::Blocked { .. } => {
                if width < 0.5 {
                    return;
                }
                let bar = Area::new(from, y, width.max(1.0), h);
                let hatch = Paint::fill(Fill::Hatch(Role::Wait, Role::WaitWeak)).faded(alpha);
                self.scene.rect(bar, radius, hatch);
            }
            Phase::Ready => {
                if width < 2.5 {
                    return;
                }
                let bar = Area::new(from + 0.5, y + 0.5, width - 1.0, h - 1.0);
                self.scene.rect(bar, radius, Paint::default().dashed(hue, 1.0).faded(alpha));
            }
            Phase::Dropped => {
                let bar = Area::new(from, y, 10.0, h);
                let hatch = Paint::fill(Fill::Hatch(Role::Bad, Role::Panel)).edged(Role::Bad, 1.0);
                self.scene.rect(bar, radius, hatch.faded(alpha));
            }
            Phase::Idle { .. } | Phase::Finished => {}
        }
        self.aim(stretch, from, width);
    }

    /// What ran: at least a tick.
    fn ran(&mut self, stretch: &Stretch, from: f32, width: f32, hue: Role, alpha: f32) {
        let overlaps = from < self.ticked - 0.01;
        if width < 0.01 && overlaps && stretch.item.is_none() {
            return;
        }
        let Area { y, h, .. } = self.area;
        let bar = Area::new(from, y, width.max(TICK), h);
        let radius = if h > 8.0 { 2.0 } else { 0.0 };
        self.over.push(Shape::Rect { area: bar, radius, paint: Paint::solid(hue).faded(alpha) });
        self.ticked = bar.right();
        self.aim(stretch, from, bar.w);
    }

    /// Many stretches in a few pixels: what was done most, and how much of it on a thread.
    fn heap(&mut self, lane: &Lane, places: Range<usize>, from: f32, to: f32) {
        let view = self.view;
        let heap = &lane.stretches[places.clone()];
        let end = view.end();
        let whole = (lane.end_of(places.end - 1, end) - heap[0].at).max(1);
        let spent = lane.spent_in(places, end);
        let latest = heap.iter().rev().take(LOOKED_AT);
        let ran = latest.clone().filter(|stretch| stretch.phase.is_on_thread());
        let tick = ran.clone().find(|stretch| stretch.item.is_some()).or(ran.clone().next());
        let rest = (1..KINDS).max_by_key(|kind| spent[*kind]);
        let rest = rest.filter(|kind| spent[*kind] * 3 > whole);
        let under = rest.and_then(|kind| latest.clone().find(|s| s.phase.kind() == Some(kind)));
        if let (Whose::Task, Some(stretch)) = (self.whose, under) {
            let before = self.scene.shapes.len();
            self.stretch(&Stretch { item: None, ..*stretch }, from, to);
            join(&mut self.scene.shapes, before);
        }
        if let Some(stretch) = tick {
            // So much of its height as it was on a thread, in steps, and enough to be seen.
            let part = spent[0] as f32 / whole as f32;
            let steps = if heap.len() <= 8 { 1.0 } else { within(part.sqrt(), 0.45, 1.0) };
            let full = self.area;
            let high = full.h * ((steps * 8.0).ceil() / 8.0);
            let hue = stretch.item.map_or(Role::Pipe, |item| item::hue(view, item));
            let alpha = view.strength(stretch.task, stretch.item);
            self.area = Area { y: full.bottom() - high, h: high, ..full };
            let before = self.over.len();
            self.ran(stretch, from, to - from, hue, alpha);
            self.area = full;
            join(&mut self.over, before);
        }
    }

    fn number(&mut self, stretch: &Stretch, bar: Area, alpha: f32) {
        let Some(item) = stretch.item.filter(|_| bar.w > NUMBERED && bar.h >= 13.0) else { return };
        let look = Type::new(Role::Ink).anchor(Anchor::Middle).faded(alpha);
        self.scene.words(&item.to_string(), point(bar.middle().x, bar.bottom() - 4.0), bar.w, look);
    }

    fn aim(&mut self, stretch: &Stretch, from: f32, width: f32) {
        let Some(task) = stretch.task else { return };
        let area = Area::new(from, self.area.y, width.max(TICK), self.area.h);
        self.scene.target(area, Subject::Stretch(task, stretch.at));
    }
}

/// Makes each shape from `new` on one with an older one that it continues: few shapes are drawn fast.
fn join(shapes: &mut Vec<Shape>, new: usize) {
    let count = shapes.len() - new;
    for _ in 0..count {
        let continued = match (new.checked_sub(count), shapes.get(new)) {
            (Some(old), Some(Shape::Rect { area, radius, paint })) => match &shapes[old] {
                Shape::Rect { area: before, radius: r, paint: p }
                    if r == radius && p == paint && continues(before, area) =>
                {
                    Some((old, area.right()))
                }
                _ => None,
            },
            _ => None,
        };
        let Some((old, right)) = continued else { return };
        if let Shape::Rect { area, .. } = &mut shapes[old] {
            area.w = right - area.x;
        }
        // The next new one comes to its place, and its older one is one further on.
        shapes.remove(new);
        shapes[new - count..new].rotate_left(1);
    }
}

fn continues(before: &Area, area: &Area) -> bool {
    (before.right() - area.x).abs() < 0.75 && before.y == area.y && before.h == area.h
}

/// A crowd as one area: from the bottom how many are on a thread, blocked, ready, waiting, idle.
pub(crate) fn area(scene: &mut Scene, view: &View, scale: &Scale, crowd: &Crowd, area: Area) {
    const STEP: f32 = 3.0;
    let most = crowd.tasks.len().max(1) as f32;
    let base = area.bottom();
    // The order of the layers, and how each is painted.
    let layers = [
        (0, Paint::solid(Role::Ink2)),
        (3, Paint::fill(Fill::Hatch(Role::Wait, Role::WaitWeak))),
        (2, Paint::fill(Fill::Hatch(Role::Ink2, Role::Panel))),
        (1, Paint::solid(Role::Ink2).faded(0.25)),
        (4, Paint::solid(Role::Line).faded(0.6)),
    ];
    let mut runs: Vec<(f32, f32, [u32; KINDS + 1])> = Vec::new();
    let mut x = scale.left;
    let end = scale.begin(view.trace.events.len().saturating_sub(1) as u32, view.end());
    while x < end {
        let to = (x + STEP).min(end);
        let counts = crowd.at(scale.instant(view.trace, (x + to) / 2.0));
        match runs.last_mut() {
            Some((_, last, same)) if *same == counts => *last = to,
            _ => runs.push((x, to, counts)),
        }
        x = to;
    }
    for (from, to, counts) in runs {
        let mut y = base;
        for (kind, paint) in layers {
            let h = counts[kind] as f32 / most * area.h;
            if h > 0.0 {
                scene.rect(Area::new(from, y - h, to - from, h), 0.0, paint);
                y -= h;
            }
        }
    }
}

//! Short ways to add shapes to a scene.

use crate::scene::within;
use crate::scene::*;
use crate::text;

impl Paint {
    pub(crate) fn fill(fill: Fill) -> Self {
        Paint { fill, ..Paint::default() }
    }

    pub(crate) fn solid(role: Role) -> Self {
        Paint::fill(Fill::Solid(role))
    }

    pub(crate) fn line(role: Role, width: f32) -> Self {
        Paint::default().edged(role, width)
    }

    pub(crate) fn edged(self, role: Role, width: f32) -> Self {
        Paint { stroke: Some(Stroke { role, width, dashed: false }), ..self }
    }

    pub(crate) fn dashed(self, role: Role, width: f32) -> Self {
        Paint { stroke: Some(Stroke { role, width, dashed: true }), ..self }
    }

    pub(crate) fn faded(self, alpha: f32) -> Self {
        Paint { alpha, ..self }
    }
}

/// The look of a line of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f32,
    pub(crate) weight: u16,
    pub(crate) role: Role,
    pub(crate) anchor: Anchor,
    pub(crate) alpha: f32,
}

impl Type {
    pub(crate) const fn new(role: Role) -> Self {
        Type { size: 12.0, weight: 400, role, anchor: Anchor::Start, alpha: 1.0 }
    }

    pub(crate) const fn weight(self, weight: u16) -> Self {
        Type { weight, ..self }
    }

    pub(crate) const fn size(self, size: f32) -> Self {
        Type { size, ..self }
    }

    pub(crate) const fn anchor(self, anchor: Anchor) -> Self {
        Type { anchor, ..self }
    }

    pub(crate) const fn faded(self, alpha: f32) -> Self {
        Type { alpha, ..self }
    }
}

impl Scene {
    pub(crate) fn rect(&mut self, area: Area, radius: f32, paint: Paint) {
        self.shapes.push(Shape::Rect { area, radius, paint });
    }

    pub(crate) fn circle(&mut self, at: Point, radius: f32, paint: Paint) {
        self.shapes.push(Shape::Circle { at, radius, paint });
    }

    pub(crate) fn polygon(&mut self, points: Vec<Point>, paint: Paint) {
        self.shapes.push(Shape::Polygon { points, paint });
    }

    /// A straight line.
    pub(crate) fn segment(&mut self, from: Point, to: Point, paint: Paint) {
        self.shapes.push(Shape::Curve { from, pieces: vec![[from, to, to]], paint });
    }

    /// Words, cut to `room`.
    pub(crate) fn words(&mut self, words: &str, at: Point, room: f32, look: Type) {
        let text = text::fit(words, look.size, look.weight, room);
        if text.is_empty() {
            return;
        }
        let Type { size, weight, role, anchor, alpha } = look;
        self.shapes.push(Shape::Text { at, size, weight, anchor, role, alpha, mono: false, text });
    }

    /// A target, cut to the scene.
    pub(crate) fn target(&mut self, area: Area, subject: Subject) {
        let (right, bottom) = (area.x + area.w, area.y + area.h);
        let (x, y) = (within(area.x, 0.0, self.width), within(area.y, 0.0, self.height));
        let (w, h) = (right.min(self.width) - x, bottom.min(self.height) - y);
        if w > 0.0 && h > 0.0 {
            self.targets.push(Target { area: Area { x, y, w, h }, subject });
        }
    }

    /// What another scene has, over this one.
    pub(crate) fn add(&mut self, over: Scene) {
        self.shapes.extend(over.shapes);
        self.targets.extend(over.targets);
    }
}

impl Area {
    pub(crate) fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Area { x, y, w, h }
    }

    pub(crate) fn middle(&self) -> Point {
        point(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    pub(crate) fn right(&self) -> f32 {
        self.x + self.w
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// So much smaller on every side.
    pub(crate) fn inset(&self, by: f32) -> Self {
        Area::new(self.x + by, self.y + by, self.w - 2.0 * by, self.h - 2.0 * by)
    }
}

pub(crate) fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

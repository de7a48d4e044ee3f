//! A scene: shapes in theme roles, and what a point of it belongs to. No DOM, no colours.

use lab::{ItemId, Micros, ResourceId, TaskId};

/// What a painter draws, first to last, in CSS pixels from the upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// The shapes, the lowest first.
    pub shapes: Vec<Shape>,
    /// What can be pointed at, the lowest first.
    pub targets: Vec<Target>,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle with round corners.
    Rect {
        /// Left, top, width, height.
        area: Area,
        /// The radius of its corners.
        radius: f32,
        /// How it is filled and outlined.
        paint: Paint,
    },
    /// A circle.
    Circle {
        /// Its middle.
        at: Point,
        /// Its radius.
        radius: f32,
        /// How it is filled and outlined.
        paint: Paint,
    },
    /// A closed figure with straight sides.
    Polygon {
        /// Its corners.
        points: Vec<Point>,
        /// How it is filled and outlined.
        paint: Paint,
    },
    /// A curve through cubic pieces.
    Curve {
        /// Where it begins.
        from: Point,
        /// For each piece two control points and its end.
        pieces: Vec<[Point; 3]>,
        /// How it is filled and outlined; an open curve has an outline only.
        paint: Paint,
    },
    /// A part of a circle's edge, clockwise from the top.
    Arc {
        /// The circle's middle.
        at: Point,
        /// The circle's radius.
        radius: f32,
        /// From which part of the turn, 0 to 1.
        from: f32,
        /// To which part of the turn, 0 to 1.
        to: f32,
        /// How it is outlined.
        paint: Paint,
    },
    /// A line of words.
    Text {
        /// The end of its baseline that `anchor` names.
        at: Point,
        /// The height of its letters, at least 12.
        size: f32,
        /// Its weight: 400, 560, 650.
        weight: u16,
        /// Which end is at `at`.
        anchor: Anchor,
        /// Its colour.
        role: Role,
        /// How much of it shows, 0 to 1.
        alpha: f32,
        /// Whether its letters are all of one width.
        mono: bool,
        /// The words.
        text: String,
    },
}

/// A point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// How a shape is filled and outlined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    /// Its inside.
    pub fill: Fill,
    /// Its edge.
    pub stroke: Option<Stroke>,
    /// How much of it shows, from 0 to 1; 0 as made by default means 1.
    pub alpha: f32,
}

/// The inside of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Fill {
    /// Nothing.
    #[default]
    None,
    /// A colour.
    Solid(Role),
    /// So much of a colour, from 0 to 1, mixed into another.
    Mix(Role, f32, Role),
    /// Slanted lines in the first colour over the second.
    Hatch(Role, Role),
}

/// The edge of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub role: Role,
    /// Its width.
    pub width: f32,
    /// Whether it is dashed.
    pub dashed: bool,
}

/// A colour by what it means; the theme says which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The page.
    Paper,
    /// A panel on it.
    Panel,
    /// Sunk into it.
    Sunk,
    /// Words and the cursor.
    Ink,
    /// Lesser words.
    Ink2,
    /// Hairlines.
    Line,
    /// Pipes between cards.
    Pipe,
    /// What can be pressed.
    Accent,
    /// A weak accent.
    AccentWeak,
    /// Well.
    Good,
    /// Broken, cancelled, lost.
    Bad,
    /// Waiting for others.
    Wait,
    /// A weak form of that.
    WaitWeak,
    /// Words on an item of this hue, 0 to 5.
    OnItem(u8),
    /// One of the six hues of items, 0 to 5.
    Item(u8),
}

/// Which end of a line of words is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left one.
    Start,
    /// The middle.
    Middle,
    /// The right one.
    End,
}

/// An area that belongs to something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The area.
    pub area: Area,
    /// What it belongs to.
    pub subject: Subject,
}

/// What can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A task's card or lane.
    Task(TaskId),
    /// A resource.
    Resource(ResourceId),
    /// A part of what a resource shows: a scope of a tree, by its place in it.
    Part(ResourceId, u32),
    /// An item.
    Item(ItemId),
    /// A stretch of a lane: the task, and an instant in it.
    Stretch(TaskId, Micros),
    /// A mark on the rail: the event to go to.
    Mark(u32),
    /// The group of lanes that was folded.
    Fold,
}

impl Scene {
    /// What the point belongs to: the uppermost target there.
    pub fn at(&self, x: f32, y: f32) -> Option<Subject> {
        let hit = |target: &&Target| target.area.contains(x, y);
        self.targets.iter().rev().find(hit).map(|target| target.subject)
    }
}

impl Area {
    /// Whether the point is inside.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x && x < self.x + self.w && y >= self.y && y < self.y + self.h
    }

    /// Whether the two have more than an edge in common.
    pub(crate) fn meets(&self, other: &Area) -> bool {
        let across = self.x < other.x + other.w && other.x < self.x + self.w;
        across && self.y < other.y + other.h && other.y < self.y + self.h
    }
}

/// `x`, kept between two bounds. (`f32::clamp` brings along what it takes to print a number in its
/// panic: several kilobytes of the page.)
pub(crate) fn within(x: f32, least: f32, most: f32) -> f32 {
    x.min(most).max(least)
}

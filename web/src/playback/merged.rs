//! The timeline of two runs compared: one rail, the threads of both next to each other, then the
//! lanes of one, then those of the other, all on one axis.

use lab::Micros;
use stage::{
    Anchor, Area, Cursor, Fill, Paint, Role, Scene, Shape, Stroke, Subject, Target, View, broken,
    lanes, playhead, x_of,
};

/// Where the lanes of a timeline begin: above are rail and axis.
const TOP: f32 = 36.0;
/// The strip for the bracket at the end.
const FOOT: f32 = 26.0;
/// What begins before this is a label of a lane.
const LABELS_END: f32 = 40.0;
/// Where the letters that tell the runs apart stand.
const LETTER_X: f32 = 9.0;
/// The lanes' labels make room for them.
const ASIDE: f32 = 6.0;

/// Both runs in one picture, but for the cursor, and what of the second can be pointed at.
pub(super) fn merged(a: &View<'_>, b: &View<'_>, differ: Option<Micros>) -> (Scene, Vec<Target>) {
    let (first, second) = (lanes(a), lanes(b));
    let (split_a, split_b) = (split(&first), split(&second));
    let threads_b = split_b - TOP;
    let foot = (first.height - split_a).max(0.0) + split_a + threads_b;
    let shift_lanes_b = foot - split_b;
    let place_a = |y: f32| if y < split_a { 0.0 } else { threads_b };
    let place_b = |y: f32| if y < split_b { split_a - TOP } else { shift_lanes_b };
    let mut scene = Scene {
        width: first.width,
        height: foot + second.height - split_b + FOOT,
        ..Scene::default()
    };
    for shape in first.shapes {
        let down = place_a(top(&shape));
        scene.shapes.push(moved(shape, down));
    }
    for shape in second.shapes.into_iter().filter(|shape| top(shape) >= TOP) {
        let down = place_b(top(&shape));
        scene.shapes.push(moved(shape, down));
    }
    let target = |target: Target, down: f32| Target {
        area: Area { y: target.area.y + down, ..target.area },
        ..target
    };
    scene.targets.extend(first.targets.into_iter().map(|t| target(t, place_a(t.area.y))));
    let targets = second
        .targets
        .into_iter()
        .filter(|t| t.area.y >= TOP)
        .map(|t| target(t, place_b(t.area.y)));
    let targets: Vec<Target> = targets.collect();
    let height = scene.height;
    let rows = [
        ("A", split_a - 22.0),
        ("B", split_a - 22.0 + threads_b),
        ("A", split_a + threads_b),
        ("B", foot),
    ];
    for (letter, y) in rows {
        scene.shapes.push(words(letter, LETTER_X, y + 14.0, Role::Accent, Anchor::Middle));
    }
    if let Some(at) = differ {
        let x = x_of(a, Cursor { at, ..Cursor::default() });
        scene.shapes.push(line(x, TOP, height - FOOT, Role::Bad));
    }
    bracket(&mut scene, a, b);
    (scene, targets)
}

/// What goes over a merged picture of this height: the cursor, from top to bottom, and on the rail
/// the marks of both, with what can be pointed at of the second.
pub(super) fn cursor_over(a: &View<'_>, b: &View<'_>, height: f32) -> (Scene, Vec<Target>) {
    let mut over = playhead(a);
    let Scene { shapes, targets, .. } = broken(b);
    // The handle stays on top, as on a rail of one.
    let handle = over.shapes.len().saturating_sub(1);
    over.shapes.splice(handle..handle, shapes);
    over.shapes = over.shapes.into_iter().map(|s| stretched(s, height - FOOT)).collect();
    (over, targets)
}

/// From the end of the one that is over first to the end of the other.
fn bracket(scene: &mut Scene, a: &View<'_>, b: &View<'_>) {
    let (first, second) = (a.trace.end(), b.trace.end());
    let [from, to] = [first.min(second), first.max(second)]
        .map(|at| x_of(a, Cursor { at, ..Cursor::default() }));
    if to - from < 2.0 {
        return;
    }
    let y = scene.height - FOOT + 6.0;
    let bar = Area { x: from, y, w: to - from, h: 2.0 };
    scene.shapes.push(Shape::Rect { area: bar, radius: 0.0, paint: solid(Role::Ink) });
    for x in [from, to - 2.0] {
        let tick = Area { x, y: y - 5.0, w: 2.0, h: 7.0 };
        scene.shapes.push(Shape::Rect { area: tick, radius: 0.0, paint: solid(Role::Ink) });
    }
    let longer = crate::clock::span(first.abs_diff(second));
    let (x, anchor) = if to - from > 60.0 {
        ((from + to) / 2.0, Anchor::Middle)
    } else {
        (from - 6.0, Anchor::End)
    };
    scene.shapes.push(words(&format!("+ {longer}"), x, y + 15.0, Role::Ink, anchor));
}

/// Where the lanes of tasks begin.
fn split(scene: &Scene) -> f32 {
    let tasks = scene.targets.iter().filter(|target| {
        target.area.x <= 0.5 && matches!(target.subject, Subject::Task(_) | Subject::Fold)
    });
    tasks.map(|target| target.area.y).fold(scene.height, f32::min)
}

fn top(shape: &Shape) -> f32 {
    match shape {
        Shape::Rect { area, .. } => area.y,
        Shape::Circle { at, .. } | Shape::Arc { at, .. } | Shape::Text { at, .. } => at.y,
        Shape::Polygon { points, .. } => {
            points.iter().map(|point| point.y).fold(f32::MAX, f32::min)
        }
        Shape::Curve { from, .. } => from.y,
    }
}

fn moved(mut shape: Shape, down: f32) -> Shape {
    match &mut shape {
        Shape::Text { at, anchor: Anchor::Start, .. } if at.x < LABELS_END => {
            at.x += ASIDE;
            at.y += down;
        }
        Shape::Rect { area, .. } => area.y += down,
        Shape::Circle { at, .. } | Shape::Arc { at, .. } | Shape::Text { at, .. } => at.y += down,
        Shape::Polygon { points, .. } => points.iter_mut().for_each(|point| point.y += down),
        Shape::Curve { from, pieces, .. } => {
            from.y += down;
            pieces.iter_mut().flatten().for_each(|point| point.y += down);
        }
    }
    shape
}

/// What goes from top to bottom goes to the new bottom.
fn stretched(mut shape: Shape, bottom: f32) -> Shape {
    if let Shape::Rect { area, .. } = &mut shape
        && area.h > 40.0
    {
        area.h = bottom - area.y;
    }
    shape
}

fn solid(role: Role) -> Paint {
    Paint { fill: Fill::Solid(role), ..Paint::default() }
}

fn line(x: f32, from: f32, to: f32, role: Role) -> Shape {
    let stroke = Stroke { role, width: 1.5, dashed: true };
    let paint = Paint { stroke: Some(stroke), ..Paint::default() };
    let (from, to) = (stage::Point { x, y: from }, stage::Point { x, y: to });
    Shape::Curve { from, pieces: vec![[from, to, to]], paint }
}

fn words(text: &str, x: f32, y: f32, role: Role, anchor: Anchor) -> Shape {
    let at = stage::Point { x, y };
    Shape::Text {
        at,
        size: 12.0,
        weight: 650,
        anchor,
        role,
        alpha: 1.0,
        mono: false,
        text: text.to_owned(),
    }
}

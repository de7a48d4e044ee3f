//! A tree of scopes: cards with the time they have left, and how an end runs down from the one above.

mod node;
mod places;

use lab::{Node, State};

use super::parts::more;
use super::{Shown, Want};
use crate::pen::point;
use crate::scene::*;
use node::draw_card;
use places::{is_list, kept, place};

/// A card with two lines, and one with one.
const CARD: f32 = 44.0;
const LINE: f32 = 26.0;
/// The lowest that a card can be.
const LOWEST: f32 = 17.0;
/// From one to the next, then.
const PITCH: f32 = LOWEST + 2.0;
/// Between two.
const BETWEEN: f32 = 6.0;
/// Between two columns, where the edges run.
const EDGES: f32 = 34.0;
const LOW_EDGES: f32 = 18.0;
/// How far a child is indented.
const INDENT: f32 = 22.0;

/// The scopes beside each other from the root on, or, where that is too wide, in a list.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let extent = shown.extent();
    let columns = extent.columns.max(1) as f32;
    if is_list(shown, width, columns) {
        let rows = extent.rows.max(1) as f32;
        let least = tight(rows, LINE + BETWEEN, 10.0);
        return Want { w: width, least, best: rows * (LINE + BETWEEN) };
    }
    let leaves = extent.leaves.max(1) as f32;
    let w = columns * (170.0 + edges(shown)) - edges(shown);
    // A frame has the height that it has.
    let least = if shown.view.is_low() {
        leaves.min(9.0) * PITCH
    } else {
        tight(leaves, LINE + BETWEEN, 9.0)
    };
    Want { w: w.min(width), least, best: leaves * (CARD + BETWEEN) }
}

/// The height of so many rows; where there are more than `few`, they stand closer.
fn tight(rows: f32, pitch: f32, few: f32) -> f32 {
    (rows * pitch).min((few * pitch).max(rows * PITCH))
}

/// The tree at the cursor. Scopes that are not made yet have their place already.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Tree { nodes }) = shown.state() else { return };
    let fullest = shown.store.state(shown.view.trace, shown.extent().fullest as usize);
    let plan = match fullest {
        Some(State::Tree { nodes: all }) if begins_with(all, nodes) => all,
        _ => nodes,
    };
    let columns = shown.extent().columns.max(1);
    let kept = kept(plan, area, is_list(shown, area.w, columns as f32));
    let cards = place(shown, plan, &kept, area, columns);
    let fits = |place: &usize| kept[*place];
    let left_out = (0..nodes.len()).filter(|place| !fits(place)).count();
    for place in (0..nodes.len()).filter(fits) {
        let parent = nodes[place].parent.map(|parent| parent as usize).filter(|p| *p < place);
        if let Some(parent) = parent {
            edge(scene, &nodes[place], cards[parent], cards[place]);
        }
    }
    for place in (0..nodes.len()).filter(fits) {
        draw_card(scene, shown, &nodes[place], cards[place]);
        scene.target(cards[place], Subject::Part(shown.resource, place as u32));
    }
    if left_out > 0 {
        more(scene, shown, left_out, point(area.right() - 34.0, area.bottom() + 6.0), 34.0);
    }
}

fn begins_with(all: &[Node], nodes: &[Node]) -> bool {
    let same = |(one, other): (&Node, &Node)| one.name == other.name && one.parent == other.parent;
    all.len() >= nodes.len() && all.iter().zip(nodes).all(same)
}

/// Between two columns.
fn edges(shown: &Shown) -> f32 {
    if shown.view.is_low() { LOW_EDGES } else { EDGES }
}

/// From a scope to one below it; red and hatched where the end came down.
fn edge(scene: &mut Scene, node: &Node, from: Area, to: Area) {
    let came_down = node.ended.as_ref().is_some_and(|ended| ended.from_above);
    let (start, end) = if from.right() < to.x {
        (point(from.right(), from.middle().y), point(to.x, to.middle().y))
    } else {
        (point(from.x + INDENT / 2.0, from.bottom()), point(to.x, to.middle().y))
    };
    let middle = (start.x + end.x) / 2.0;
    let pieces = if from.right() < to.x {
        vec![[point(middle, start.y), point(middle, end.y), end]]
    } else {
        let corner = point(start.x, end.y);
        vec![[corner, corner, corner], [end, end, end]]
    };
    let pipe = Paint::line(Role::Pipe, 1.6);
    if came_down {
        let wide = Paint::line(Role::Bad, 5.0);
        scene.shapes.push(Shape::Curve { from: start, pieces: pieces.clone(), paint: wide });
        let hatch = Paint::default().dashed(Role::Panel, 2.6);
        scene.shapes.push(Shape::Curve { from: start, pieces, paint: hatch });
    } else {
        scene.shapes.push(Shape::Curve { from: start, pieces, paint: pipe });
    }
}

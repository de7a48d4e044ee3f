//! A tree of scopes: cards with the time they have left, and how an end runs down from the one above.

use lab::{Micros, Node, State};

use super::extent::depths;
use super::parts::more;
use super::say::{is_let_go, say_scope};
use super::{Shown, Want};
use crate::card;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// A card with two lines, and one with one.
const CARD: f32 = 44.0;
const LINE: f32 = 26.0;
/// The lowest that a card can be.
const LOWEST: f32 = 17.0;
/// From one to the next, then.
const PITCH: f32 = LOWEST + 2.0;
/// Between two.
const BETWEEN: f32 = 6.0;
/// Narrower cards stand in a list, indented.
const NARROW: f32 = 128.0;
/// The same in a low frame, where a list has no room.
const LOW_NARROW: f32 = 88.0;
const WIDEST: f32 = 230.0;
/// Between two columns, where the edges run.
const EDGES: f32 = 34.0;
const LOW_EDGES: f32 = 18.0;
/// The cross of a card, or its ring, with what is free before it.
const SIGN: f32 = 22.0;
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

fn column_width(shown: &Shown, width: f32, columns: f32) -> f32 {
    (width + edges(shown)) / columns - edges(shown)
}

/// Whether the columns are too narrow to stand beside each other.
fn is_list(shown: &Shown, width: f32, columns: f32) -> bool {
    let narrow = if shown.view.is_low() { LOW_NARROW } else { NARROW };
    column_width(shown, width, columns) < narrow
}

/// Which scopes have room: from the first on, never one without those above it.
fn kept(nodes: &[Node], area: Area, list: bool) -> Vec<bool> {
    let rows = ((area.h + 1.0) / PITCH).max(1.0) as usize;
    let ends = |node: &usize| list || is_leaf(nodes, *node);
    let mut kept = vec![false; nodes.len()];
    for end in in_order(nodes).into_iter().filter(ends).take(rows) {
        let mut next = Some(end);
        while let Some(node) = next.filter(|node| !kept[*node]) {
            kept[node] = true;
            next = nodes[node].parent.map(|parent| parent as usize).filter(|p| *p < node);
        }
    }
    kept
}

fn is_leaf(nodes: &[Node], node: usize) -> bool {
    nodes.iter().all(|other| other.parent != Some(node as u32))
}

/// Where every card is that is kept.
fn place(shown: &Shown, nodes: &[Node], kept: &[bool], area: Area, columns: usize) -> Vec<Area> {
    let depths = depths(nodes);
    let wide = column_width(shown, area.w, columns as f32);
    if is_list(shown, area.w, columns as f32) {
        let rows = kept.iter().filter(|kept| **kept).count().max(1) as f32;
        let pitch = within(area.h / rows, PITCH, LINE + BETWEEN);
        let high = LINE.min(pitch - 2.0);
        let order = in_order(nodes).into_iter().filter(|node| kept[*node]);
        let mut cards = vec![Area::default(); nodes.len()];
        for (row, node) in order.enumerate() {
            let indent = (depths[node] as f32 * INDENT).min(area.w / 2.0);
            let y = area.y + row as f32 * pitch;
            cards[node] = Area::new(area.x + indent, y, area.w - indent, high);
        }
        return cards;
    }
    let is_leaf = |node: usize| is_leaf(nodes, node);
    let leaves = (0..nodes.len()).filter(|node| kept[*node] && is_leaf(*node)).count();
    let pitch = within(area.h / leaves.max(1) as f32, PITCH, CARD + BETWEEN);
    let high = if pitch - BETWEEN >= CARD - 4.0 { pitch - BETWEEN } else { LINE.min(pitch - 2.0) };
    let mut middle = vec![0.0_f32; nodes.len()];
    let mut row = 0.0;
    // Leaves from top to bottom, every other one beside the middle of its children.
    for node in in_order(nodes) {
        if kept[node] && is_leaf(node) {
            middle[node] = area.y + (row + 0.5) * pitch;
            row += 1.0;
        }
    }
    for node in (0..nodes.len()).rev().filter(|node| !is_leaf(*node)) {
        let is_child = |child: &usize| kept[*child] && nodes[*child].parent == Some(node as u32);
        let children = (0..nodes.len()).filter(is_child);
        let (sum, count) = children.fold((0.0, 0.0), |(s, c), child| (s + middle[child], c + 1.0));
        middle[node] = sum / f32::max(count, 1.0);
    }
    let w = wide.min(WIDEST);
    let between = edges(shown);
    let used = columns as f32 * (w + between) - between;
    let left = area.x + (area.w - used) / 2.0;
    let card = |node: usize| {
        let x = left + depths[node] as f32 * (w + between);
        Area::new(x, middle[node] - high / 2.0, w, high)
    };
    (0..nodes.len()).map(card).collect()
}

/// Every node right before what is below it.
fn in_order(nodes: &[Node]) -> Vec<usize> {
    let parent = |node: usize| nodes[node].parent.map(|p| p as usize).filter(|p| *p < node);
    let mut left: Vec<usize> = (0..nodes.len()).rev().filter(|n| parent(*n).is_none()).collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(node) = left.pop() {
        order.push(node);
        left.extend((node + 1..nodes.len()).rev().filter(|child| parent(*child) == Some(node)));
    }
    order
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

fn draw_card(scene: &mut Scene, shown: &Shown, node: &Node, card: Area) {
    let at = shown.view.cursor.at;
    let ended = node.ended.as_ref();
    let calm = ended.is_some_and(is_let_go);
    let paint = match ended {
        Some(_) if calm => Paint::solid(Role::Panel).edged(Role::Line, 1.4),
        Some(_) => Paint::fill(Fill::Hatch(Role::Bad, Role::Panel)).edged(Role::Bad, 1.5),
        None => Paint::solid(Role::Panel).edged(Role::Ink2, 1.4),
    };
    scene.rect(card, 8.0, Paint::solid(Role::Panel));
    scene.rect(card, 8.0, paint);
    let called = shown.called(&node.name);
    let is_line = card.h < CARD - 6.0;
    let has_sign = !calm && (ended.is_some() || node.deadline.is_some());
    let whole = card.w - 16.0;
    let name = text::width(&called, 12.0, 650).min(whole - if has_sign { SIGN } else { 0.0 });
    let beside = if is_line { name + 8.0 } else { 0.0 };
    let rest = whole - beside;
    // Where there is no room for both, words say more than a sign.
    let room = if has_sign { rest - SIGN } else { rest };
    let said = Some(with_cause(shown, node, room)).filter(|said| !said.is_empty() || !has_sign);
    let (has_sign, said) = match said {
        Some(said) => (has_sign, said),
        None => {
            let said = with_cause(shown, node, rest);
            (said.is_empty(), said)
        }
    };
    if has_sign {
        draw_sign(scene, node, at, point(card.right() - 16.0, card.middle().y));
    }
    let hatched = ended.is_some() && !calm;
    let lesser = Type::new(if hatched { Role::Ink } else { Role::Ink2 });
    let bold = Type::new(Role::Ink).weight(650);
    let x = card.x + 8.0;
    if is_line {
        let y = card.middle().y + 4.2;
        plate(scene, hatched, x, y, beside + fitted(&said, rest));
        scene.words(&called, point(x, y), name + 1.0, bold);
        scene.words(&said, point(x + beside, y), rest, lesser);
        return;
    }
    let (above, below) = (card.middle().y - 4.0, card.middle().y + 12.0);
    plate(scene, hatched, x, above, name);
    plate(scene, hatched, x, below, fitted(&said, rest));
    scene.words(&called, point(x, above), name + 1.0, bold);
    scene.words(&said, point(x, below), rest, lesser);
}

/// A cross where a scope was ended, else how much of its time is left.
fn draw_sign(scene: &mut Scene, node: &Node, now: Micros, at: Point) {
    let (None, Some(deadline)) = (&node.ended, node.deadline) else {
        return card::cross(scene, at, 5.0);
    };
    let whole = deadline.saturating_sub(node.from).max(1) as f32;
    let part = within(deadline.saturating_sub(now) as f32 / whole, 0.0, 1.0);
    let (radius, track) = (7.0, Paint::line(Role::Line, 2.4));
    scene.shapes.push(Shape::Arc { at, radius, from: 0.0, to: 1.0, paint: track });
    let paint = Paint::line(Role::Ink2, 2.4);
    scene.shapes.push(Shape::Arc { at, radius, from: 1.0 - part, to: 1.0, paint });
}

/// As much as there is room for of how it ended and why, rather why than when; or of the time left.
fn with_cause(shown: &Shown, node: &Node, room: f32) -> String {
    let fits = |words: &String| text::width(words, 12.0, 400) <= room;
    let (labels, at) = (shown.view.labels, shown.view.cursor.at);
    let said = say_scope(&labels.states, node, at);
    let Some(ended) = &node.ended else {
        // Without its words a time says itself; what has no deadline says nothing.
        let short = node.deadline.map(|deadline| text::left(deadline, at));
        return [said].into_iter().chain(short).find(fits).unwrap_or_default();
    };
    if is_let_go(ended) {
        return Some(said).filter(fits).unwrap_or_default();
    }
    let short = labels.states.ends[usize::from(!ended.by_deadline)];
    let cause = ended.words.iter().map(|words| shown.called(words));
    let with_it = cause.flat_map(|cause| {
        let [long, shorter] = [&said, labels.cancelled].map(|how| format!("{how}: {cause}"));
        [long, shorter, cause.into_owned()]
    });
    let with_it: Vec<String> = with_it.collect();
    with_it.into_iter().chain([said, short.to_owned()]).find(fits).unwrap_or_default()
}

fn fitted(words: &str, room: f32) -> f32 {
    text::width(words, 12.0, 650).min(room.max(0.0))
}

/// A ground for words over hatch.
fn plate(scene: &mut Scene, hatched: bool, x: f32, baseline: f32, wide: f32) {
    if hatched && wide > 0.0 {
        let area = Area::new(x - 3.0, baseline - 11.5, wide + 6.0, 15.0);
        scene.rect(area, 3.0, Paint::solid(Role::Panel).faded(0.86));
    }
}

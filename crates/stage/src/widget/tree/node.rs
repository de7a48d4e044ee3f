//! The card of a scope: its name, and how much time it has left or how it ended.

use lab::{Micros, Node};

use super::CARD;
use crate::card;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::widget::Shown;
use crate::widget::say::{is_let_go, say_scope};

/// The cross of a card, or its ring, with what is free before it.
const SIGN: f32 = 22.0;

pub(super) fn draw_card(scene: &mut Scene, shown: &Shown, node: &Node, card: Area) {
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
        let coming = node.deadline.filter(|deadline| *deadline > at);
        let short = coming.map(|deadline| text::left(deadline, at));
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

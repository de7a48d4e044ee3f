//! Items on their way from place to place: where each is follows from the cursor alone.

use crate::scene::within;
use lab::{EventKind, ItemId, Loss, ResourceId, TaskId};

use crate::cursor::MOVE;
use crate::view::View;

/// More events than this are not looked back at.
const LOOKED_BACK: usize = 20_000;

/// Where an item comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Hand(TaskId),
    In(ResourceId),
    Delivered,
    Lost(Loss),
}

/// An item on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub(crate) item: ItemId,
    pub(crate) from: Spot,
    pub(crate) to: Spot,
    /// How much of the way is behind it, eased.
    pub(crate) part: f32,
}

/// Every item on its way at the cursor, sorted by item.
pub(crate) fn moves(view: &View) -> Vec<Move> {
    let mut moves = Vec::new();
    let View { trace, index, cursor, speed, .. } = *view;
    if !view.motion || cursor.held >= MOVE && cursor.events == 0 {
        return moves;
    }
    for place in (0..cursor.events.min(trace.events.len())).rev().take(LOOKED_BACK) {
        let since = cursor.since(trace, index, place, speed);
        if since >= MOVE {
            break;
        }
        let event = &trace.events[place];
        let (Some(item), Some(task)) = (event.kind.item(), event.task) else { continue };
        let hand = Spot::Hand(task);
        let (from, to) = match event.kind {
            EventKind::Sent { to: Some(to), .. } => (hand, Spot::In(to)),
            EventKind::Sent { to: None, .. } => (hand, Spot::Delivered),
            EventKind::Received { from: Some(from), .. } => (Spot::In(from), hand),
            EventKind::Lost { from, why, .. } => (from.map_or(hand, Spot::In), Spot::Lost(why)),
            _ => continue,
        };
        moves.push(Move { item, from, to, part: eased(since as f32 / MOVE as f32) });
    }
    // The latest move of each item to each place comes first, and is the one that counts.
    moves.sort_by_key(|moved| moved.item);
    moves
}

/// The latest move of `item`.
pub(crate) fn find(moves: &[Move], item: ItemId) -> Option<&Move> {
    moves.get(moves.partition_point(|moved| moved.item < item)).filter(|moved| moved.item == item)
}

/// How far the last taking out of `queue` is.
pub(crate) fn last_taken(moves: &[Move], queue: ResourceId) -> Option<f32> {
    let taken = moves.iter().filter(|moved| moved.from == Spot::In(queue));
    taken.map(|moved| moved.part).min_by(f32::total_cmp)
}

/// Fast at first, then slower.
fn eased(part: f32) -> f32 {
    let left = 1.0 - within(part, 0.0, 1.0);
    1.0 - left * left * left
}

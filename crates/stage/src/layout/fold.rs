//! A chain that is too long for the width goes on in a second row, from the left again, as words do.

use crate::graph::{Graph, What};

/// A part with fewer columns than this is not folded.
const FEWEST: usize = 4;

/// The columns in two rows of about the same width, or as they are where that would not help: where
/// something goes back, the ways back would cross the rows.
pub(super) fn folded(
    columns: Vec<Vec<usize>>,
    widths: &[f32],
    graph: &Graph,
) -> Vec<Vec<Vec<usize>>> {
    let is_here = |node: usize| columns.iter().any(|column| column.contains(&node));
    let goes_back = graph.edges.iter().any(|edge| edge.back && is_here(edge.from));
    if columns.len() < FEWEST || goes_back {
        return vec![columns];
    }
    let wider = |place: &usize| {
        let (first, second) = widths.split_at(*place);
        first.iter().sum::<f32>().max(second.iter().sum())
    };
    // The words of a queue may be wider than it is: a row rather begins with cards.
    let begins = |place: &usize| {
        let is_peers = |node: &usize| matches!(graph.nodes[*node].what, What::Peers(_));
        columns[*place].iter().any(is_peers)
    };
    let places = (1..columns.len()).filter(begins);
    let place = places.min_by(|one, other| wider(one).total_cmp(&wider(other))).unwrap_or(0);
    if place == 0 {
        return vec![columns];
    }
    let mut first = columns;
    let second = first.split_off(place);
    vec![first, second]
}

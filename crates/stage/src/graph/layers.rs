//! How far from the left each box stands, and which of them hang together.

use std::collections::BTreeSet;

use super::{Graph, Node};

impl Graph {
    /// Walks from the sources; an edge to a box that is being walked through closes a cycle.
    pub(super) fn mark_back_edges(&mut self) {
        let fed: BTreeSet<usize> = self.edges.iter().map(|edge| edge.to).collect();
        let sources = (0..self.nodes.len()).filter(|node| !fed.contains(node));
        let order: Vec<usize> = sources.chain(0..self.nodes.len()).collect();
        let mut out = vec![Vec::new(); self.nodes.len()];
        for (place, edge) in self.edges.iter().enumerate() {
            out[edge.from].push(place);
        }
        // 0: not seen, 1: being walked through, 2: done.
        let mut seen = vec![0_u8; self.nodes.len()];
        for start in order {
            if seen[start] != 0 {
                continue;
            }
            seen[start] = 1;
            let mut walk = vec![(start, 0)];
            while let Some((node, next)) = walk.last_mut() {
                let Some(edge) = out[*node].get(*next) else {
                    seen[*node] = 2;
                    walk.pop();
                    continue;
                };
                *next += 1;
                let edge = &mut self.edges[*edge];
                match seen[edge.to] {
                    0 => {
                        seen[edge.to] = 1;
                        walk.push((edge.to, 0));
                    }
                    1 => edge.back = true,
                    _ => {}
                }
            }
        }
    }

    /// Every box as far to the left as what feeds it allows; then those that nothing feeds as far to
    /// the right as what they feed allows.
    pub(super) fn layer(&mut self) {
        for _ in 0..self.nodes.len() {
            let mut changed = false;
            for edge in self.edges.iter().filter(|edge| !edge.back) {
                let least = self.nodes[edge.from].layer + 1;
                if self.nodes[edge.to].layer < least {
                    self.nodes[edge.to].layer = least;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        for node in 0..self.nodes.len() {
            let forward = self.edges.iter().filter(|edge| !edge.back);
            if forward.clone().any(|edge| edge.to == node) {
                continue;
            }
            let fed = forward.filter(|edge| edge.from == node);
            if let Some(first) = fed.map(|edge| self.nodes[edge.to].layer).min() {
                self.nodes[node].layer = first.saturating_sub(1);
            }
        }
    }

    /// Numbers the parts that hang together. Boxes that nothing links stand side by side in one.
    pub(super) fn part(&mut self) {
        let mut part: Vec<usize> = (0..self.nodes.len()).collect();
        let mut linked = vec![false; self.nodes.len()];
        for edge in &self.edges {
            (linked[edge.from], linked[edge.to]) = (true, true);
            let (one, other) = (part[edge.from], part[edge.to]);
            part.iter_mut().filter(|part| **part == other).for_each(|part| *part = one);
        }
        let mut names: Vec<usize> = Vec::new();
        let mut loose = 0;
        for (place, node) in self.nodes.iter_mut().enumerate() {
            let name = if linked[place] { part[place] } else { usize::MAX };
            node.part = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            if !linked[place] {
                node.layer = loose;
                loose += 1;
            }
        }
        self.parts = names.len();
        self.close_ranks();
    }

    /// Every part begins at layer 0.
    fn close_ranks(&mut self) {
        for part in 0..self.parts {
            let of = |node: &&mut Node| node.part == part;
            let first = self.nodes.iter_mut().filter(of).map(|node| node.layer).min().unwrap_or(0);
            self.nodes.iter_mut().filter(of).for_each(|node| node.layer -= first);
        }
    }
}

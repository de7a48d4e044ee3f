//! The pipes between boxes.

use lab::TaskId;

use super::Picture;
use crate::graph::{Edge, What};
use crate::layout::{Boxed, Form};
use crate::pen::point;
use crate::scene::*;

impl Picture<'_, '_> {
    /// A pipe from every card that uses it.
    pub(super) fn pipe(&mut self, edge: &Edge) {
        let graph = &self.view.index.graph;
        let (from, to) = (self.ends(edge.from, edge, true), self.ends(edge.to, edge, false));
        let lowest = self.layout.boxes.iter().map(|b| b.area.bottom()).fold(0.0, f32::max);
        let is_slots = matches!(graph.nodes[edge.to].what, What::Slots(_));
        for from in &from {
            for to in &to {
                let mut paint = Paint::line(Role::Pipe, 1.6);
                if is_slots {
                    paint = Paint::default().dashed(Role::Pipe, 1.2);
                }
                let pieces = self.bend(*from, *to, edge.back, lowest);
                self.scene.shapes.push(Shape::Curve { from: *from, pieces, paint });
            }
        }
    }

    fn bend(&self, from: Point, to: Point, back: bool, lowest: f32) -> Vec<[Point; 3]> {
        if back {
            // Around everything, below or at the right.
            let around = if self.layout.upright {
                let x = self.view.width - 8.0;
                [
                    point(from.x, from.y + 20.0),
                    point(x, from.y + 20.0),
                    point(x, (from.y + to.y) / 2.0),
                    point(x, to.y - 20.0),
                    point(to.x, to.y - 20.0),
                ]
            } else {
                let y = (lowest + 26.0).min(self.view.height - 6.0);
                [
                    point(from.x + 36.0, from.y),
                    point(from.x + 36.0, y),
                    point((from.x + to.x) / 2.0, y),
                    point(to.x - 36.0, y),
                    point(to.x - 36.0, to.y),
                ]
            };
            return vec![[around[0], around[1], around[2]], [around[3], around[4], to]];
        }
        if self.layout.upright {
            let y = (from.y + to.y) / 2.0;
            vec![[point(from.x, y), point(to.x, y), to]]
        } else {
            let x = (from.x + to.x) / 2.0;
            vec![[point(x, from.y), point(x, to.y), to]]
        }
    }

    /// The ports of a node that an edge uses: one a card, one for all tiles.
    fn ends(&self, node: usize, edge: &Edge, out: bool) -> Vec<Point> {
        let graph = &self.view.index.graph;
        let boxed = &self.layout.boxes[node];
        let port = |area: Area| {
            let (into, from) = Boxed::ports(area, self.layout.upright);
            if out { from } else { into }
        };
        // Peers in several columns would have their pipes behind each other.
        let upright = self.layout.upright;
        let (What::Peers(tasks), Form::Cards { columns, .. }) =
            (&graph.nodes[node].what, boxed.form)
        else {
            return vec![port(boxed.area)];
        };
        if columns > 1 && !upright {
            return vec![port(boxed.area)];
        }
        let links = &self.view.index.links;
        let uses = |task: &TaskId| match graph.nodes[if out { edge.to } else { edge.from }].what {
            What::Queue(queue) if out => links.senders[queue as usize].contains(task),
            What::Queue(queue) => links.receivers[queue as usize].contains(task),
            What::Slots(slots) => links.holders[slots as usize].contains(task),
            What::Peers(_) => true,
        };
        let used = tasks.iter().enumerate().filter(|(_, task)| uses(task));
        used.map(|(place, _)| port(boxed.cell(place))).collect()
    }
}

//! The diagram without its sizes: which peers and resources there are, and in which layer each is,
//! from who sends to whom over the whole run, so that nothing jumps while it plays.

mod ends;
mod layers;

use std::collections::BTreeSet;

use lab::{Links, ResourceId, ResourceKind, TaskId, Trace};

use self::ends::Ends;
use crate::index::stem;

/// What the diagram is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    /// From which node to which.
    pub(crate) edges: Vec<Edge>,
    /// How many parts hang together; those that nothing links are one part.
    pub(crate) parts: usize,
    /// Things that are only shown, such as a number.
    pub(crate) gauges: Vec<ResourceId>,
}

/// A box of the diagram.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) what: What,
    /// From the left, from 0.
    pub(crate) layer: usize,
    /// Which part it belongs to.
    pub(crate) part: usize,
}

/// What a box stands for.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Tasks of one stem at the same place of the flow.
    Peers(Vec<TaskId>),
    /// A queue.
    Queue(ResourceId),
    /// Permits.
    Slots(ResourceId),
    /// A switch in a pipe.
    Switch(ResourceId),
}

/// A pipe between two boxes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// It goes against the layers.
    pub(crate) back: bool,
}

impl Graph {
    pub(crate) fn of(
        trace: &Trace,
        links: &Links,
        switches: &[Vec<TaskId>],
        shown: &[bool],
    ) -> Self {
        let mut graph = Graph::default();
        let ends = Ends::of(trace, links);
        let mut node_of = vec![usize::MAX; trace.tasks.len()];
        for (task, _) in shown.iter().enumerate().filter(|(_, shown)| **shown) {
            graph.add_task(trace, &ends, task, &mut node_of);
        }
        graph.add_resources(trace, links, &node_of);
        graph.add_switches(switches, &node_of);
        graph.mark_back_edges();
        graph.layer();
        graph.part();
        graph
    }

    fn add_task(&mut self, trace: &Trace, ends: &Ends, task: usize, node_of: &mut [usize]) {
        let name = stem(&trace.tasks[task].name);
        let fits = |node: &Node| match &node.what {
            What::Peers(peers) => {
                let first = peers[0] as usize;
                stem(&trace.tasks[first].name) == name && ends.are_peers(first, task)
            }
            _ => false,
        };
        let place = self.nodes.iter().position(fits).unwrap_or_else(|| {
            self.nodes.push(Node { what: What::Peers(Vec::new()), layer: 0, part: 0 });
            self.nodes.len() - 1
        });
        node_of[task] = place;
        if let What::Peers(peers) = &mut self.nodes[place].what {
            peers.push(task as TaskId);
        }
    }

    fn add_resources(&mut self, trace: &Trace, links: &Links, node_of: &[usize]) {
        for (resource, listed) in trace.resources.iter().enumerate() {
            let id = resource as ResourceId;
            let side = |side: &[Vec<TaskId>]| -> BTreeSet<usize> {
                let tasks = side.get(resource).into_iter().flatten();
                tasks.filter_map(|task| node(node_of, *task)).collect()
            };
            let (from, to) = (side(&links.senders), side(&links.receivers));
            let holders = side(&links.holders);
            let what = match listed.kind {
                ResourceKind::Channel { .. } if from.is_empty() && to.is_empty() => continue,
                ResourceKind::Channel { .. } => What::Queue(id),
                ResourceKind::Slots { .. } => What::Slots(id),
                ResourceKind::Shown if !holders.is_empty() => What::Slots(id),
                ResourceKind::Shown => {
                    self.gauges.push(id);
                    continue;
                }
            };
            let node = self.nodes.len();
            self.nodes.push(Node { what, layer: 0, part: 0 });
            let into = from.iter().chain(&holders);
            self.edges.extend(into.map(|from| Edge { from: *from, to: node, back: false }));
            self.edges.extend(to.iter().map(|to| Edge { from: node, to: *to, back: false }));
        }
    }

    /// A breaker that one box shows stands in the pipe that leaves that box; where several show it, one
    /// after the other, it is the last of them that calls through it.
    fn add_switches(&mut self, switches: &[Vec<TaskId>], node_of: &[usize]) {
        for (resource, tasks) in switches.iter().enumerate() {
            let id = resource as ResourceId;
            let nodes: BTreeSet<usize> =
                tasks.iter().filter_map(|task| node(node_of, *task)).collect();
            let is_last = |last: &usize| nodes.iter().all(|node| self.leads_to(*node, *last));
            let mut last = nodes.iter().copied().filter(is_last);
            let (Some(from), None) = (last.next(), last.next()) else { continue };
            let is_pipe = |edge: &Edge| {
                edge.from == from && matches!(self.nodes[edge.to].what, What::Queue(_))
            };
            let pipe = self.edges.iter().position(is_pipe);
            let Some(gauge) = self.gauges.iter().position(|gauge| *gauge == id) else { continue };
            self.gauges.remove(gauge);
            let node = self.nodes.len();
            self.nodes.push(Node { what: What::Switch(id), layer: 0, part: 0 });
            // Where nothing leaves the box, what it calls is not a part of the picture.
            if let Some(pipe) = pipe {
                self.edges[pipe].from = node;
            }
            self.edges.push(Edge { from, to: node, back: false });
        }
    }
}

impl Graph {
    /// Whether pipes lead from a box to another, or it is the same.
    fn leads_to(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.nodes.len()];
        let mut left = vec![from];
        while let Some(node) = left.pop() {
            if node == to {
                return true;
            }
            if !std::mem::replace(&mut seen[node], true) {
                let out = self.edges.iter().filter(|edge| edge.from == node);
                left.extend(out.map(|edge| edge.to));
            }
        }
        false
    }
}

/// Where a task stands, if it is listed and shown: a share may be anybody's.
fn node(node_of: &[usize], task: TaskId) -> Option<usize> {
    node_of.get(task as usize).copied().filter(|node| *node != usize::MAX)
}

#[cfg(test)]
mod tests {
    use lab::{Resource, Run, Task};

    use super::*;

    /// The graph of tasks and channels, from `giver > channel` and `channel > taker`.
    fn graph(links: &[(&str, &str)]) -> (Graph, Trace) {
        let mut trace = Trace::new(Run::default());
        let mut known = Links::default();
        for (from, to) in links {
            let (task, channel, gives) =
                if from.starts_with('#') { (to, from, false) } else { (from, to, true) };
            let place = trace.resources.iter().position(|listed| listed.name == **channel);
            let resource = place.unwrap_or_else(|| {
                let kind = ResourceKind::Channel { capacity: Some(1) };
                trace.resources.push(Resource { name: (*channel).to_owned(), kind });
                known.senders.push(Vec::new());
                known.receivers.push(Vec::new());
                known.holders.push(Vec::new());
                trace.resources.len() - 1
            });
            let place = trace.tasks.iter().position(|listed| listed.name == **task);
            let task = place.unwrap_or_else(|| {
                trace.tasks.push(Task { name: (*task).to_owned(), parent: None, site: None });
                trace.tasks.len() - 1
            });
            let side = if gives { &mut known.senders } else { &mut known.receivers };
            side[resource].push(task as TaskId);
        }
        let shown = vec![true; trace.tasks.len()];
        (Graph::of(&trace, &known, &[], &shown), trace)
    }

    /// The boxes as `layer name`, sorted.
    fn layers(links: &[(&str, &str)]) -> Vec<String> {
        let (graph, trace) = graph(links);
        let name = |node: &Node| match &node.what {
            What::Peers(peers) => {
                let first = &trace.tasks[peers[0] as usize].name;
                if peers.len() == 1 {
                    first.clone()
                } else {
                    format!("{}×{}", stem(first), peers.len())
                }
            }
            What::Queue(queue) | What::Slots(queue) | What::Switch(queue) => {
                trace.resources[*queue as usize].name.clone()
            }
        };
        let mut layers: Vec<String> =
            graph.nodes.iter().map(|node| format!("{} {}", node.layer, name(node))).collect();
        layers.sort();
        layers
    }

    #[test]
    fn a_pool_is_five_layers() {
        let links = [
            ("producer", "#jobs"),
            ("#jobs", "worker 1"),
            ("#jobs", "worker 2"),
            ("worker 1", "#results"),
            ("#results", "consumer"),
        ];
        let wanted = ["0 producer", "1 #jobs", "2 worker×2", "3 #results", "4 consumer"];
        assert_eq!(layers(&links), wanted);
    }

    #[test]
    fn stages_one_behind_the_other_are_no_peers() {
        let links = [("stage 1", "#a"), ("#a", "stage 2"), ("stage 2", "#b"), ("#b", "stage 3")];
        let wanted = ["0 stage 1", "1 #a", "2 stage 2", "3 #b", "4 stage 3"];
        assert_eq!(layers(&links), wanted);
    }

    #[test]
    fn stages_side_by_side_are_peers() {
        let links = [
            ("source", "#jobs"),
            ("#jobs", "stage 1"),
            ("#jobs", "stage 2"),
            ("stage 1", "#part 1"),
            ("stage 2", "#part 2"),
            ("#part 1", "merge"),
            ("#part 2", "merge"),
        ];
        let wanted = ["0 source", "1 #jobs", "2 stage×2", "3 #part 1", "3 #part 2", "4 merge"];
        assert_eq!(layers(&links), wanted);
    }

    #[test]
    fn a_cycle_has_one_way_back() {
        let links = [("a", "#go"), ("#go", "b"), ("b", "#back"), ("#back", "a")];
        assert_eq!(layers(&links), ["0 a", "1 #go", "2 b", "3 #back"]);
        let (graph, _) = graph(&links);
        assert_eq!(graph.edges.iter().filter(|edge| edge.back).count(), 1);
    }

    #[test]
    fn workers_that_send_back_to_their_own_queue_stay_peers() {
        let links = [("#jobs", "worker 1"), ("#jobs", "worker 2"), ("worker 1", "#jobs")];
        let (graph, _) = graph(&links);
        assert_eq!(graph.nodes.len(), 2);
    }

    #[test]
    fn what_feeds_a_late_layer_stands_right_before_it() {
        let links = [("a", "#x"), ("#x", "b"), ("b", "#y"), ("late", "#y"), ("#y", "c")];
        assert_eq!(layers(&links), ["0 a", "1 #x", "2 b", "2 late", "3 #y", "4 c"]);
    }

    #[test]
    fn what_nothing_links_is_a_part_of_its_own() {
        let (graph, _) = graph(&[("a", "#x"), ("#x", "b"), ("c", "#y"), ("#y", "d")]);
        assert_eq!(graph.parts, 2);
    }
}

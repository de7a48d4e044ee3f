//! The diagram: who sends to whom, and what everyone does at the cursor.

mod gauge;
mod permits;
mod pipe;
mod queue;
mod switch;

use lab::{ItemId, Loss, ResourceId, ResourceKind, State, TaskId};

use crate::card;
use crate::graph::{Node, What};
use crate::item;
use crate::labels::fill;
use crate::layout::{Boxed, Form, Layout, UPRIGHT, gauges};
use crate::motion::{self, Move, Spot};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::view::View;
use crate::widget;

/// The diagram at the cursor. Its uppermost 60 px are left free for the figures of now.
pub fn diagram(view: &View) -> Scene {
    let layout = Layout::of(view);
    let scene = Scene { width: view.width, height: view.height, ..Scene::default() };
    let moves = motion::moves(view);
    let mut picture = Picture { view, layout: &layout, moves, hands: hands(view, &layout), scene };
    picture.draw();
    picture.scene
}

/// The height at which every card of the diagram has room, at this width.
pub fn diagram_height(view: &View) -> f32 {
    Layout::comfortable_height(view)
}

/// The height that the diagram needs at least, at this width, so that nothing of it is cut off.
pub fn diagram_least_height(view: &View) -> f32 {
    Layout::least_height(view)
}

/// How much of the upper right corner, from the right, numbers take that are only shown.
pub fn diagram_corner(view: &View) -> f32 {
    let columns = if view.width < UPRIGHT { 0 } else { gauges(view).count().div_ceil(2) };
    columns as f32 * gauge::PITCH
}

/// Whether what is shown is a wait that is over: then there is nothing to be shown.
pub(crate) fn is_over(view: &View, resource: ResourceId) -> bool {
    let shown = view.index.stores[resource as usize].shown(view.trace, view.events());
    matches!(shown, Some(State::Wait { until }) if *until <= view.cursor.at)
}

/// How many times larger than usual the diagram may be laid out on a surface as large as the view's:
/// painters lay it out for a surface so much smaller, and draw a unit of it so much larger. 1 unless
/// the surface is large and every card has room.
pub fn diagram_step(view: &View) -> f32 {
    Layout::step(view)
}

/// How full a channel is, as `jobs 2/3`.
pub(crate) fn contents(view: &View, resource: ResourceId) -> String {
    let listed = &view.trace.resources[resource as usize];
    let store = &view.index.stores[resource as usize];
    let name = view.terms.shown(&listed.name);
    let count = |count: u64| view.labels.states.count(count);
    let len = count(store.len_after(view.events()) as u64);
    match listed.kind {
        ResourceKind::Channel { capacity: Some(0) } => name.into_owned(),
        ResourceKind::Channel { capacity: Some(capacity) } => {
            format!("{name} {len}/{}", count(u64::from(capacity)))
        }
        ResourceKind::Channel { capacity: None } => format!("{name} {len}/∞"),
        ResourceKind::Slots { size } => {
            let held = match store.shown(view.trace, view.events()) {
                Some(State::Slots { held, .. }) => {
                    held.iter().map(|share| u64::from(share.count)).sum()
                }
                _ => 0,
            };
            format!("{name} {held}/{size}")
        }
        ResourceKind::Shown => match store.shown(view.trace, view.events()) {
            Some(State::Number { value, limit: Some(limit) }) => {
                let [value, limit] = [value, limit].map(|n| view.labels.states.count(n));
                format!("{name} {value}/{limit}")
            }
            // A unit that is named behind the name stands behind the number.
            Some(State::Number { value, limit: None }) => {
                let value = view.labels.states.count(*value);
                match name.rsplit_once(", ") {
                    Some((name, unit)) => format!("{name}: {value} {unit}"),
                    None => format!("{name}: {value}"),
                }
            }
            Some(State::Wait { until }) => {
                format!("{name}: {}", text::left(*until, view.cursor.at))
            }
            Some(State::Slots { held, .. }) => {
                let held: u64 = held.iter().map(|share| u64::from(share.count)).sum();
                format!("{name} {held}")
            }
            Some(state) => match widget::brief(&view.labels.states, state, view.cursor.at) {
                Some(brief) => format!("{name} {brief}"),
                None => name.into_owned(),
            },
            None => name.into_owned(),
        },
    }
}

struct Picture<'a, 'v> {
    view: &'a View<'v>,
    layout: &'a Layout,
    moves: Vec<Move>,
    /// Where each task holds its item, and how large; a run may have a thousand of them.
    hands: Vec<Option<(Point, f32)>>,
    scene: Scene,
}

fn hands(view: &View, layout: &Layout) -> Vec<Option<(Point, f32)>> {
    let mut hands = vec![None; view.trace.tasks.len()];
    for (node, boxed) in view.index.graph.nodes.iter().zip(&layout.boxes) {
        let (What::Peers(tasks), true) = (&node.what, boxed.is_seen()) else { continue };
        for (place, task) in tasks.iter().enumerate() {
            hands[*task as usize] = Some(card::hand(boxed.cell(place), boxed.form));
        }
    }
    hands
}

impl Picture<'_, '_> {
    fn draw(&mut self) {
        let graph = &self.view.index.graph;
        let boxes = &self.layout.boxes;
        for edge in &graph.edges {
            if boxes[edge.from].is_seen() && boxes[edge.to].is_seen() {
                self.pipe(edge);
            }
        }
        let seen = || graph.nodes.iter().zip(boxes).filter(|(_, boxed)| boxed.is_seen());
        for (node, boxed) in seen() {
            match &node.what {
                What::Queue(queue) => self.queue(*queue, boxed),
                What::Slots(slots) => self.slots(*slots, boxed),
                What::Switch(switch) => self.switch(*switch, boxed),
                What::Peers(tasks) => self.peers(tasks, boxed),
            }
        }
        // Items lie over all cards: they go from one to another.
        for (node, boxed) in seen() {
            match &node.what {
                What::Queue(queue) => self.queued(*queue, boxed),
                What::Peers(tasks) => self.held(tasks, boxed),
                What::Slots(_) | What::Switch(_) => {}
            }
        }
        self.parting();
        for (place, gauge) in gauges(self.view).enumerate() {
            self.gauge(gauge, place);
        }
        widget::draw(&mut self.scene, self.view, self.layout.shelf);
    }

    fn peers(&mut self, tasks: &[TaskId], boxed: &Boxed) {
        if let Form::Tiles { .. } = boxed.form {
            let name = crate::index::stem(&self.view.trace.tasks[tasks[0] as usize].name);
            let words =
                fill(self.view.labels.crowd, &[name, &self.view.labels.states.count(tasks.len())]);
            let look = Type::new(Role::Ink2).weight(560);
            let at = point(boxed.area.x, boxed.area.y + 12.0);
            self.scene.words(&words, at, boxed.area.w.max(110.0), look);
        }
        for (place, task) in tasks.iter().enumerate() {
            card::draw(
                &mut self.scene,
                self.view,
                *task,
                boxed.cell(place),
                boxed.form,
                self.layout.upright,
            );
        }
    }

    fn held(&mut self, tasks: &[TaskId], boxed: &Boxed) {
        for (place, task) in tasks.iter().enumerate() {
            let Some(item) = self.view.index.doing(*task, self.view.events()).and_then(|s| s.item)
            else {
                continue;
            };
            let (at, r) = card::hand(boxed.cell(place), boxed.form);
            let at = self.on_the_way(item, Spot::Hand(*task), at);
            let alpha = self.view.strength(Some(*task), Some(item));
            item::draw(&mut self.scene, self.view, item, at, r, alpha);
            self.scene.target(Area::new(at.x - r, at.y - r, 2.0 * r, 2.0 * r), Subject::Item(item));
        }
    }

    /// Where an item that came to `at` is on its way there.
    fn on_the_way(&self, item: ItemId, to: Spot, at: Point) -> Point {
        let Some(moved) = motion::find(&self.moves, item).filter(|moved| moved.to == to) else {
            return at;
        };
        let Some(from) = self.spot(moved.from) else { return at };
        let part = moved.part;
        point(from.x + (at.x - from.x) * part, from.y + (at.y - from.y) * part)
    }

    /// Where items are that are at a spot.
    fn spot(&self, spot: Spot) -> Option<Point> {
        match spot {
            Spot::Hand(task) => self.hands.get(task as usize).copied().flatten().map(|(at, _)| at),
            Spot::In(queue) => {
                let graph = &self.view.index.graph;
                let of = |node: &Node| matches!(node.what, What::Queue(of) if of == queue);
                let place = graph.nodes.iter().position(of)?;
                let boxed = &self.layout.boxes[place];
                boxed.is_seen().then(|| boxed.place(0))
            }
            Spot::Delivered | Spot::Lost(_) => None,
        }
    }

    /// Items that leave the run now: delivered ones go on, refused ones bounce off, others fall.
    fn parting(&mut self) {
        let parting: Vec<Move> = self
            .moves
            .iter()
            .filter(|m| matches!(m.to, Spot::Delivered | Spot::Lost(_)))
            .copied()
            .collect();
        for moved in parting {
            let Some(from) = self.parts_from(&moved) else { continue };
            let at = self.parts_to(from, &moved);
            let alpha = (1.0 - moved.part).max(0.02);
            item::draw(&mut self.scene, self.view, moved.item, at, 10.0, alpha);
            if matches!(moved.to, Spot::Lost(_)) {
                card::cross(&mut self.scene, at, 7.0);
            }
        }
    }

    /// An item that is pushed out leaves through the trapdoor.
    fn parts_from(&self, moved: &Move) -> Option<Point> {
        match moved.from {
            Spot::In(queue) if moved.to == Spot::Lost(Loss::Evicted) => {
                let place = self
                    .view
                    .index
                    .graph
                    .nodes
                    .iter()
                    .position(|node| matches!(node.what, What::Queue(of) if of == queue))?;
                let boxed = Some(&self.layout.boxes[place]).filter(|boxed| boxed.is_seen())?;
                let area = self.trapdoor(queue, boxed)?;
                Some(area.middle())
            }
            from => self.spot(from),
        }
    }

    fn parts_to(&self, from: Point, moved: &Move) -> Point {
        let (part, upright) = (moved.part, self.layout.upright);
        let away = 34.0 * part;
        let (right, bottom) = (self.view.width - 12.0, self.view.height - 12.0);
        match moved.to {
            Spot::Delivered if !upright => point((from.x + away).min(right), from.y),
            Spot::Lost(Loss::Refused) => {
                // Back and up, clear of the card's words.
                let aside = if upright { 12.0 } else { -26.0 } * part;
                point(within(from.x + aside, 12.0, right), (from.y - 56.0 * part).max(12.0))
            }
            _ => point(from.x, (from.y + away).min(bottom)),
        }
    }
}

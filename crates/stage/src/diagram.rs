//! The diagram: who sends to whom, and what everyone does at the cursor.

use lab::{ResourceId, ResourceKind, State, TaskId};

use crate::card;
use crate::graph::{Edge, What};
use crate::item;
use crate::labels::fill;
use crate::layout::{Boxed, Form, Layout, SLOT};
use crate::motion::{self, Move, Spot};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::store::Stay;
use crate::text;
use crate::view::View;

/// The diagram at the cursor. Its uppermost 60 px are left free for the figures of now.
pub fn diagram(view: &View) -> Scene {
    let layout = Layout::of(view);
    let scene = Scene { width: view.width, height: view.height, ..Scene::default() };
    let mut picture = Picture { view, layout: &layout, moves: motion::moves(view), scene };
    picture.draw();
    picture.scene
}

/// The height at which every card of the diagram has room, at this width.
pub fn diagram_height(view: &View) -> f32 {
    Layout::comfortable_height(view)
}

/// How full a channel is, as `jobs 2/3`.
pub(crate) fn contents(view: &View, resource: ResourceId) -> String {
    let listed = &view.trace.resources[resource as usize];
    let store = &view.index.stores[resource as usize];
    let name = &listed.name;
    let len = store.len_after(view.events());
    match listed.kind {
        ResourceKind::Channel { capacity: Some(0) } => name.clone(),
        ResourceKind::Channel { capacity: Some(capacity) } => format!("{name} {len}/{capacity}"),
        ResourceKind::Channel { capacity: None } => format!("{name} {len}/∞"),
        ResourceKind::Slots { size } => {
            let held = match store.shown(view.trace, view.events()) {
                Some(State::Slots { held, .. }) => held.iter().map(|share| share.count).sum(),
                _ => 0,
            };
            format!("{name} {held}/{size}")
        }
        ResourceKind::Shown => match store.shown(view.trace, view.events()) {
            Some(State::Number { value, limit: Some(limit) }) => format!("{name} {value}/{limit}"),
            Some(State::Number { value, limit: None }) => format!("{name} {value}"),
            Some(State::Slots { held, .. }) => {
                let held: u32 = held.iter().map(|share| share.count).sum();
                format!("{name} {held}")
            }
            None => name.clone(),
        },
    }
}

struct Picture<'a, 'v> {
    view: &'a View<'v>,
    layout: &'a Layout,
    moves: Vec<Move>,
    scene: Scene,
}

impl Picture<'_, '_> {
    fn draw(&mut self) {
        let graph = &self.view.index.graph;
        for edge in &graph.edges {
            self.pipe(edge);
        }
        for (node, boxed) in graph.nodes.iter().zip(&self.layout.boxes) {
            match &node.what {
                What::Queue(queue) => self.queue(*queue, boxed),
                What::Slots(slots) => self.slots(*slots, boxed),
                What::Peers(tasks) => self.peers(tasks, boxed),
            }
        }
        // Items lie over all cards: they go from one to another.
        for (node, boxed) in graph.nodes.iter().zip(&self.layout.boxes) {
            match &node.what {
                What::Queue(queue) => self.queued(*queue, boxed),
                What::Peers(tasks) => self.held(tasks, boxed),
                What::Slots(_) => {}
            }
        }
        self.parting();
        for (place, gauge) in graph.gauges.iter().enumerate() {
            self.gauge(*gauge, place);
        }
    }

    /// A pipe from every card that uses it.
    fn pipe(&mut self, edge: &Edge) {
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

    fn peers(&mut self, tasks: &[TaskId], boxed: &Boxed) {
        if let Form::Tiles { .. } = boxed.form {
            let name = crate::index::stem(&self.view.trace.tasks[tasks[0] as usize].name);
            let words = fill(self.view.labels.crowd, &[name, &tasks.len().to_string()]);
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
    fn on_the_way(&self, item: lab::ItemId, to: Spot, at: Point) -> Point {
        let Some(moved) = motion::find(&self.moves, item).filter(|moved| moved.to == to) else {
            return at;
        };
        let Some(from) = self.spot(moved.from) else { return at };
        let part = moved.part;
        point(from.x + (at.x - from.x) * part, from.y + (at.y - from.y) * part)
    }

    /// Where items are that are at a spot.
    fn spot(&self, spot: Spot) -> Option<Point> {
        let graph = &self.view.index.graph;
        graph.nodes.iter().zip(&self.layout.boxes).find_map(|(node, boxed)| {
            match (&node.what, spot) {
                (What::Peers(tasks), Spot::Hand(task)) => {
                    let place = tasks.iter().position(|of| *of == task)?;
                    Some(card::hand(boxed.cell(place), boxed.form).0)
                }
                (What::Queue(of), Spot::In(queue)) if *of == queue => Some(boxed.place(0)),
                _ => None,
            }
        })
    }

    fn queue(&mut self, queue: ResourceId, boxed: &Boxed) {
        let store = &self.view.index.stores[queue as usize];
        let len = store.len_after(self.view.events());
        let Area { x, y, h, .. } = boxed.area;
        let alpha = if self.view.ringed.is_empty() { 1.0 } else { 0.6 };
        match boxed.form {
            Form::Places { count, extra } => {
                for place in 0..count {
                    let area = Area::new(x + place as f32 * SLOT, y, 28.0, h);
                    let mut paint = Paint::solid(Role::Sunk).edged(Role::Line, 1.0);
                    if place < extra {
                        paint = Paint::solid(Role::Sunk).dashed(Role::Wait, 1.2);
                    }
                    self.scene.rect(area, 6.0, paint.faded(alpha));
                }
            }
            Form::Gate => {
                self.scene.rect(
                    boxed.area.inset(0.5),
                    6.0,
                    Paint::solid(Role::Sunk).edged(Role::Pipe, 1.2),
                );
                let middle = boxed.area.middle();
                for side in [-2.5, 2.5] {
                    let bar = Area::new(middle.x + side - 0.6, y + 6.0, 1.2, h - 12.0);
                    self.scene.rect(bar, 0.0, Paint::solid(Role::Pipe));
                }
            }
            _ => self.bar(queue, boxed.area, len),
        }
        self.scene.target(boxed.area, Subject::Resource(queue));
        if store.is_closed(self.view.events()) {
            // A lid where things would go in.
            let lid = if self.layout.upright {
                Area::new(x - 2.0, y - 5.0, boxed.area.w + 4.0, 3.0)
            } else {
                Area::new(x - 5.0, y - 2.0, 3.0, h + 4.0)
            };
            self.scene.rect(lid, 1.5, Paint::solid(Role::Ink2));
        }
        self.legend(queue, boxed);
    }

    /// Many places as one bar.
    fn bar(&mut self, queue: ResourceId, area: Area, len: usize) {
        let store = &self.view.index.stores[queue as usize];
        let whole = match self.view.trace.resources[queue as usize].kind {
            ResourceKind::Channel { capacity: Some(capacity) } => capacity as usize,
            _ => store.peak,
        };
        self.scene.rect(area, 6.0, Paint::solid(Role::Sunk).edged(Role::Line, 1.0));
        let inner = area.inset(3.0);
        let w = inner.w * (len as f32 / whole.max(1) as f32).min(1.0);
        let filled = Area::new(inner.right() - w, inner.y, w, inner.h);
        self.scene.rect(filled, 3.0, Paint::solid(Role::Pipe).faded(0.5));
        let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle);
        let at = area.middle();
        self.scene.words(&len.to_string(), point(at.x, at.y + 4.2), area.w, look);
    }

    /// The words of a queue.
    fn legend(&mut self, resource: ResourceId, boxed: &Boxed) {
        let full = contents(self.view, resource);
        let name = &self.view.trace.resources[resource as usize].name;
        // The name can be read in the lanes too, and how full it is can be counted.
        let count = full.rsplit(' ').next().unwrap_or_default();
        let fits = |words: &&str| text::width(words, 12.0, 400) <= boxed.words;
        let words =
            [full.as_str(), name.as_str(), count].into_iter().find(fits).unwrap_or_default();
        let Area { y, h, .. } = boxed.area;
        let middle = boxed.area.middle();
        let look = Type::new(Role::Ink2);
        if self.layout.upright {
            let at = point(boxed.area.right() + 8.0, middle.y + 4.2);
            self.ground(words, point(at.x + text::width(words, 12.0, 400) / 2.0, at.y));
            self.scene.words(words, at, boxed.words, look);
        } else {
            let half = (self.view.width - middle.x).min(middle.x) - 4.0;
            let room = boxed.words.min(2.0 * half);
            self.ground(words, point(middle.x, y + h + 18.0));
            self.scene.words(
                words,
                point(middle.x, y + h + 18.0),
                room,
                look.anchor(Anchor::Middle),
            );
        }
    }

    /// Lets pipes end where words begin.
    fn ground(&mut self, words: &str, middle: Point) {
        let wide = text::width(words, 12.0, 400);
        if wide > 0.0 {
            let ground = Area::new(middle.x - wide / 2.0, middle.y - 12.0, wide, 16.0);
            self.scene.rect(ground, 4.0, Paint::solid(Role::Panel).faded(0.85));
        }
    }

    /// The items in a queue.
    fn queued(&mut self, queue: ResourceId, boxed: &Boxed) {
        let Form::Places { count, .. } = boxed.form else {
            if boxed.form == Form::Gate {
                self.passing(queue, boxed);
            }
            return;
        };
        let store = &self.view.index.stores[queue as usize];
        // Those behind one that left move up.
        let shift = motion::last_taken(&self.moves, queue).map_or(0.0, |part| (1.0 - part) * SLOT);
        for (from_head, stay) in store.after(self.view.events()).take(count).enumerate() {
            let at = boxed.place(from_head);
            let at = match stay.item.map(|item| self.on_the_way(item, Spot::In(queue), at)) {
                Some(moving) if moving != at => moving,
                _ => point((at.x - shift).max(boxed.area.x + 14.0), at.y),
            };
            self.stay(stay, at);
        }
    }

    fn stay(&mut self, stay: &Stay, at: Point) {
        let Some(item) = stay.item else {
            self.scene.circle(at, 5.0, Paint::solid(Role::Ink2));
            return;
        };
        item::draw(
            &mut self.scene,
            self.view,
            item,
            at,
            10.0,
            self.view.strength(None, Some(item)),
        );
        self.scene.target(Area::new(at.x - 10.0, at.y - 10.0, 20.0, 20.0), Subject::Item(item));
    }

    /// What goes through a rendezvous at this very event.
    fn passing(&mut self, queue: ResourceId, boxed: &Boxed) {
        let store = &self.view.index.stores[queue as usize];
        if let Some(stay) = store.after(self.view.events()).next() {
            let at = boxed.area.middle();
            let at = stay.item.map_or(at, |item| self.on_the_way(item, Spot::In(queue), at));
            self.stay(stay, at);
        }
    }

    /// Items that leave the run now.
    fn parting(&mut self) {
        let parting: Vec<Move> = self
            .moves
            .iter()
            .filter(|m| matches!(m.to, Spot::Delivered | Spot::Lost))
            .copied()
            .collect();
        for moved in parting {
            let Some(from) = self.spot(moved.from) else { continue };
            let away = 34.0 * moved.part;
            let at = match (moved.to, self.layout.upright) {
                (Spot::Delivered, false) => {
                    point((from.x + away).min(self.view.width - 12.0), from.y)
                }
                _ => point(from.x, (from.y + away).min(self.view.height - 12.0)),
            };
            item::draw(
                &mut self.scene,
                self.view,
                moved.item,
                at,
                10.0,
                (1.0 - moved.part).max(0.02),
            );
            if moved.to == Spot::Lost {
                card::cross(&mut self.scene, at, 7.0);
            }
        }
    }

    /// Permits: sockets with their holders, and those in line, as wide as what they want.
    fn slots(&mut self, slots: ResourceId, boxed: &Boxed) {
        let view = self.view;
        let Area { x, y, w, h } = boxed.area;
        let state = view.index.stores[slots as usize].shown(view.trace, view.events());
        let (held, waiting) = match state {
            Some(State::Slots { held, waiting }) => (held.as_slice(), waiting.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let taken: usize = held.iter().map(|share| share.count as usize).sum();
        if let Form::Places { count, .. } = boxed.form {
            let left = x + (w - count as f32 * SLOT + 2.0) / 2.0;
            for place in 0..count {
                let area = Area::new(left + place as f32 * SLOT, y, 28.0, h);
                self.scene.rect(area, 14.0, Paint::solid(Role::Sunk).edged(Role::Pipe, 1.2));
            }
            let mut place = 0;
            for share in held {
                let wide = (share.count as usize).min(count.saturating_sub(place));
                if wide > 0 {
                    let area =
                        Area::new(left + place as f32 * SLOT, y, wide as f32 * SLOT - 2.0, h);
                    self.share(share, area, 14.0, false);
                }
                place += share.count as usize;
            }
        } else {
            self.bar(slots, boxed.area, taken);
        }
        self.scene.target(boxed.area, Subject::Resource(slots));
        if self.layout.upright {
            self.legend(slots, boxed);
        } else {
            let look = Type::new(Role::Ink2).anchor(Anchor::Middle);
            let words = contents(view, slots);
            self.scene.words(&words, point(boxed.area.middle().x, y - 9.0), w + 60.0, look);
        }
        let mut at = x;
        for (place, share) in waiting.iter().enumerate() {
            let wide = (share.count.max(1) as f32 * SLOT - 2.0).min(w);
            let last = place + 1 == waiting.len();
            if at + wide > x + w - if last { 0.0 } else { 30.0 } {
                let more = fill(view.labels.more, &[&(waiting.len() - place).to_string()]);
                self.scene.words(&more, point(at + 2.0, y + h + 28.0), 40.0, Type::new(Role::Ink2));
                break;
            }
            self.share(share, Area::new(at, y + h + 12.0, wide, 24.0), 6.0, true);
            at += wide + 4.0;
        }
    }

    /// Someone's share: the item it is for, else the task's number.
    fn share(&mut self, share: &lab::Share, area: Area, radius: f32, waits: bool) {
        let view = self.view;
        let item = view.index.doing(share.task, view.events()).and_then(|stretch| stretch.item);
        let hue = item.map_or(Role::Ink2, |item| item::hue(view, item));
        let alpha = view.strength(Some(share.task), item);
        let paint = if waits {
            Paint::fill(Fill::Hatch(Role::Wait, Role::WaitWeak)).edged(Role::Wait, 1.0)
        } else {
            Paint::fill(Fill::Mix(hue, 0.26, Role::Panel)).edged(hue, 1.5)
        };
        self.scene.rect(area, radius, paint.faded(alpha));
        let name = &view.trace.tasks[share.task as usize].name;
        let short = crate::index::number(name).or(name.get(..1)).unwrap_or_default();
        let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle).faded(alpha);
        let at = area.middle();
        self.scene.words(short, point(at.x, at.y + 4.2), area.w, look);
        self.scene.target(area, Subject::Task(share.task));
    }

    /// A number against its limit, in the upper right corner.
    fn gauge(&mut self, gauge: ResourceId, place: usize) {
        let view = self.view;
        let state = view.index.stores[gauge as usize].shown(view.trace, view.events());
        let Some(State::Number { value, limit }) = state else { return };
        let w = 132.0;
        let right = view.width - 16.0 - (place / 2) as f32 * (w + 16.0);
        let y = 12.0 + (place % 2) as f32 * 28.0;
        if right - w < 230.0_f32.min(view.width / 2.0) {
            return;
        }
        let over = limit.is_some_and(|limit| *value > limit);
        let role = if over { Role::Bad } else { Role::Ink2 };
        let look = Type::new(role).anchor(Anchor::End).weight(if over { 650 } else { 400 });
        self.scene.words(&contents(view, gauge), point(right, y + 9.0), w, look);
        if let Some(limit) = limit {
            let bar = Area::new(right - w, y + 15.0, w, 5.0);
            self.scene.rect(bar, 2.5, Paint::solid(Role::Line));
            let most = (*limit).max(*value).max(1) as f32;
            let filled = Area { w: w * (*value).max(0) as f32 / most, ..bar };
            let paint = if over {
                Paint::fill(Fill::Hatch(Role::Bad, Role::Panel))
            } else {
                Paint::solid(Role::Ink2)
            };
            self.scene.rect(filled, 2.5, paint.edged(role, 0.8));
            if over {
                let x = bar.x + w * (*limit).max(0) as f32 / most;
                self.scene.rect(
                    Area::new(x - 1.0, y + 12.0, 2.0, 11.0),
                    0.0,
                    Paint::solid(Role::Ink),
                );
            }
        }
        self.scene.target(Area::new(right - w, y, w, 24.0), Subject::Resource(gauge));
    }
}

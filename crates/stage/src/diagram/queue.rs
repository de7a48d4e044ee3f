//! Queues: their places, what is in them, their words.

use lab::{ResourceId, ResourceKind};

use super::{Picture, contents};
use crate::item;
use crate::layout::{Boxed, Form, SLOT};
use crate::motion::{self, Move, Spot};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::store::{Stay, Trapdoor};
use crate::text;

/// More items than this on their way to one place are small.
const FEW: usize = 24;

impl Picture<'_, '_> {
    /// The places of a queue, and its words.
    pub(super) fn queue(&mut self, queue: ResourceId, boxed: &Boxed) {
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
        self.door(queue, boxed);
    }

    /// The place of a queue below which what it has no room for falls out.
    pub(super) fn trapdoor(&self, queue: ResourceId, boxed: &Boxed) -> Option<Area> {
        let end = self.view.index.stores[queue as usize].trapdoor?;
        let Area { x, y, w, h } = boxed.area;
        // The oldest are at the right.
        let at = match end {
            Trapdoor::Oldest => x + w - 28.0,
            Trapdoor::Newest => x,
        };
        Some(Area::new(at, y, w.min(28.0), h))
    }

    /// A flap that hangs open, and what it lets fall.
    fn door(&mut self, queue: ResourceId, boxed: &Boxed) {
        let Some(place) = self.trapdoor(queue, boxed) else { return };
        let end = self.view.index.stores[queue as usize].trapdoor;
        let floor = place.bottom() + 2.0;
        let paint = Paint::line(Role::Bad, 2.2);
        let (left, right) = (point(place.x + 2.0, floor), point(place.right() - 2.0, floor));
        self.scene.segment(left, point(left.x + 6.0, floor + 7.0), paint);
        self.scene.segment(right, point(right.x - 6.0, floor + 7.0), paint);
        let falls = &self.view.labels.states.falls;
        let words = falls[usize::from(end == Some(Trapdoor::Newest))];
        let look = Type::new(Role::Bad);
        let wide = text::width(words, 12.0, 400);
        if self.layout.upright {
            let at = point(boxed.area.right() + 8.0, boxed.area.middle().y + 14.0);
            self.scene.words(words, at, boxed.words, look);
        } else if boxed.roomy && boxed.words >= wide {
            let at = point(boxed.area.middle().x, boxed.area.y - 8.0);
            self.scene.words(words, at, wide + 1.0, look.anchor(Anchor::Middle));
        }
    }

    /// Many places as one bar.
    pub(super) fn bar(&mut self, queue: ResourceId, area: Area, len: usize) {
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
        let count = self.view.labels.states.count(len);
        self.scene.words(&count, point(at.x, at.y + 4.2), area.w, look);
    }

    /// The words of a queue.
    pub(super) fn legend(&mut self, resource: ResourceId, boxed: &Boxed) {
        let full = contents(self.view, resource);
        let name = self.view.terms.shown(&self.view.trace.resources[resource as usize].name);
        // The name can be read in the lanes too, and how full it is can be counted.
        let count = full.rsplit(' ').next().unwrap_or_default();
        let fits = |words: &&str| text::width(words, 12.0, 400) <= boxed.words;
        let words = [full.as_str(), &name, count].into_iter().find(fits).unwrap_or_default();
        let two = self.view.index.stores[resource as usize].trapdoor.is_some();
        let Area { y, h, .. } = boxed.area;
        // Below a trapdoor a little lower.
        let h = if two { h + 4.0 } else { h };
        let middle = boxed.area.middle();
        let look = Type::new(Role::Ink2);
        if self.layout.upright {
            // Two lines, if it says what falls out too.
            let y = middle.y + if two { -2.0 } else { 4.2 };
            let at = point(boxed.area.right() + 8.0, y);
            self.ground(words, point(at.x + text::width(words, 12.0, 400) / 2.0, at.y));
            self.scene.words(words, at, boxed.words, look);
        } else if !boxed.roomy {
            // Above the pipe that goes on from here.
            let at = point(boxed.area.right() + 8.0, middle.y - 5.0);
            self.ground(words, point(at.x + text::width(words, 12.0, 400) / 2.0, at.y));
            self.scene.words(words, at, boxed.words + 1.0, look);
        } else {
            // What falls out needs its own way down.
            let aside = match self.view.index.stores[resource as usize].trapdoor {
                Some(Trapdoor::Oldest) => -20.0,
                Some(Trapdoor::Newest) => 20.0,
                None => 0.0,
            };
            let middle = point(middle.x + aside, middle.y);
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
    pub(super) fn queued(&mut self, queue: ResourceId, boxed: &Boxed) {
        let Form::Places { count, .. } = boxed.form else {
            match boxed.form {
                Form::Gate => self.passing(queue, boxed),
                _ => self.coming(queue, boxed),
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

    /// What is on its way into a bar: once there it is a part of the count.
    fn coming(&mut self, queue: ResourceId, boxed: &Boxed) {
        let Area { x, y, w, h } = boxed.area;
        let tail = if self.layout.upright { point(x + w / 2.0, y) } else { point(x, y + h / 2.0) };
        let coming: Vec<Move> =
            self.moves.iter().filter(|moved| moved.to == Spot::In(queue)).copied().collect();
        let small = coming.len() > FEW;
        for Move { item, from, part, .. } in coming {
            let Some(from) = self.spot(from).filter(|_| part < 1.0) else { continue };
            let at = point(from.x + (tail.x - from.x) * part, from.y + (tail.y - from.y) * part);
            let r = if small { 3.0 } else { 10.0 };
            item::draw(
                &mut self.scene,
                self.view,
                item,
                at,
                r,
                self.view.strength(None, Some(item)),
            );
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
}

//! Permits: who holds them, who is in line.

use lab::{ResourceId, Share, State};

use super::{Picture, contents};
use crate::index::number;
use crate::item;
use crate::labels::fill;
use crate::layout::{Boxed, Form, SLOT};
use crate::pen::{Type, point};
use crate::scene::*;

impl Picture<'_, '_> {
    /// Permits: sockets with their holders, and those in line, as wide as what they want.
    pub(super) fn slots(&mut self, slots: ResourceId, boxed: &Boxed) {
        let view = self.view;
        let Area { x, y, w, h } = boxed.area;
        let state = view.index.stores[slots as usize].shown(view.trace, view.events());
        let (held, waiting) = match state {
            Some(State::Slots { held, waiting }) => (held.as_slice(), waiting.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let taken =
            held.iter().fold(0_usize, |sum, share| sum.saturating_add(share.count as usize));
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
                place = place.saturating_add(share.count as usize);
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
                let more =
                    fill(view.labels.more, &[&view.labels.states.count(waiting.len() - place)]);
                self.scene.words(&more, point(at + 2.0, y + h + 28.0), 40.0, Type::new(Role::Ink2));
                break;
            }
            self.share(share, Area::new(at, y + h + 12.0, wide, 24.0), 6.0, true);
            at += wide + 4.0;
        }
    }

    /// Someone's share: the item it is for, else the task's number.
    fn share(&mut self, share: &Share, area: Area, radius: f32, waits: bool) {
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
        let listed = view.trace.tasks.get(share.task as usize);
        let short = listed.and_then(|task| number(&task.name).or(task.name.get(..1)));
        let short = short.unwrap_or_default();
        let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle).faded(alpha);
        let at = area.middle();
        self.scene.words(short, point(at.x, at.y + 4.2), area.w, look);
        self.scene.target(area, Subject::Task(share.task));
    }
}

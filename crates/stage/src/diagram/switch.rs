//! A breaker in the pipe: the switch, its pips, its words.

use lab::{ResourceId, State};

use super::Picture;
use crate::layout::Boxed;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::widget::{self, Shown};

impl Picture<'_, '_> {
    /// A switch in the pipe between two boxes.
    pub(super) fn switch(&mut self, resource: ResourceId, boxed: &Boxed) {
        let (view, area, upright) = (self.view, boxed.area, self.layout.upright);
        let Some(shown) = Shown::of(view, resource) else { return };
        let middle = area.middle();
        let target = if upright {
            Area { w: area.w + boxed.words, ..area }
        } else {
            Area { y: middle.y - 30.0, h: 60.0, ..area }
        };
        self.scene.target(target, Subject::Resource(resource));
        let Some(State::Machine(machine)) = shown.state() else { return };
        let place = |along: f32, across: f32| {
            if upright {
                point(middle.x - across, area.y + along)
            } else {
                point(area.x + along, middle.y - across)
            }
        };
        let length = if upright { area.h } else { area.w };
        widget::lever(&mut self.scene, &shown, machine, length, &place);
        let words = &view.labels.states;
        let position = words.positions[machine.at as usize];
        let name = format!("{}: {position}", shown.name());
        let detail = widget::detail(words, machine, view.cursor.at);
        // Where there is no room for all of it, what has come so far.
        let brief = |room: f32| match detail.split_once(',') {
            Some((so_far, _)) if text::width(&detail, 12.0, 400) > room => so_far,
            _ => &detail,
        };
        let (bold, lesser) = (Type::new(Role::Ink).weight(650), Type::new(Role::Ink2));
        if upright {
            let at = point(middle.x + 22.0, middle.y);
            let room = boxed.words + area.right() - at.x;
            self.scene.words(&name, point(at.x, at.y - 14.0), room, bold);
            self.scene.words(brief(room), point(at.x, at.y + 2.0), room, lesser);
            let pips = Area::new(at.x - 2.0, at.y + 8.0, widget::row_width(machine), 16.0);
            if pips.w <= room {
                widget::row_of_pips(&mut self.scene, machine, pips);
            }
            return;
        }
        let most = 2.0 * (self.view.width - middle.x).min(middle.x) - 8.0;
        let room = boxed.words.max(area.w).min(most);
        let pips = Area::new(middle.x - room / 2.0, middle.y + 8.0, room, 16.0);
        widget::row_of_pips(&mut self.scene, machine, pips);
        let fits = text::width(&name, 12.0, 650) <= room;
        let name = if fits { name.as_str() } else { position };
        let at = point(middle.x, middle.y + 38.0);
        self.scene.words(name, at, room, bold.anchor(Anchor::Middle));
        if boxed.roomy {
            let at = point(middle.x, middle.y + 53.0);
            self.scene.words(brief(room), at, room, lesser.anchor(Anchor::Middle));
        }
    }
}

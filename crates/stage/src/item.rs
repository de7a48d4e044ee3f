//! How items look: six hues by four shapes; the number decides.

use lab::ItemId;

use crate::pen::{Type, point};
use crate::scene::*;
use crate::view::View;

/// Below this radius an item is a dot.
const DOT: f32 = 4.0;

/// The colour of an item.
pub(crate) fn hue(view: &View, item: ItemId) -> Role {
    if view.has_hues() || view.followed == Some(item) {
        Role::Item((look(item) % 6) as u8)
    } else {
        Role::Ink2
    }
}

/// Which of the 24 looks, six hues in each of four forms, an item has: the first item the first.
fn look(item: ItemId) -> u32 {
    (item % 24 + 23) % 24
}

/// The colour of words on it.
fn on(hue: Role) -> Role {
    match hue {
        Role::Item(hue) => Role::OnItem(hue),
        _ => Role::Panel,
    }
}

/// Draws an item in a circle of this radius.
pub(crate) fn draw(scene: &mut Scene, view: &View, item: ItemId, at: Point, r: f32, alpha: f32) {
    let hue = hue(view, item);
    let paint = Paint::solid(hue).faded(alpha);
    let Point { x, y } = at;
    // Smaller ones are dots: no form could be told from another.
    let form = if r < DOT { 0 } else { look(item) / 6 };
    match form {
        0 => scene.circle(at, r, paint),
        1 => {
            let half = r * 0.9;
            scene.rect(Area::new(x - half, y - half, half * 2.0, half * 2.0), r * 0.28, paint);
        }
        2 => {
            let reach = r * 1.15;
            let corners = [(0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0)];
            scene.polygon(corners.map(|(dx, dy)| point(x + dx, y + dy)).to_vec(), paint);
        }
        _ => {
            let (wide, high) = (r * 1.08, r * 0.94);
            let corners = [
                (-wide, 0.0),
                (-wide / 2.0, -high),
                (wide / 2.0, -high),
                (wide, 0.0),
                (wide / 2.0, high),
                (-wide / 2.0, high),
            ];
            scene.polygon(corners.map(|(dx, dy)| point(x + dx, y + dy)).to_vec(), paint);
        }
    }
    // Never smaller words: none where they have no room.
    let fits = if item < 10 { r >= 7.0 } else { r >= 9.5 && item < 100 };
    if fits {
        let look = Type::new(on(hue)).weight(650).anchor(Anchor::Middle).faded(alpha);
        scene.words(&item.to_string(), point(x, y + 4.2), r * 2.4, look);
    }
}

//! What a gate decided, along the axis: a bar for whoever was admitted, a cross for whoever was refused.

use lab::Micros;

use super::Shown;
use super::axis::Frame;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The room below a track, for a line of bars and one of crosses; and where there is little.
const ROOM: f32 = 15.0;
const LITTLE: f32 = 8.0;
/// From one mark to the next.
const PITCH: f32 = 6.0;

/// Whether what is shown ever decides.
pub(super) fn any(shown: &Shown) -> bool {
    [true, false].iter().any(|admitted| !shown.store.decided(*admitted, usize::MAX).is_empty())
}

/// The room that the marks want below a track of this height.
pub(super) fn room(shown: &Shown, high: f32) -> f32 {
    match any(shown) {
        true if high >= 2.0 * ROOM => ROOM,
        true => LITTLE.min(high / 2.0),
        false => 0.0,
    }
}

/// The marks of the past that is in the frame.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, area: Area) {
    for admitted in [true, false] {
        let y = match (area.h >= ROOM, admitted) {
            (false, _) => area.middle().y,
            (true, true) => area.y + 4.5,
            (true, false) => area.bottom() - 3.5,
        };
        for x in places(shown, frame, admitted) {
            mark(scene, point(x, y), admitted);
        }
    }
}

/// How many it admitted and refused so far, each with its mark; in so much room from the left.
pub(super) fn tally(scene: &mut Scene, shown: &Shown, at: Point) {
    let mut x = at.x;
    for admitted in [true, false] {
        let count = shown.store.decided(admitted, shown.view.events()).len().to_string();
        mark(scene, point(x + 3.0, at.y - 4.2), admitted);
        let wide = text::width(&count, 12.0, 400);
        scene.words(&count, point(x + 10.0, at.y), wide + 1.0, Type::new(Role::Ink));
        x += 24.0 + wide;
    }
}

/// How wide the tally ever is.
pub(super) fn tally_width(shown: &Shown) -> f32 {
    let of = |admitted| {
        let count = shown.store.decided(admitted, usize::MAX).len().to_string();
        10.0 + text::width(&count, 12.0, 400)
    };
    of(true) + 14.0 + of(false)
}

fn mark(scene: &mut Scene, at: Point, admitted: bool) {
    if admitted {
        let bar = Area::new(at.x - 1.5, at.y - 4.0, 3.0, 8.0);
        return scene.rect(bar, 0.5, Paint::solid(Role::Accent));
    }
    for side in [-2.6, 2.6] {
        let (from, to) = (point(at.x - 2.6, at.y - side), point(at.x + 2.6, at.y + side));
        scene.segment(from, to, Paint::line(Role::Bad, 1.5));
    }
}

/// Where marks are. Those that are too near each other share the room up to the next: those of one
/// instant fan out and can be counted, those of a crowd are marked evenly, a mark for several.
fn places(shown: &Shown, frame: &Frame, admitted: bool) -> Vec<f32> {
    let view = shown.view;
    let instant = |event: &u32| view.trace.events.get(*event as usize).map_or(0, |e| e.at);
    let all = shown.store.decided(admitted, view.events());
    let all = &all[all.partition_point(|event| instant(event) < frame.from)..];
    let all = &all[..all.partition_point(|event| instant(event) <= frame.to)];
    spread(all.len(), |place| instant(&all[place]), frame)
}

/// The same for so many instants, which are in order.
fn spread(count: usize, instant: impl Fn(usize) -> Micros, frame: &Frame) -> Vec<f32> {
    let mut places = Vec::new();
    let mut first = 0;
    while first < count {
        let x = frame.x(instant(first));
        // Galloping, as there may be very many.
        let (mut near, mut far) = (first + 1, count);
        while near < far {
            let middle = near + (far - near) / 2;
            match frame.x(instant(middle)) < x + PITCH {
                true => near = middle + 1,
                false => far = middle,
            }
        }
        let at_once = instant(near - 1) == instant(first);
        let next = match near < count {
            true => frame.x(instant(near)),
            // Nothing is marked that has not come yet.
            false if !at_once => frame.x(frame.now) + 1.0,
            false => frame.right + PITCH,
        };
        let fits = (((next - x) / PITCH) as usize).max(1);
        places.extend((0..fits.min(near - first)).map(|place| x + place as f32 * PITCH));
        first = near;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tenth of a second has a hundred pixels.
    fn places(at: &[Micros]) -> Vec<f32> {
        let now = at.last().copied().unwrap_or(0);
        let frame = Frame { left: 0.0, from: 0, right: 1_000.0, to: 1_000_000, now, above: false };
        spread(at.len(), |place| at[place], &frame)
    }

    #[test]
    fn decisions_of_one_instant_can_be_counted() {
        assert_eq!(places(&[100_000, 200_000]), [100.0, 200.0]);
        assert_eq!(places(&[100_000, 100_000, 100_000, 200_000]), [100.0, 106.0, 112.0, 200.0]);
    }

    #[test]
    fn a_crowd_is_marked_evenly_to_its_end() {
        let crowd: Vec<Micros> = (0..25_000).map(|n| n * 20).collect();
        let places = places(&crowd);
        assert!((75..=84).contains(&places.len()), "{}", places.len());
        let apart = places.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(apart.clone().all(|apart| (PITCH - 0.1..PITCH + 1.0).contains(&apart)));
        assert!(places.last().is_some_and(|last| (490.0..=500.0).contains(last)));
    }
}

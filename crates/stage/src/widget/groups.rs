//! Which decisions are marked together: those too near each other to be marked where they are.

use lab::Micros;

use super::axis::Frame;
use super::window::Edges;
use crate::text;

/// From one mark to the next.
pub(super) const PITCH: f32 = 6.0;
/// Behind words that say how many.
pub(super) const GAP: f32 = 6.0;

/// The decisions of one kind that are not marked yet.
pub(super) struct Lane<'a> {
    pub(super) admitted: bool,
    pub(super) next: usize,
    pub(super) count: usize,
    pub(super) instant: &'a dyn Fn(usize) -> Micros,
}

impl Lane<'_> {
    /// The instant of the one that is so many further on.
    fn at(&self, on: usize) -> Option<Micros> {
        let place = self.next + on;
        (place < self.count).then(|| (self.instant)(place))
    }

    /// How many of the next ones are so. Galloping, as there may be very many.
    fn while_so(&self, is_so: impl Fn(Micros) -> bool) -> usize {
        let (mut near, mut far) = (self.next, self.count);
        while near < far {
            let middle = near + (far - near) / 2;
            match is_so((self.instant)(middle)) {
                true => near = middle + 1,
                false => far = middle,
            }
        }
        near - self.next
    }
}

/// What is marked at one place.
#[derive(Debug, PartialEq)]
pub(super) struct Group {
    pub(super) x: f32,
    /// How many of each lane.
    pub(super) counts: Vec<usize>,
    /// Where the words stand that say how many one mark is for; else there is a mark for each.
    pub(super) said: Option<Side>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    Left,
    Right,
    /// At the right, but not before this.
    From(f32),
}

pub(super) fn said(count: usize, by: &str) -> String {
    format!("×{}", text::grouped(&count.to_string(), by))
}

/// How wide marks are of which each stands for several.
fn wide(counts: &[usize]) -> f32 {
    // All that stands between thousands is as wide.
    let each = |count: &&usize| 5.0 + text::width(&said(**count, ","), 12.0, 400) + GAP;
    counts.iter().filter(|count| **count > 0).map(|count| each(&count)).sum()
}

/// Groups of decisions that are too near each other to be marked where they are. Those that have
/// room fan out, up to the next, to now, and to the edge of what they are counted in; else one mark
/// stands for all.
pub(super) fn groups(lanes: &mut [Lane], frame: &Frame, edges: &Edges) -> Vec<Group> {
    let (mut groups, now) = (Vec::new(), frame.x(frame.now));
    let mut free = frame.left;
    while let Some(first) = lanes.iter().filter_map(|lane| lane.at(0)).min() {
        let (x, mut edge) = (frame.x(first), edges.after(first));
        let within = |reach: f32, edge: Micros| -> (Vec<usize>, f32) {
            let near = |at| at == first || at < edge && frame.x(at) < x + reach;
            let counts: Vec<usize> = lanes.iter().map(|lane| lane.while_so(near)).collect();
            let rest = lanes.iter().zip(&counts).filter_map(|(lane, count)| lane.at(*count));
            let next = rest.min().map_or(f32::MAX, |at| frame.x(at));
            (counts, next)
        };
        let (mut counts, mut next) = within(PITCH, edge);
        if next < x + 4.0 {
            // So near to it an edge cannot be seen.
            edge = Micros::MAX;
            (counts, next) = within(PITCH, edge);
        }
        let fan = (counts.iter().sum::<usize>() - 1) as f32 * PITCH;
        let bound = now.min(frame.x(edge.min(frame.to)) - 1.5);
        let fits = fan == 0.0 || x + fan <= bound && x + fan + PITCH <= next;
        let mut side = None;
        // Where neither side of its mark is free, a group takes in what is beyond the edge.
        for edge in [edge, Micros::MAX] {
            let mut reach = 0.0;
            while !fits && reach < wide(&counts) {
                reach = wide(&counts);
                (counts, next) = within(reach, edge);
            }
            side = match x + reach {
                _ if fits => None,
                end if end <= next && (end <= now || x > now - 1.0) => Some(Side::Right),
                _ if free <= x - reach => Some(Side::Left),
                _ if next == f32::MAX => Some(Side::From(now + 4.0)),
                _ => continue,
            };
            break;
        }
        let side = if fits { None } else { side.or(Some(Side::Right)) };
        free = match side {
            None => x + fan + PITCH,
            Some(Side::Left) => x + PITCH,
            Some(_) => x + wide(&counts),
        };
        lanes.iter_mut().zip(&counts).for_each(|(lane, count)| lane.next += count);
        groups.push(Group { x, counts, said: side });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Edges = Edges { from: 0, span: 0, bracket: None };

    /// A tenth of a second has a hundred pixels.
    fn groups_of(at: &[Micros], now: Micros, edges: &Edges) -> Vec<Group> {
        let frame = Frame { left: 0.0, from: 0, right: 1_000.0, to: 1_000_000, now, above: false };
        let lane = Lane { admitted: true, next: 0, count: at.len(), instant: &|place| at[place] };
        groups(&mut [lane], &frame, edges)
    }

    /// Where marks are, and how many each stands for.
    fn marks(at: &[Micros], now: Micros, edges: &Edges) -> Vec<(f32, usize)> {
        let of = |group: Group| match (group.said, group.counts[0]) {
            (None, count) => (0..count).map(|n| (group.x + n as f32 * PITCH, 1)).collect(),
            (Some(_), count) => vec![(group.x, count)],
        };
        groups_of(at, now, edges).into_iter().flat_map(of).collect()
    }

    #[test]
    fn decisions_of_one_instant_can_be_counted() {
        let now = 1_000_000;
        assert_eq!(marks(&[100_000, 200_000], now, &OPEN), [(100.0, 1), (200.0, 1)]);
        let crowd = [100_000, 100_000, 100_000, 200_000];
        assert_eq!(marks(&crowd, now, &OPEN), [(100.0, 1), (106.0, 1), (112.0, 1), (200.0, 1)]);
    }

    #[test]
    fn a_fan_ends_before_now_and_before_the_edge_of_what_counts_it() {
        let windows = Edges { from: 0, span: 105_000, bracket: None };
        let bracket = Edges { from: 0, span: 0, bracket: Some(110_000) };
        let crowd = [100_000; 6];
        assert_eq!(marks(&crowd, 100_000, &OPEN), [(100.0, 6)]);
        assert_eq!(marks(&crowd, 900_000, &windows), [(100.0, 6)]);
        assert_eq!(marks(&crowd, 900_000, &bracket), [(100.0, 6)]);
        assert_eq!(marks(&crowd, 130_000, &OPEN).len(), 6);
    }

    #[test]
    fn a_crowd_is_marked_evenly_to_its_end() {
        let crowd: Vec<Micros> = (0..25_000).map(|n| n * 20).collect();
        let marks = marks(&crowd, 500_000, &OPEN);
        assert!((8..=16).contains(&marks.len()), "{marks:?}");
        let apart = marks.windows(2).map(|pair| pair[1].0 - pair[0].0);
        assert!(apart.clone().all(|apart| (30.0..60.0).contains(&apart)), "{marks:?}");
        assert_eq!(marks.iter().map(|(_, count)| count).sum::<usize>(), crowd.len());
        assert!(marks.last().is_some_and(|(x, _)| (450.0..=500.0).contains(x)));
    }

    #[test]
    fn marks_and_counts_add_up_and_none_is_of_the_future() {
        let mut seed: u64 = 1;
        let mut random = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % most
        };
        for _ in 0..2_000 {
            let now = random(1_000_000);
            let spread = [1, 9_000, 200_000, 1_000_000][random(4) as usize];
            let mut at: Vec<Micros> = (0..random(60)).map(|_| random(spread).min(now)).collect();
            at.sort_unstable();
            let span = [0, 60_000, 300_000][random(3) as usize];
            let edges = Edges { from: 0, span, bracket: Some(random(1_000_000)) };
            let groups = groups_of(&at, now, &edges);
            let marks = marks(&at, now, &edges);
            assert_eq!(marks.iter().map(|(_, count)| count).sum::<usize>(), at.len());
            assert!(marks.iter().all(|(x, _)| *x <= now as f32 / 1_000.0 + 1.5), "{marks:?}");
            // No words over a mark, or over other words.
            let place = |group: &Group| match group.said {
                None => (group.x, group.x + (group.counts[0] - 1) as f32 * PITCH + 3.0),
                Some(Side::Left) => (group.x - wide(&group.counts) + GAP, group.x + 3.0),
                Some(_) => (group.x, group.x + wide(&group.counts) - GAP),
            };
            for pair in groups.windows(2) {
                assert!(place(&pair[0]).1 <= place(&pair[1]).0 + 0.1, "{pair:?}");
            }
        }
    }
}

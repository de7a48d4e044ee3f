//! What a state comes to by time alone: buckets fill and windows move on while nothing is shown.

use lab::{Counted, Level, Micros, State};

/// The state at an instant that is not before it was shown.
pub(crate) fn now(state: &State, at: Micros) -> State {
    match state {
        State::Level(level) => State::Level(filled(*level, at)),
        State::Levels { rows, most } => {
            let mut rows = rows.clone();
            rows.iter_mut().for_each(|row| row.level = filled(row.level, at));
            State::Levels { rows, most: *most }
        }
        State::Window { span, limit, counted } => {
            State::Window { span: *span, limit: *limit, counted: moved(counted, *span, at) }
        }
        other => other.clone(),
    }
}

/// Tokens come as fast as the one that is coming.
pub(crate) fn filled(level: Level, at: Micros) -> Level {
    let Some((from, to)) = level.next.filter(|(from, to)| from < to && at >= *to) else {
        return level;
    };
    let each = to - from;
    let came = (at - from) / each;
    let held = u64::from(level.held).saturating_add(came).min(u64::from(level.size)) as u32;
    let held = held.max(level.held);
    let from = from + came * each;
    Level { held, next: (held < level.size).then_some((from, from.saturating_add(each))), ..level }
}

fn moved(counted: &Counted, span: Micros, at: Micros) -> Counted {
    let on = |from: Micros| {
        let boxes = at.saturating_sub(from).checked_div(span).unwrap_or(0);
        (boxes, from + boxes * span)
    };
    match counted {
        Counted::Fixed { from, count } => {
            let (boxes, from) = on(*from);
            Counted::Fixed { from, count: if boxes == 0 { *count } else { 0 } }
        }
        Counted::Counter { from, previous, count } => {
            let (boxes, from) = on(*from);
            let (previous, count) = match boxes {
                0 => (*previous, *count),
                1 => (*count, 0),
                _ => (0, 0),
            };
            Counted::Counter { from, previous, count }
        }
        Counted::Log { ticks, count } => {
            let left = ticks.iter().filter(|tick| tick.saturating_add(span) <= at).count();
            let ticks =
                ticks.iter().copied().filter(|tick| tick.saturating_add(span) > at).collect();
            Counted::Log { ticks, count: count.saturating_sub(left as u32) }
        }
    }
}

/// What two boxes count as, in thousandths: the earlier one by how much of it is in the span still.
pub(crate) fn weighed(
    from: Micros,
    span: Micros,
    previous: u32,
    count: u32,
    at: Micros,
) -> (u64, u64) {
    let passed = at.saturating_sub(from).min(span);
    let left = u128::from(span - passed) * 1_000;
    let share = left.checked_div(u128::from(span)).unwrap_or(0) as u64;
    (u64::from(count) * 1_000 + u64::from(previous) * share, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_by_itself_until_it_is_full() {
        let level = Level { held: 1, size: 3, next: Some((100, 200)) };
        assert_eq!(filled(level, 199), level);
        assert_eq!(filled(level, 200), Level { held: 2, size: 3, next: Some((200, 300)) });
        assert_eq!(filled(level, 9_000), Level { held: 3, size: 3, next: None });
    }

    #[test]
    fn windows_move_on_by_themselves() {
        let fixed = Counted::Fixed { from: 100, count: 4 };
        assert_eq!(moved(&fixed, 50, 149), fixed);
        assert_eq!(moved(&fixed, 50, 170), Counted::Fixed { from: 150, count: 0 });
        let counter = Counted::Counter { from: 100, previous: 3, count: 4 };
        let next = Counted::Counter { from: 150, previous: 4, count: 0 };
        assert_eq!(moved(&counter, 50, 150), next);
        let log = Counted::Log { ticks: vec![10, 40], count: 2 };
        assert_eq!(moved(&log, 50, 60), Counted::Log { ticks: vec![40], count: 1 });
    }

    #[test]
    fn the_earlier_box_counts_by_its_overlap() {
        assert_eq!(weighed(100, 100, 4, 1, 125), (4_000, 750));
        assert_eq!(weighed(100, 0, 4, 1, 125), (1_000, 0));
    }
}

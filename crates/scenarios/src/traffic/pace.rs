//! How much of their time a second on screen is.

use lab::Micros;

use super::SPAN;

/// The pace at which `span` microseconds fit into [`SPAN`]: whole seconds, minutes, hours or days,
/// so that it can be said as it is. What fits already keeps its own.
pub(super) fn pace(span: u64) -> u64 {
    let least = span.div_ceil(SPAN).max(1);
    let unit = match least {
        0..=120 => 1,
        121..=7_200 => 60,
        7_201..=172_800 => 3_600,
        _ => 86_400,
    };
    least.next_multiple_of(unit)
}

/// Instants of theirs, in order, from the first one on, in the run's time. What was apart stays
/// apart, by a microsecond at least.
pub(super) fn scaled(at: impl Iterator<Item = u64>, pace: u64) -> impl Iterator<Item = Micros> {
    let mut before: Option<(u64, Micros)> = None;
    at.map(move |at| {
        let scaled = match before {
            Some((same, scaled)) if same == at => scaled,
            Some((_, scaled)) => (at / pace).max(scaled + 1),
            None => at / pace,
        };
        before = Some((at, scaled));
        scaled
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_can_be_said_and_is_no_slower_than_needed() {
        const SECOND: u64 = 1_000_000;
        for (seconds, expected) in [
            (0, 1),
            (10, 1),
            (11, 2),
            (1_200, 120),
            (1_201, 180),
            (4 * 3_600, 24 * 60),
            (86_400, 3 * 3_600),
            (7 * 86_400, 17 * 3_600),
            (365 * 86_400, 37 * 86_400),
        ] {
            assert_eq!(pace(seconds * SECOND), expected, "{seconds} s");
        }
        for span in (0..40_000_000_000_000).step_by(1_234_567_891) {
            assert!(span / pace(span) <= SPAN, "{span}");
            assert!(span <= SPAN || span / pace(span) >= SPAN / 2, "{span}");
        }
    }

    #[test]
    fn what_was_apart_stays_apart() {
        let at = [0, 1, 1, 2, 5_000, 5_000];
        assert_eq!(scaled(at.into_iter(), 1_000).collect::<Vec<_>>(), [0, 1, 1, 2, 5, 5]);
    }
}

//! How much passes in each window of a grid that begins with the run.

use std::collections::BTreeMap;

use super::{Checked, first, name};
use crate::trace::*;

/// At most `limit` items go into the channel of this name in each window of this width.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item too many.
pub fn windows_within(trace: &Trace, channel: &str, width: Micros, limit: u32) -> Checked {
    let (mut window, mut count) = (0, 0);
    first(trace, |event| match event.kind {
        EventKind::Sent { to: Some(to), .. } if name(trace, to) == channel => {
            let now = event.at / width.max(1);
            if now != window {
                (window, count) = (now, 0);
            }
            count += 1;
            count > limit
        }
        _ => false,
    })
}

/// Nobody is refused in whose window fewer than `limit` items have gone into the channel of this
/// name by then.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item that was refused without need.
pub fn refuses_only_in_full_windows(
    trace: &Trace,
    channel: &str,
    width: Micros,
    limit: u32,
) -> Checked {
    let mut counts: BTreeMap<Micros, u32> = BTreeMap::new();
    let mut looked_at = 0;
    first(trace, |event| {
        // Who was first at one instant is not in the trace: all count as being ahead.
        while let Some(next) = trace.events.get(looked_at).filter(|next| next.at <= event.at) {
            if let EventKind::Sent { to: Some(to), .. } = next.kind
                && name(trace, to) == channel
            {
                *counts.entry(next.at / width.max(1)).or_default() += 1;
            }
            looked_at += 1;
        }
        let count = counts.get(&(event.at / width.max(1))).copied().unwrap_or(0);
        matches!(event.kind, EventKind::Lost { why: Loss::Refused, .. }) && count < limit
    })
}

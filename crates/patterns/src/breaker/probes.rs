//! Probes that are out while half-open.

use std::collections::VecDeque;
use std::time::Duration;

/// The probes of one half-open time.
#[derive(Clone, Debug, Default)]
pub(super) struct Probes {
    /// Those that are out, in the order in which they left, which is that of `overdue_at` too.
    out: VecDeque<Probe>,
    /// Those that came back well.
    pub(super) successes: u32,
    /// Names given out.
    names: u64,
}

/// One probe that is out.
#[derive(Clone, Copy, Debug)]
struct Probe {
    name: u64,
    /// When it no longer holds its place.
    overdue_at: Duration,
}

impl Probes {
    /// Lets a probe out unless `most` are out or no longer needed.
    ///
    /// With those that have succeeded already there are never more out than can be of use.
    ///
    /// # Errors
    /// How long until a place comes back at the latest.
    pub(super) fn send(
        &mut self,
        most: u32,
        limit: Duration,
        now: Duration,
    ) -> Result<u64, Duration> {
        while self.out.front().is_some_and(|probe| probe.overdue_at <= now) {
            self.out.pop_front();
        }
        match self.out.front() {
            Some(first) if self.out.len() as u64 + u64::from(self.successes) >= u64::from(most) => {
                Err(first.overdue_at - now)
            }
            _ => {
                self.names += 1;
                let probe = Probe { name: self.names, overdue_at: now.saturating_add(limit) };
                self.out.push_back(probe);
                Ok(probe.name)
            }
        }
    }

    /// Takes a probe back; tells whether it came in time. Exactly at its limit is in time, unless
    /// its place has gone to another.
    pub(super) fn take_back(&mut self, name: u64, now: Duration) -> bool {
        let found = self.out.binary_search_by_key(&name, |probe| probe.name);
        let probe = found.ok().and_then(|place| self.out.remove(place));
        probe.is_some_and(|probe| now <= probe.overdue_at)
    }

    /// How many hold a place at `now`.
    pub(super) fn out_at(&self, now: Duration) -> u32 {
        self.out.iter().filter(|probe| probe.overdue_at > now).count() as u32
    }
}

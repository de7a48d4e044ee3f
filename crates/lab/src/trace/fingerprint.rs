//! A number that tells runs apart.

use std::io;

use serde::Serialize;

use super::Trace;

impl Trace {
    /// What tells this run from others: FNV-1a over its outcome, tasks, resources and events as they
    /// are written in JSON. Where in the source things were called from has no part in it: moving a
    /// line changes no run.
    pub fn fingerprint(&self) -> u64 {
        let mut digest = Digest(0xcbf2_9ce4_8422_2325);
        digest.take(&self.outcome);
        for task in &self.tasks {
            digest.take(&(&task.name, task.parent));
        }
        digest.take(&self.resources);
        for event in &self.events {
            digest.take(&(event.at, event.task, &event.kind));
        }
        digest.0
    }
}

struct Digest(u64);

impl Digest {
    fn take(&mut self, what: &impl Serialize) {
        // It cannot fail: every key is a string, and whatever is written is taken.
        let _ = serde_json::to_writer(self, what);
    }
}

impl io::Write for &mut Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::{Run, Trace, VirtualHost};

    fn nap(ms: u64) -> Trace {
        VirtualHost::new(Run::default(), 1, |lab| async move {
            lab.spawn("nap", lab.sleep(Duration::from_millis(ms))).await;
        })
        .finish()
    }

    #[test]
    fn a_line_that_moves_changes_nothing_and_an_instant_does() {
        let mut moved = nap(60);
        assert!(!moved.sites.is_empty(), "nothing was called from anywhere");
        for site in &mut moved.sites {
            site.line += 7;
        }
        moved.events.iter_mut().for_each(|event| event.site = None);
        assert_eq!(moved.fingerprint(), nap(60).fingerprint());
        assert_ne!(nap(61).fingerprint(), nap(60).fingerprint());
        let mut renamed = nap(60);
        renamed.tasks[1].name.push('s');
        assert_ne!(renamed.fingerprint(), nap(60).fingerprint());
    }
}

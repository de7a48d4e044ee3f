//! Requests at limiters.

use lab::*;

use super::{MS, ms, run};

/// When requests arrive, in milliseconds.
const ARRIVALS: [u64; 26] = [
    20, 60, 110, 380, 400, 420, 450, 470, 510, 530, 550, 590, 800, 830, 1_020, 1_040, 1_080, 1_120,
    1_300, 1_460, 1_480, 1_600, 1_700, 1_910, 1_960, 1_990,
];
const SPAN: u64 = 500 * MS;
const LIMIT: u32 = 4;

/// A bucket of tokens that requests take from, refused ones turned away.
pub(super) fn bucket() -> Trace {
    run(|lab| async move {
        let tokens = lab.shown("tokens");
        let (admitted, requests) = lab.channel("admitted", 4);
        let gate = lab.clone();
        lab.spawn("limiter", async move {
            let mut bucket = Bucket { held: 5, at: 0 };
            bucket.show(&gate, tokens);
            for (item, at) in (1_u32..).zip(ARRIVALS) {
                gate.sleep_until_ms(at).await;
                gate.made(item);
                if bucket.take(at * MS) {
                    bucket.show(&gate, tokens);
                    let _ = admitted.send(item).await;
                } else {
                    gate.lost(item, Loss::Refused);
                }
            }
        });
        let server = lab.clone();
        lab.spawn("server", async move {
            while let Ok(item) = requests.recv().await {
                server.sleep(ms(40)).await;
                server.done(item);
            }
        })
        .await;
    })
}

trait SleepUntil {
    async fn sleep_until_ms(&self, at: u64);
}

impl SleepUntil for Lab {
    async fn sleep_until_ms(&self, at: u64) {
        let now = self.stamp() / MS;
        self.sleep(ms(at.saturating_sub(now))).await;
    }
}

struct Bucket {
    held: u32,
    /// When the one that is coming began to fill.
    at: u64,
}

impl Bucket {
    const EACH: u64 = 150 * MS;

    fn level(&self) -> Level {
        let next = (self.held < 5).then_some((self.at, self.at + Self::EACH));
        Level { held: self.held, size: 5, next }
    }

    fn take(&mut self, at: u64) -> bool {
        while self.held < 5 && self.at + Self::EACH <= at {
            self.held += 1;
            self.at += Self::EACH;
        }
        if self.held == 5 {
            self.at = at;
        }
        let taken = self.held > 0;
        self.held -= u32::from(taken);
        taken
    }

    fn show(&self, lab: &Lab, resource: ResourceId) {
        lab.show(resource, State::Level(self.level()));
    }
}

/// Five limiters over the same arrivals.
pub(crate) fn limiters() -> Trace {
    run(|lab| async move {
        let names = ["token bucket", "leaky bucket", "fixed window", "sliding log", "counter"];
        let shown = names.map(|name| lab.shown(name));
        let gate = lab.clone();
        lab.spawn("client", async move {
            let (mut token, mut leaky) = (Bucket { held: 5, at: 0 }, Bucket { held: 2, at: 0 });
            let mut taken: Vec<u64> = Vec::new();
            let (mut from, mut previous, mut count) = (0, 0, 0);
            for (item, at) in (1_u32..).zip(ARRIVALS) {
                gate.sleep_until_ms(at).await;
                gate.made(item);
                let at = at * MS;
                token.take(at);
                leaky.take(at);
                token.show(&gate, shown[0]);
                leaky.show(&gate, shown[1]);
                while from + SPAN <= at {
                    (from, previous, count) = (from + SPAN, count, 0);
                }
                let full = count >= LIMIT;
                count += u32::from(!full);
                taken.retain(|tick| tick + SPAN > at);
                if taken.len() < LIMIT as usize {
                    taken.push(at);
                }
                let window = |counted| State::Window { span: SPAN, limit: LIMIT, counted };
                gate.show(shown[2], window(Counted::Fixed { from, count }));
                let log = Counted::Log { ticks: taken.clone(), count: taken.len() as u32 };
                gate.show(shown[3], window(log));
                gate.show(shown[4], window(Counted::Counter { from, previous, count }));
                gate.decided(shown[2], item, !full);
                if full {
                    gate.lost(item, Loss::Refused);
                } else {
                    gate.done(item);
                }
            }
        })
        .await;
    })
}

/// A bucket a key, at most four of them.
pub(super) fn keys() -> Trace {
    run(|lab| async move {
        let buckets = lab.shown("buckets");
        let gate = lab.clone();
        lab.spawn("limiter", async move {
            let keys = ["ann", "bob", "a-key-with-a-long-name", "cy", "dan"];
            for step in 0..20_usize {
                let first = usize::from(step >= 12);
                let rows =
                    (first.saturating_sub(usize::from(step == 12))..first + 4).map(|place| {
                        let held = ((step + place) % 4) as u32;
                        let at = gate.stamp();
                        let next = (held < 3).then_some((at, at + 150 * MS));
                        let level = Level { held, size: 3, next };
                        let key = keys[place % 5].to_owned();
                        KeyLevel { key, level, evicted: step == 12 && place == 0 }
                    });
                gate.show(buckets, State::Levels { rows: rows.collect(), most: Some(4) });
                gate.sleep(ms(100)).await;
            }
        })
        .await;
    })
}

//! Runs that show every kind of state, written by hand: no pattern, just what one would show.

use std::time::Duration;

use lab::*;

const MS: u64 = 1_000;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn run<F: Future<Output = ()> + 'static>(main: impl FnOnce(Lab) -> F + 'static) -> Trace {
    VirtualHost::new(Run::default(), 1, main).finish()
}

/// When requests arrive, in milliseconds.
const ARRIVALS: [u64; 26] = [
    20, 60, 110, 380, 400, 420, 450, 470, 510, 530, 550, 590, 800, 830, 1_020, 1_040, 1_080, 1_120,
    1_300, 1_460, 1_480, 1_600, 1_700, 1_910, 1_960, 1_990,
];
const SPAN: u64 = 500 * MS;
const LIMIT: u32 = 4;

/// A bucket of tokens that requests take from, refused ones turned away.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn bucket() -> Trace {
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
#[allow(dead_code, reason = "each test takes what it needs")]
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

/// A latency that workers bring down, in a pool.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn steered() -> Trace {
    run(|lab| async move {
        let latency = lab.shown("latency");
        let steers = lab.clone();
        lab.spawn("controller", async move {
            let mut level = 1;
            let mut quiet_until = None;
            for step in 0..24_u64 {
                let value = (step > 1).then(|| (150 - step * 6 + (step % 3) * 22) * MS);
                if step % 5 == 4 {
                    level += 1;
                    quiet_until = Some(steers.stamp() + 240 * MS);
                }
                let sample =
                    Sample { value, target: 80 * MS, level, least: 1, most: 8, quiet_until };
                steers.show(latency, State::Sample(sample));
                steers.sleep(ms(100)).await;
            }
        })
        .await;
    })
}

/// A bucket a key, at most four of them.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn keys() -> Trace {
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

/// A breaker between a client and a server.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn breaker() -> Trace {
    run(|lab| async move {
        let breaker = lab.shown("breaker");
        let (calls, served) = lab.channel("calls", 2);
        let client = lab.clone();
        lab.spawn("client", async move {
            let machine = |at, failures, open, successes, probes| {
                let (threshold, quota) = (3, 2);
                let among = None;
                State::Machine(Machine {
                    at,
                    failures,
                    threshold,
                    among,
                    open,
                    successes,
                    quota,
                    probes,
                })
            };
            client.show(breaker, machine(Position::Closed, 0, None, 0, vec![]));
            for item in 1_u32..=12 {
                client.sleep(ms(60)).await;
                client.made(item);
                let at = client.stamp();
                let shown = match item {
                    1..=3 => machine(Position::Closed, item, None, 0, vec![]),
                    4..=8 => {
                        let since = 240 * MS;
                        machine(Position::Open, 3, Some((since, since + 300 * MS)), 0, vec![])
                    }
                    9..=10 => machine(Position::HalfOpen, 3, None, item - 9, vec![item]),
                    _ => machine(Position::Closed, 0, None, 0, vec![]),
                };
                assert!(at < 60_000 * MS, "the run is short");
                client.show(breaker, shown);
                if (4..=8).contains(&item) {
                    client.lost(item, Loss::Refused);
                } else {
                    let _ = calls.send(item).await;
                }
            }
        });
        let server = lab.clone();
        lab.spawn("server", async move {
            while let Ok(item) = served.recv().await {
                server.sleep(ms(30)).await;
                server.done(item);
            }
        })
        .await;
    })
}

/// A tree of scopes, one of which is cancelled, then one runs out of time.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn tree() -> Trace {
    run(|lab| async move {
        let scopes = lab.shown("scopes");
        let root = lab.clone();
        lab.spawn("request", async move {
            let node = |name: &str, parent, deadline: Option<u64>| Node {
                name: name.to_owned(),
                parent,
                from: 0,
                deadline: deadline.map(|ms| ms * MS),
                ended: None,
            };
            let mut nodes = vec![
                node("request", None, Some(800)),
                node("search", Some(0), Some(500)),
                node("shard 1", Some(1), None),
                node("shard 2", Some(1), Some(300)),
                node("audit", Some(0), None),
            ];
            let shows = |lab: &Lab, nodes: &[Node]| {
                lab.show(scopes, State::Tree { nodes: nodes.to_vec() });
            };
            shows(&root, &nodes[..2]);
            root.sleep(ms(100)).await;
            shows(&root, &nodes);
            let ended = |at, by_deadline, from_above, words: Option<&str>| {
                let words = words.map(str::to_owned);
                Some(Ended { at, by_deadline, from_above, words })
            };
            root.sleep(ms(200)).await;
            nodes[3].ended = ended(300 * MS, true, false, None);
            shows(&root, &nodes);
            root.sleep(ms(100)).await;
            nodes[1].ended = ended(400 * MS, false, false, Some("the user closed the tab"));
            nodes[2].ended = ended(400 * MS, false, true, Some("the user closed the tab"));
            shows(&root, &nodes);
            root.sleep(ms(300)).await;
        })
        .await;
    })
}

/// A checklist and a table.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn lists() -> Trace {
    run(|lab| async move {
        let (stages, costs) = (lab.shown("stages"), lab.shown("sums"));
        let pool = lab.clone();
        lab.spawn("worker", async move {
            let keys = ["timeout", "retry", "rate-limit", "breaker", "bulkhead", "metrics"];
            for step in 0..=keys.len() {
                let check = |(place, key): (usize, &&str)| Check {
                    key: (*key).to_owned(),
                    done: place < step,
                };
                let checks = keys.iter().enumerate().map(check).collect();
                pool.show(stages, State::Checklist { checks });
                let row = |name: &str, cells: [i64; 3], fine| Row {
                    name: name.to_owned(),
                    cells: cells.to_vec(),
                    fine,
                };
                let step = step as i64;
                let rows = vec![
                    row("requests in", [10 * step, 120, 7], None),
                    row("made + refused", [10 * step, 120, 7 + step % 2], Some(step % 2 == 0)),
                ];
                let columns = ["now", "in all", "late"].map(str::to_owned).to_vec();
                pool.show(costs, State::Table { columns, rows });
                pool.sleep(ms(120)).await;
            }
        })
        .await;
    })
}

/// A queue that drops its oldest when it is full, and a gate before it that turns some away.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn overload() -> Trace {
    run(|lab| async move {
        let (queue, jobs) = lab.channel("queue", 3);
        let producer = lab.clone();
        lab.spawn("producer", async move {
            for item in 1_u32..=20 {
                producer.sleep(ms(30)).await;
                producer.made(item);
                if item % 5 == 0 {
                    producer.lost(item, Loss::Refused);
                } else {
                    let _ = queue.force_send(item);
                }
            }
        });
        let worker = lab.clone();
        lab.spawn("worker", async move {
            while let Ok(item) = jobs.recv().await {
                worker.sleep(ms(70)).await;
                worker.done(item);
            }
        })
        .await;
    })
}

/// Every run of this file by name.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn all() -> Vec<(&'static str, Trace)> {
    vec![
        ("bucket", bucket()),
        ("limiters", limiters()),
        ("steered", steered()),
        ("keys", keys()),
        ("breaker", breaker()),
        ("tree", tree()),
        ("lists", lists()),
        ("overload", overload()),
    ]
}

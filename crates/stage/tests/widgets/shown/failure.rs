//! A breaker that opens, and scopes that end.

use lab::*;

use super::{MS, ms, run};

/// A breaker between a client and a server.
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

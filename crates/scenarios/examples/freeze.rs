use lab::ScriptEntry;
use scenarios::{Argument, Link, SCENARIOS};
fn main() {
    for s in SCENARIOS {
        let mut put = |link: Link| println!("{}", link.state());
        put(Link::new(s));
        for v in 1..s.variants.len() {
            let mut l = Link::new(s);
            l.setup.variant = v;
            put(l);
        }
        for end in [true, false] {
            let mut l = Link::new(s);
            for (p, f) in s.fields.iter().enumerate() {
                l.setup.values[p] = if end { f.max } else { f.min };
            }
            put(l);
        }
        if !s.actions.is_empty() {
            let mut l = Link::new(s);
            for (i, a) in s.actions.iter().enumerate() {
                let argument = match a.argument {
                    Argument::None | Argument::Once => None,
                    Argument::Task(t) => Some(format!("{t}-1")),
                    Argument::Tasks(t) => Some(format!("{}", t[0])),
                };
                l.setup.script.push(ScriptEntry {
                    at: (i as u64 + 1) * 300_000,
                    action: a.slug.to_owned(),
                    argument,
                });
            }
            put(l);
        }
    }
    for more in [
        "/worker-pool?seed=77&sched=seeded&e=41",
        "/worker-pool?sched=1.0.2&at=620",
        "/worker-pool?time=real&axis=order",
        "/worker-pool?axis=time&compare=leaks&theme=dark&lang=vi",
        "/worker-pool?compare=workers:8&theme=light&lang=en",
        "/worker-pool?embed=1&panels=stage,claims&autoplay=1&loop=1&speed=2&lock=workers,variant&hide=reset&start=200&stop=900&title=0&e=12",
    ] {
        println!("{}", Link::parse(more).0.state());
    }
    let arrivals: Vec<lab::Arrival> = [(0u64, 0u32), (250_000, 1), (250_000, 0), (900_000, 2)]
        .into_iter()
        .map(|(at, key)| lab::Arrival { at, key })
        .collect();
    let t = scenarios::traffic::Traffic { arrivals: arrivals.into(), pace: 1 };
    println!(
        "{}",
        Link::parse(&format!("/token-bucket?arrivals=yours&traffic={}", t.encoded().unwrap()))
            .0
            .state()
    );
}

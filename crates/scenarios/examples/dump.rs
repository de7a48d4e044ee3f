//! Prints the trace of a link, an event a line: `cargo run --example dump '/worker-pool?variant=leaks'`.

fn main() {
    let link = std::env::args().nth(1).unwrap_or_default();
    let (link, notices) = scenarios::Link::parse(&link);
    for notice in notices {
        eprintln!("{}", notice.say(scenarios::Language::En));
    }
    let trace = link.setup.finish();
    for (index, event) in trace.events.iter().enumerate() {
        let task = event.task.map_or("-", |task| &trace.tasks[task as usize].name);
        let site = event.site.map(|site| &trace.sites[site as usize]);
        let site = site.map_or(String::new(), |site| format!("  [{}:{}]", site.file, site.line));
        println!("{index:4} {:9.3} {task:12} {:?}{site}", event.at as f64 / 1e3, event.kind);
    }
    println!("{:?}", trace.outcome);
    for claim in &trace.claims {
        println!("{claim:?}");
    }
}

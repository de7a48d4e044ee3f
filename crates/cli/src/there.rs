//! What arguments name is in the run. No argument can know that before the run is there.

use lab::Trace;
use scenarios::{Cursor, Link, Setup, in_scripts};
use stage::Index;

use crate::args::Bad;

/// What is done to a task needs one of that name.
pub(crate) fn acted_on(link: &Link, trace: &Trace) -> Result<(), Bad> {
    let Setup { scenario, script, .. } = &link.setup;
    for entry in script {
        let Some(argument) = &entry.argument else { continue };
        if trace.tasks.iter().any(|task| in_scripts(task) == *argument) {
            continue;
        }
        let action = scenario.actions.iter().find(|action| action.slug == entry.action);
        let there = action.map_or(Vec::new(), |action| action.argument.tasks(trace)).join(", ");
        let action = &entry.action;
        return Err(Bad(format!(
            "--do {action}:{argument}: no task of this run is called that; there are {there}"
        )));
    }
    Ok(())
}

/// Whatever is looked at comes before the end.
pub(crate) fn looked_at(link: &Link, trace: &Trace) -> Result<(), Bad> {
    let start = link.view.frame.start.map(|start| ("start", start));
    let at = match link.cursor {
        Cursor::Start => None,
        Cursor::At(at) => Some(("at", at)),
        Cursor::Event(event) => {
            within("e", event, trace.events.len().saturating_sub(1) as u64, "")?;
            None
        }
    };
    for (key, ms) in at.into_iter().chain(start) {
        within(key, ms, end_ms(link, trace), " ms")?;
    }
    link.view.follow.map_or(Ok(()), |item| followed(item, trace))
}

fn within(key: &str, given: u32, last: u64, unit: &str) -> Result<(), Bad> {
    if u64::from(given) <= last {
        return Ok(());
    }
    let allowed = format!("a whole number from 0 to {last}{unit}");
    Err(Bad(format!("{key}: “{given}” is beyond the end of this run; it takes {allowed}")))
}

/// The end of the run, or of the one it is compared with if that is the longer one.
fn end_ms(link: &Link, trace: &Trace) -> u64 {
    let compared = link.view.compare.map(|compare| compare.of(&link.setup).finish().end());
    compared.unwrap_or(0).max(trace.end()).div_ceil(1_000)
}

fn followed(item: u32, trace: &Trace) -> Result<(), Bad> {
    if Index::new(trace).has_item(item) {
        return Ok(());
    }
    let items = || trace.events.iter().filter_map(|event| event.kind.item());
    let allowed = match items().min().zip(items().max()) {
        Some((first, last)) => format!("its items are {first} to {last}"),
        None => "it has none".to_owned(),
    };
    Err(Bad(format!("follow: “{item}” is no item of this run; {allowed}")))
}

//! What takes no time: items that go from hand to hand, and what stands out.

use lab::EventKind;

use super::event::{Event, Scope};
use super::flow::Flow;
use super::{Order, Writer};

impl<'a> Writer<'a> {
    /// Both ends of an arrow.
    pub(super) fn arrow(&self, id: u32, flow: &Flow) -> [(Order, Event<'a>); 2] {
        [(false, flow.from, 2), (true, flow.to, 3)].map(|(ends, (task, place), rank)| {
            let at = self.trace.events[place].at;
            let name = format!("item {}", flow.item);
            let event = Event::flow(self.task(task), ends, name, at, id);
            ((at, place as u32, rank), event)
        })
    }

    /// What was done from outside, what was lost, and which claims broke.
    pub(super) fn marks(&self) -> Vec<(Order, Event<'a>)> {
        let mut marks = Vec::new();
        for place in self.index.acts.iter().chain(&self.index.losses) {
            let Some(event) = self.trace.events.get(*place as usize) else { continue };
            let (scope, name) = match &event.kind {
                EventKind::Acted { press } => {
                    let whom = press.argument.iter().map(|argument| format!(" {argument}"));
                    (Scope::Global, format!("action: {}{}", press.action, whom.collect::<String>()))
                }
                EventKind::Lost { item: Some(item), why, .. } => {
                    (Scope::Track, format!("lost: item {item}, {why:?}").to_lowercase())
                }
                _ => continue,
            };
            let track = self.task(event.task.unwrap_or(0));
            marks.push(((event.at, *place, 4), Event::instant(track, scope, name, event.at)));
        }
        for claim in self.trace.claims.iter().filter(|claim| !claim.holds) {
            let (Some(place), Some(at)) = (claim.event, claim.broken_at_us) else { continue };
            let track = self.task(claim.tasks.first().copied().unwrap_or(0));
            let name = format!("claim broken: {}", claim.claim);
            marks.push(((at, place, 5), Event::instant(track, Scope::Global, name, at)));
        }
        marks
    }
}

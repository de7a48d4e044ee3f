//! What lasts: what everybody does, and how much is in the queues.

use std::borrow::Cow;

use lab::{ResourceId, ResourceKind, Wait};

use super::event::{Arg, Event, Track};
use super::{Order, Writer};
use crate::lane::{Lane, Phase, Stretch};

impl<'a> Writer<'a> {
    /// The stretches of a lane that have a name.
    pub(super) fn slices(
        &self,
        events: &mut Vec<(Order, Event<'a>)>,
        track: Track,
        lane: &Lane,
        name: impl Fn(&Self, &Stretch) -> Option<Cow<'a, str>>,
    ) {
        for (place, stretch) in lane.stretches.iter().enumerate() {
            let end = lane.end_of(place, self.trace.end());
            // Whoever was ready and had the thread at once was not seen waiting for it.
            if stretch.phase == Phase::Ready && end == stretch.at {
                continue;
            }
            let Some(name) = name(self, stretch) else { continue };
            let mut event = Event::slice(track, name, stretch.at, end);
            event.args = self.args(stretch);
            events.push(((stretch.at, stretch.event, 0), event));
        }
    }

    /// What a task does, as its slice is called.
    pub(super) fn state(&self, stretch: &Stretch) -> Option<Cow<'a, str>> {
        Some(match stretch.phase {
            Phase::Ready => "ready".into(),
            Phase::Running => "running".into(),
            Phase::Computing { .. } => "computing".into(),
            Phase::Sleeping { .. } => "waiting".into(),
            Phase::Blocked { on: Some(on), .. } => format!("blocked: {}", self.resource(on)).into(),
            Phase::Blocked { on: None, .. } => "blocked".into(),
            Phase::Idle { .. } => "idle".into(),
            Phase::Finished | Phase::Dropped => return None,
        })
    }

    fn resource(&self, resource: ResourceId) -> &'a str {
        self.trace.resources.get(resource as usize).map_or("", |resource| &resource.name)
    }

    fn args(&self, stretch: &Stretch) -> Vec<(&'static str, Arg<'a>)> {
        let mut args = Vec::new();
        if let Some(item) = stretch.item {
            args.push(("item", Arg::Number(item.into())));
        }
        if let Phase::Blocked { on: Some(on), .. } | Phase::Idle { on: Some(on), .. } =
            stretch.phase
        {
            args.push(("on", Arg::Text(self.resource(on).into())));
        }
        if let Phase::Blocked { how, .. } = stretch.phase {
            let how = match how {
                Wait::Send => "send",
                Wait::Receive => "receive",
                Wait::Acquire => "acquire",
                Wait::Task(_) => "join",
                Wait::Cancel => "be cancelled",
                Wait::Other => "other",
            };
            args.push(("to", Arg::Text(how.into())));
        }
        if let Some(site) = stretch.site.and_then(|site| self.trace.sites.get(site as usize)) {
            args.push(("source", Arg::Text(format!("{}:{}", site.file, site.line).into())));
        }
        args
    }

    /// How many items are in each channel, whenever that changes.
    pub(super) fn counters(&self, events: &mut Vec<(Order, Event<'a>)>) {
        let stores = self.trace.resources.iter().zip(&self.index.stores);
        for (resource, store) in
            stores.filter(|(resource, _)| matches!(resource.kind, ResourceKind::Channel { .. }))
        {
            let comings = store.stays.iter().map(|stay| stay.into);
            let goings = store.stays.iter().map(|stay| stay.out).filter(|out| *out != u32::MAX);
            let mut changes: Vec<u32> = comings.chain(goings).collect();
            changes.sort_unstable();
            for change in changes {
                let Some(at) = self.trace.events.get(change as usize).map(|event| event.at) else {
                    continue;
                };
                let count = store.len_after(change as usize + 1) as u64;
                let event = Event::counter(self.task(0), &resource.name, at, count);
                events.push(((at, change, 1), event));
            }
        }
    }
}

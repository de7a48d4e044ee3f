//! The arguments of a run, and running it.

use std::rc::Rc;

use lab::{
    Arrival, Bounds, Event, EventKind, Micros, Outcome, Run, ScheduleKind, ScriptEntry, Setting,
    Trace, VirtualHost,
};

use crate::params::Kind;
use crate::scenario::Scenario;

/// One arrival may be decided on by several patterns side by side, each with its events.
const EVENTS_AN_ARRIVAL: usize = 40;
/// One arrival may be worked on for so long while all others wait. Time that passes costs nothing.
const TIME_AN_ARRIVAL: Micros = 1_000_000;

/// The arguments of a run: with the release, they determine it to the byte.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Which demonstration.
    pub scenario: &'static Scenario,
    /// The variant's place in the scenario's list.
    pub variant: usize,
    /// A value a field.
    pub values: Vec<i64>,
    /// What randomness is made from.
    pub seed: u64,
    /// The actions taken.
    pub script: Vec<ScriptEntry>,
    /// Who goes next among those ready.
    pub schedule: ScheduleKind,
    /// Arrivals of the reader's own, in order of time.
    pub traffic: Rc<[Arrival]>,
}

impl PartialEq for Setup {
    fn eq(&self, other: &Self) -> bool {
        self.scenario.slug == other.scenario.slug
            && self.variant == other.variant
            && self.values == other.values
            && self.seed == other.seed
            && self.script == other.script
            && self.schedule == other.schedule
            && self.traffic == other.traffic
    }
}

impl Setup {
    /// A scenario at its defaults.
    pub fn new(scenario: &'static Scenario) -> Self {
        Setup {
            scenario,
            variant: 0,
            values: scenario.defaults(),
            seed: 0,
            script: Vec::new(),
            schedule: ScheduleKind::Fifo,
            traffic: Rc::default(),
        }
    }

    /// Whether arrivals are the reader's own, if there are any.
    pub fn uses_traffic(&self) -> bool {
        let taking = self.scenario.takes_traffic();
        taking.is_some_and(|(place, yours)| self.values[place] == yours)
    }

    /// The reader's own arrivals, if the run is of them: they may be for another, which this one is
    /// compared with.
    fn arrivals(&self) -> &[Arrival] {
        if self.uses_traffic() { &self.traffic } else { &[] }
    }

    /// How far the run may go: further, the more arrives.
    pub fn bounds(&self) -> Bounds {
        let usual = Bounds::default();
        let arrivals = self.arrivals().len();
        Bounds {
            events: usual.events + arrivals * EVENTS_AN_ARRIVAL,
            time: usual.time + arrivals as Micros * TIME_AN_ARRIVAL,
        }
    }

    /// Why turning the knob at this place changes nothing, if it does not: another knob's place.
    pub fn idle(&self, place: usize) -> Option<usize> {
        let idle = self.scenario.fields.get(place)?.idle?;
        let (other, field) = self.scenario.field(idle.knob)?;
        let value = self.values[other];
        let instead =
            self.scenario.takes_traffic() == Some((other, value)) && self.traffic.is_empty();
        let holds = idle.values.iter().any(|slug| field.parse(slug) == Ok(value));
        let acted = self.script.iter().any(|entry| idle.unless == Some(entry.action.as_str()));
        // Without traffic of the reader's own they come evenly, by these very knobs.
        (holds && !instead && !acted).then_some(other)
    }

    /// How many of the reader's own arrivals had come when the run was cut short; `None` if it came
    /// to an end of its own.
    pub fn cut(&self, trace: &Trace) -> Option<usize> {
        let cut = matches!(trace.outcome, Outcome::OutOfTime | Outcome::OutOfEvents);
        let own = self.arrivals();
        (cut && !own.is_empty()).then(|| own.partition_point(|arrival| arrival.at <= trace.end()))
    }

    /// The number of simulated threads.
    pub fn threads(&self) -> u32 {
        let threads = self.scenario.field("threads").map_or(1, |(place, _)| self.values[place]);
        u32::try_from(threads).unwrap_or(1)
    }

    /// The same on one thread, which is all that a browser has.
    pub fn on_one_thread(&self) -> Setup {
        let mut setup = self.clone();
        if let Some((place, _)) = self.scenario.field("threads") {
            setup.values[place] = 1;
        }
        setup
    }

    /// The arguments as a trace has them.
    pub fn run(&self) -> Run {
        let fields = self.scenario.fields.iter().zip(&self.values);
        let knobs = fields.map(|(field, value)| {
            let setting = match field.kind {
                Kind::Choice(_) => Setting::Choice(field.format(*value)),
                Kind::Count | Kind::Millis => Setting::Number(*value),
            };
            (field.name.to_owned(), setting)
        });
        Run {
            scenario: self.scenario.slug.to_owned(),
            knobs: knobs.collect(),
            variant: self.scenario.variants[self.variant].slug.to_owned(),
            seed: self.seed,
            script: self.script.clone(),
            schedule: self.schedule.clone(),
            traffic: self.arrivals().to_vec(),
        }
    }

    /// Sets the run up on the virtual host; [`conclude`](Setup::conclude) its trace at the end.
    pub fn begin(&self) -> VirtualHost {
        let start = self.scenario.start;
        VirtualHost::new(self.run(), self.threads(), |lab| start(lab, self.variant, &self.values))
            .bounded(self.bounds())
    }

    /// Runs to the end.
    pub fn finish(&self) -> Trace {
        let mut trace = self.begin().finish();
        self.conclude(&mut trace);
        trace
    }

    /// Whether the run whose trace this is would be the same without that entry of its script, by its
    /// place: as when what was stalled had nothing more to do.
    pub fn in_vain(&self, place: usize, trace: &Trace) -> bool {
        let mut without = self.clone();
        if place >= without.script.len() {
            return false;
        }
        without.script.remove(place);
        let other = without.begin().finish();
        other.outcome == trace.outcome && happened(&other).eq(happened(trace))
    }

    /// Checks the scenario's claims over a trace of it.
    pub fn conclude(&self, trace: &mut Trace) {
        trace.claims = self.claims(trace);
    }

    /// What became of each claim in a trace of the scenario.
    pub fn claims(&self, trace: &Trace) -> Vec<lab::Claim> {
        let in_time = trace.in_time();
        let check = |claim| self.check_in(&in_time, claim, trace);
        (0..self.scenario.claims.len()).map(check).collect()
    }

    /// Checks one claim, by its place: a long trace leaves time for other things in between.
    pub fn check(&self, claim: usize, trace: &Trace) -> lab::Claim {
        self.check_in(&trace.in_time(), claim, trace)
    }

    /// How late a host was is nothing that a pattern could help: a claim is about what was due
    /// when. Where it breaks is told as it happened.
    fn check_in(&self, in_time: &Trace, claim: usize, trace: &Trace) -> lab::Claim {
        let claim = &self.scenario.claims[claim];
        let broken = (claim.check)(in_time, &self.values).err();
        let event = broken.as_ref().map(|broken| broken.event as u32);
        let (tasks, items) = broken.map(|broken| (broken.tasks, broken.items)).unwrap_or_default();
        lab::Claim {
            claim: claim.slug.to_owned(),
            holds: event.is_none(),
            broken_at_us: event.and_then(|event| trace.events.get(event as usize)).map(|e| e.at),
            event,
            tasks,
            items,
        }
    }
}

/// What came of a run. Whoever listens for actions wakes and waits again at each: that is nothing.
fn happened(trace: &Trace) -> impl Iterator<Item = &Event> {
    trace.events.iter().filter(|event| {
        !matches!(
            event.kind,
            EventKind::Acted { .. }
                | EventKind::Ready
                | EventKind::Running { .. }
                | EventKind::Blocked { .. }
                | EventKind::Sleeping { .. }
        )
    })
}

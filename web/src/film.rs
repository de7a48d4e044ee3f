//! A run, ready to be shown: its trace and the index that makes any instant cheap.

use std::cell::{OnceCell, RefCell};

use lab::{Claim, Measured, Micros, Trace};
use scenarios::Setup;
use stage::{Index, measured};

use crate::live::Live;

/// A run that can be shown.
pub(crate) struct Film {
    /// What gave it.
    pub(crate) setup: Setup,
    /// The user stopped it before its end.
    pub(crate) stopped: bool,
    reel: Reel,
    /// What the whole run comes to, once it is over and somebody has asked.
    measured: OnceCell<Measured>,
}

enum Reel {
    /// All there will be.
    Done(Box<(Trace, Index)>),
    /// Still being written by the browser.
    Live { live: Live, index: Box<RefCell<Index>>, cast: OnceCell<Box<(Trace, Index)>> },
}

impl Film {
    /// A run that is over.
    pub(crate) fn done(setup: Setup, trace: Trace, stopped: bool) -> Self {
        let index = Index::new(&trace);
        Film::indexed(setup, trace, index, stopped)
    }

    /// A run that is over, with its index.
    pub(crate) fn indexed(setup: Setup, trace: Trace, index: Index, stopped: bool) -> Self {
        Film {
            setup,
            stopped,
            reel: Reel::Done(Box::new((trace, index))),
            measured: OnceCell::new(),
        }
    }

    /// A run that goes on now.
    pub(crate) fn live(setup: Setup, live: Live) -> Self {
        let index = Box::new(RefCell::new(live.lab().with_trace(Index::new)));
        let reel = Reel::Live { live, index, cast: OnceCell::new() };
        Film { setup, stopped: false, reel, measured: OnceCell::new() }
    }

    /// Whether it is the run of this setup. What is pressed while it is live belongs to it already.
    pub(crate) fn is_of(&self, setup: &Setup) -> bool {
        if self.session().is_none() {
            return self.setup == *setup;
        }
        let mut before = setup.clone();
        before.script.clone_from(&self.setup.script);
        self.setup == before && setup.script.len() >= self.setup.script.len()
    }

    /// The session that writes it, if it is live.
    pub(crate) fn session(&self) -> Option<&Live> {
        match &self.reel {
            Reel::Done(_) => None,
            Reel::Live { live, .. } => Some(live),
        }
    }

    /// Looks at the run as far as it has come.
    pub(crate) fn with<R>(&self, look: impl FnOnce(&Trace, &Index) -> R) -> R {
        match &self.reel {
            Reel::Done(both) => look(&both.0, &both.1),
            Reel::Live { live, index, .. } => live.lab().with_trace(|trace| {
                index.borrow_mut().extend(trace);
                look(trace, &index.borrow())
            }),
        }
    }

    /// Looks at what is to be painted, and whether it has begun: before a live run does, nobody is
    /// there yet, and its virtual twin says who will be.
    pub(crate) fn painted<R>(&self, look: impl FnOnce(&Trace, &Index, bool) -> R) -> R {
        let Reel::Live { live, cast, .. } = &self.reel else {
            return self.with(|trace, index| look(trace, index, true));
        };
        // What takes a while to compute is not computed for that.
        if !self.setup.traffic.is_empty() || live.has_begun() {
            return self.with(|trace, index| look(trace, index, true));
        }
        let twin = || {
            let trace = self.setup.finish();
            let index = Index::new(&trace);
            Box::new((trace, index))
        };
        let both = cast.get_or_init(twin);
        look(&both.0, &both.1, false)
    }

    /// Whether it goes on now.
    pub(crate) fn is_live(&self) -> bool {
        self.session().is_some_and(|session| !session.is_over())
    }

    /// What became of each claim so far.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        self.with(|trace, _| {
            let goes_on = self.session().is_some();
            if goes_on { self.setup.claims(trace) } else { trace.claims.clone() }
        })
    }

    /// What the run comes to so far.
    pub(crate) fn measured(&self) -> Measured {
        let peers = self.setup.scenario.peers;
        let measure = || self.with(|trace, index| measured(trace, index, peers));
        if self.is_live() { measure() } else { *self.measured.get_or_init(measure) }
    }

    /// How many events it has.
    pub(crate) fn events(&self) -> usize {
        self.with(|trace, _| trace.events.len())
    }

    /// Its last instant.
    pub(crate) fn end(&self) -> Micros {
        match &self.reel {
            Reel::Done(both) => both.0.end(),
            Reel::Live { live, .. } => live.edge(),
        }
    }
}

impl PartialEq for Film {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

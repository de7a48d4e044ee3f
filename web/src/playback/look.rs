//! How the runs are looked at.

use lab::{ItemId, Micros, TaskId, Trace};
use scenarios::{Axis, Language, SPEEDS, Scenario, Words, words};
use stage::{Cursor, Index, Labels, Palette, Terms, View};

use super::Side;
use crate::dom;
use crate::model::{Model, Spotlight};

/// Everything a picture depends on beside the run and the cursor.
#[derive(Clone, PartialEq)]
pub(crate) struct Look {
    /// The language of the words in it.
    pub(crate) language: Language,
    /// The scenario's own words for what its trace names.
    pub(crate) terms: Terms,
    /// On a dark ground.
    pub(crate) dark: bool,
    /// The timeline's axis.
    pub(crate) axis: Axis,
    /// The speed, in thousandths.
    pub(crate) speed: u32,
    /// The stem of the tasks whose items are in progress.
    pub(crate) works: &'static str,
    /// The item followed.
    pub(crate) followed: Option<ItemId>,
    /// The culprits.
    ringed: Vec<TaskId>,
    /// In which of two runs they are.
    ringed_in: Side,
    /// Folded lanes are unfolded.
    pub(crate) unfolded: bool,
    /// In real time.
    pub(crate) real: bool,
    /// Items may move.
    pub(crate) motion: bool,
    /// Fingers point at it.
    pub(crate) touch: bool,
    /// Where playback begins.
    pub(crate) start: Micros,
    /// Where playback ends, if not with the run.
    pub(crate) stop: Option<Micros>,
    /// It begins again when it has ended.
    pub(crate) repeats: bool,
    /// What is yet to come stays hidden.
    pub(crate) secret: bool,
    /// A button lies over it, until somebody begins.
    pub(crate) waits: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            language: Language::En,
            terms: Terms::default(),
            dark: false,
            axis: Axis::Time,
            speed: 1_000,
            works: "",
            followed: None,
            ringed: Vec::new(),
            ringed_in: 0,
            unfolded: false,
            real: false,
            motion: true,
            touch: false,
            start: 0,
            stop: None,
            repeats: false,
            secret: false,
            waits: false,
        }
    }
}

impl Look {
    /// As the page says.
    pub(crate) fn of(model: &Model) -> Self {
        let frame = &model.link.view.frame;
        let micros = |ms: u32| Micros::from(ms) * 1_000;
        let culprits = model.spotlight.and_then(|Spotlight { side, claim }| {
            let film = model.films[side].as_ref()?;
            film.with(|trace, _| trace.claims.get(claim).map(|claim| claim.tasks.clone()))
        });
        Look {
            dark: model.dark(),
            axis: model.axis(),
            speed: SPEEDS[model.link.view.speed] * 100,
            followed: model.link.view.follow,
            ringed: culprits.unwrap_or_default(),
            ringed_in: model.spotlight.map_or(0, |spotlight| spotlight.side),
            unfolded: model.unfolded,
            real: model.link.view.real,
            motion: !dom::still(),
            touch: dom::matches("(pointer: coarse)"),
            start: frame.start.map_or(0, micros),
            stop: frame.stop.map(micros),
            repeats: frame.repeats,
            secret: model.is_asking(),
            waits: model.waits_to_play(),
            ..Look::in_words(model.language(), model.link.setup.scenario)
        }
    }

    /// All that words depend on.
    pub(crate) fn in_words(language: Language, scenario: &Scenario) -> Self {
        let said = words(scenario.slug, language);
        let terms = Terms {
            checks: Words::pairs(said.checks),
            shown: Words::pairs(said.shown),
            actions: Words::pairs(said.actions),
            claims: Words::pairs(said.claims),
        };
        Look { language, terms, works: scenario.works, ..Look::default() }
    }

    /// The culprits, ringed, of one of two runs.
    pub(super) fn ringed(&self, side: Side) -> &[TaskId] {
        if side == self.ringed_in { &self.ringed } else { &[] }
    }

    /// A picture of a run, as far as it does not depend on where it is painted.
    pub(crate) fn view<'a>(
        &'a self,
        trace: &'a Trace,
        index: &'a Index,
        cursor: Cursor,
        until: Option<Micros>,
    ) -> View<'a> {
        let mut view = View::new(trace, index, self.labels());
        view.cursor = cursor;
        view.terms = &self.terms;
        view.works = self.works;
        view.axis = match self.axis {
            Axis::Time => stage::Axis::Time,
            Axis::Order => stage::Axis::Order,
        };
        view.followed = self.followed;
        view.until = until;
        view.speed = self.speed;
        view.motion = self.motion;
        view.touch = self.touch;
        view.unfolded = self.unfolded;
        view.real = self.real;
        view.secret = self.secret;
        view
    }

    /// The colours.
    pub(crate) fn palette(&self) -> &'static Palette {
        if self.dark { &Palette::DARK } else { &Palette::LIGHT }
    }

    /// The words.
    pub(crate) fn labels(&self) -> &'static Labels {
        match self.language {
            Language::En => &Labels::EN,
            Language::Vi => &Labels::VI,
        }
    }
}

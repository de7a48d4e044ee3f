//! The parts of the page that a frame can show.

/// A part of the page that a frame can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    /// The picture of now.
    Stage,
    /// The picture of the whole run.
    Timeline,
    /// The parameters.
    Knobs,
    /// The buttons that act on the run.
    Actions,
    /// What should hold, and whether it does.
    Claims,
    /// The words.
    Story,
    /// The source.
    Code,
    /// The figures of the whole run.
    Metrics,
    /// What there is to reach and to foresee.
    Challenges,
}

impl Panel {
    /// Every one, in the order of the page.
    pub const ALL: [Panel; 9] = [
        Panel::Stage,
        Panel::Timeline,
        Panel::Knobs,
        Panel::Actions,
        Panel::Claims,
        Panel::Story,
        Panel::Code,
        Panel::Metrics,
        Panel::Challenges,
    ];

    /// What a frame shows unless it is told otherwise.
    pub const USUAL: [Panel; 4] = [Panel::Stage, Panel::Timeline, Panel::Knobs, Panel::Actions];

    /// As links have it.
    pub fn slug(self) -> &'static str {
        SLUGS[self as usize]
    }
}

pub(super) const SLUGS: [&str; 9] =
    ["stage", "timeline", "knobs", "actions", "claims", "story", "code", "metrics", "challenges"];

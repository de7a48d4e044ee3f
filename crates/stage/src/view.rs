//! What a picture is taken of.

use lab::{ItemId, Micros, TaskId, Trace};

use crate::cursor::Cursor;
use crate::index::Index;
use crate::labels::Labels;
use crate::terms::{self, Terms};

/// Everything a picture depends on.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// Its index.
    pub index: &'a Index,
    /// Where in it.
    pub cursor: Cursor,
    /// The width of the picture.
    pub width: f32,
    /// The height of the diagram; the timeline has its own, see [`timeline_height`](crate::timeline_height).
    pub height: f32,
    /// The height that the timeline keeps to, if it can: lanes get lower for that, as long as they
    /// can be read.
    pub room: Option<f32>,
    /// The words.
    pub labels: &'a Labels,
    /// The scenario's own words for what the trace names.
    pub terms: &'a Terms,
    /// The stem of the tasks whose items count as in progress, such as `worker`; all if it is empty.
    pub works: &'a str,
    /// How the timeline is spaced.
    pub axis: Axis,
    /// The item followed: everything else steps back.
    pub followed: Option<ItemId>,
    /// The culprits, ringed: everyone else steps back.
    pub ringed: &'a [TaskId],
    /// The end of the time axis, if it is not the run's own: two runs compared share one.
    pub until: Option<Micros>,
    /// How fast playback goes, in thousandths.
    pub speed: u32,
    /// Whether the run goes on while it is watched.
    pub live: bool,
    /// Whether items may move; else they are where they are.
    pub motion: bool,
    /// Whether fingers point at it.
    pub touch: bool,
    /// Whether a crowd of peers has a lane each.
    pub unfolded: bool,
    /// Whether it runs in real time, on the browser's own thread.
    pub real: bool,
    /// Whether what is yet to come stays hidden: somebody is asked what that will be.
    pub secret: bool,
}

/// How the timeline is spaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// To the scale of time.
    #[default]
    Time,
    /// Events evenly.
    Order,
}

impl<'a> View<'a> {
    /// As far as is known: what is under way in a live run goes on up to its edge, where the cursor
    /// stands.
    pub(crate) fn end(&self) -> Micros {
        let end = self.trace.end();
        if self.live { end.max(self.cursor.at) } else { end }
    }

    /// A picture of the end of the run, 960 wide.
    pub fn new(trace: &'a Trace, index: &'a Index, labels: &'a Labels) -> Self {
        View {
            trace,
            index,
            cursor: Cursor::end(trace),
            width: 960.0,
            height: 440.0,
            room: None,
            labels,
            terms: &terms::NONE,
            works: "",
            axis: Axis::Time,
            followed: None,
            ringed: &[],
            until: None,
            speed: 1_000,
            live: false,
            motion: true,
            touch: false,
            unfolded: false,
            real: false,
            secret: false,
        }
    }

    /// How strongly what belongs to `task` and holds `item` shows.
    pub(crate) fn strength(&self, task: Option<TaskId>, item: Option<ItemId>) -> f32 {
        let aside = match (self.followed, self.ringed) {
            (Some(followed), _) => item != Some(followed),
            (None, []) => false,
            (None, ringed) => task.is_none_or(|task| !ringed.contains(&task)),
        };
        if aside { ASIDE } else { 1.0 }
    }

    /// Whether items are told apart by hue: above 60 they are not.
    pub(crate) fn has_hues(&self) -> bool {
        self.index.items.len() <= MOST_HUES
    }

    /// Whether there is so little height that the figures of now have one line.
    pub fn is_low(&self) -> bool {
        self.height > 0.0 && self.height < LOW
    }

    /// How many events have happened.
    pub(crate) fn events(&self) -> usize {
        self.cursor.events
    }
}

/// Below this height a picture is low.
const LOW: f32 = 260.0;
/// How strongly what is not followed shows.
const ASIDE: f32 = 0.35;
/// With more items than this, hue is kept for the one that is followed.
const MOST_HUES: usize = 60;

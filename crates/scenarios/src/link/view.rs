//! How a run is looked at.

use super::Compare;
use super::read::{choice, compare, number};
use crate::challenge::Goal;
use crate::frame::{Frame, SPEED_NAMES, USUAL_SPEED, flag, take};
use crate::language::Language;
use crate::notice::{Notice, quoted};
use crate::scenario::Scenario;

/// How to look at a run. Every field has a default that links leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The language, unless it is the browser's.
    pub language: Option<Language>,
    /// The colours, unless they are the system's.
    pub theme: Option<Theme>,
    /// Without header and catalogue, for a frame.
    pub embed: bool,
    /// How it stands in that frame.
    pub frame: Frame,
    /// On the browser's own executor, in real time.
    pub real: bool,
    /// The place of its speed in [`crate::SPEEDS`].
    pub speed: usize,
    /// The timeline's axis, unless it is the scenario's own.
    pub axis: Option<Axis>,
    /// What the run is compared with.
    pub compare: Option<Compare>,
    /// What is open beside the stage.
    pub side: Option<Side>,
    /// The number of the item that is followed.
    pub follow: Option<u32>,
    /// What whoever made the link wants the reader to reach.
    pub goal: Option<Goal>,
}

impl Default for View {
    fn default() -> Self {
        View {
            language: None,
            theme: None,
            embed: false,
            frame: Frame::default(),
            real: false,
            speed: USUAL_SPEED,
            axis: None,
            compare: None,
            side: None,
            follow: None,
            goal: None,
        }
    }
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The timeline's axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// To the scale of time.
    Time,
    /// Events evenly spaced.
    Order,
}

impl Axis {
    /// The one that the timeline of this scenario opens with.
    pub fn of(scenario: &Scenario) -> Self {
        if scenario.opens_in_order { Axis::Order } else { Axis::Time }
    }
}

/// What can be open beside the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The words.
    Story,
    /// The source.
    Code,
    /// The table.
    Events,
    /// What there is to reach and to foresee.
    Challenges,
}

impl Side {
    /// Every one, in the order of the page.
    pub const ALL: [Side; 4] = [Side::Story, Side::Code, Side::Events, Side::Challenges];

    /// As links have it.
    pub fn slug(self) -> &'static str {
        SIDES[self as usize]
    }
}

const SIDES: [&str; 4] = ["story", "code", "events", "challenges"];

impl View {
    /// What stays as it is when another pattern is opened.
    #[must_use]
    pub(super) fn elsewhere(&self) -> View {
        let View { language, theme, speed, side, .. } = *self;
        View { language, theme, speed, side, ..View::default() }
    }

    /// Takes one `key=value` over. What was there stays if nothing of the value can be used.
    pub(super) fn apply(
        &mut self,
        scenario: &Scenario,
        key: &str,
        value: &str,
        notices: &mut Vec<Notice>,
    ) {
        match key {
            "lang" => match Language::of_code(value) {
                Some(language) => self.language = Some(language),
                None => {
                    let _ = choice(key, value, &["en", "vi"], notices);
                }
            },
            "theme" => {
                let themes = [None, Some(Theme::Light), Some(Theme::Dark)];
                let theme = choice(key, value, &["auto", "light", "dark"], notices);
                take(&mut self.theme, theme.map(|theme| themes[theme]));
            }
            "embed" => take(&mut self.embed, flag(key, value, notices)),
            "time" => {
                let time = choice(key, value, &["virtual", "real"], notices);
                take(&mut self.real, time.map(|time| time == 1));
            }
            "speed" => take(&mut self.speed, choice(key, value, &SPEED_NAMES, notices)),
            "axis" => {
                let axis = choice(key, value, &["time", "order"], notices);
                take(&mut self.axis, axis.map(|axis| Some([Axis::Time, Axis::Order][axis])));
            }
            "goal" => {
                let said = notices.len();
                let goal = Goal::read(scenario, value, notices);
                take(&mut self.goal, (goal.is_some() || notices.len() == said).then_some(goal));
            }
            "compare" => {
                take(&mut self.compare, compare(scenario, value, notices).map(Some));
            }
            "side" => {
                let side = choice(key, value, &SIDES, notices);
                take(&mut self.side, side.map(|side| Some(Side::ALL[side])));
            }
            "follow" => {
                let item = number(key, value, 0, i64::from(u32::MAX), notices);
                take(&mut self.follow, item.map(|item| Some(item as u32)));
            }
            _ if self.frame.apply(scenario, key, value, notices) => {}
            _ => {
                // What has no name, or none that can be seen, is told by its value.
                let named = quoted(key);
                let given = if named.is_empty() { quoted(&format!("={value}")) } else { named };
                notices.push(Notice::UnknownKey { given });
            }
        }
    }
}

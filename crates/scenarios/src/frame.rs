//! A run in a frame of another page: which of its parts are shown, what a reader can turn, and how
//! it plays. Links say it in keys of their own: `embed=1&panels=stage,knobs&lock=workers`.

mod panel;
mod read;

pub use panel::Panel;
pub(crate) use read::{flag, take};

/// The speeds of playback, in tenths.
pub const SPEEDS: [u32; 7] = [1, 2, 5, 10, 20, 50, 100];
/// The same, as links have them.
pub(crate) const SPEED_NAMES: [&str; 7] = ["0.1", "0.2", "0.5", "1", "2", "5", "10"];
/// The place of 1× among them.
pub(crate) const USUAL_SPEED: usize = 3;
/// The latest instant a link can name, in milliseconds.
pub(crate) const LATEST_MS: u32 = 600_000;

/// How a run stands in a frame. Every field has a default that links leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What is shown; without a wish, [`Panel::USUAL`] and the first knobs.
    pub panels: Option<Vec<Panel>>,
    /// Whether it plays by itself once it is seen.
    pub autoplay: bool,
    /// Whether it begins again when it has ended.
    pub repeats: bool,
    /// Shown, and not usable: names of knobs and actions (of both, if they share one), `variant`,
    /// or `all`.
    pub locked: Vec<&'static str>,
    /// Not shown: the same names, `reset` and `full`.
    pub hidden: Vec<&'static str>,
    /// Where playback begins, in milliseconds.
    pub start: Option<u32>,
    /// Where playback ends, in milliseconds.
    pub stop: Option<u32>,
    /// Whether the pattern's name is over it.
    pub title: bool,
}

impl Default for Frame {
    fn default() -> Self {
        Frame {
            panels: None,
            autoplay: false,
            repeats: false,
            locked: Vec::new(),
            hidden: Vec::new(),
            start: None,
            stop: None,
            title: true,
        }
    }
}

/// What a frame can lock or hide beside knobs and actions: the choice of a variant, the way back
/// to its own values, the way out into the full page, and every knob, action and variant at once.
const OTHERS: [&str; 4] = ["variant", "reset", "full", ALL];
const ALL: &str = "all";
/// What cannot be locked, and is not meant by `all`.
const ONLY_HIDDEN: [&str; 2] = ["reset", "full"];

impl Frame {
    /// Whether a panel is shown.
    pub fn shows(&self, panel: Panel) -> bool {
        self.panels.as_deref().unwrap_or(&Panel::USUAL).contains(&panel)
    }

    /// Whether a knob, an action, or `variant`, `reset`, `full` is there.
    pub fn has(&self, name: &str) -> bool {
        !is_among(name, &self.hidden)
    }

    /// Whether it is there and cannot be used.
    pub fn locks(&self, name: &str) -> bool {
        is_among(name, &self.locked)
    }

    /// Whether it is there and can be used.
    pub fn allows(&self, name: &str) -> bool {
        self.has(name) && !self.locks(name)
    }

    pub(crate) fn write(&self, pairs: &mut Vec<(&'static str, String)>) {
        let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
        if let Some(panels) = &self.panels {
            let slugs: Vec<_> = panels.iter().map(|panel| panel.slug()).collect();
            pairs.push(("panels", slugs.join(",")));
        }
        if self.autoplay {
            pairs.push(("autoplay", flag(true)));
        }
        if self.repeats {
            pairs.push(("loop", flag(true)));
        }
        if !self.locked.is_empty() {
            pairs.push(("lock", self.locked.join(",")));
        }
        if !self.hidden.is_empty() {
            pairs.push(("hide", self.hidden.join(",")));
        }
        if let Some(start) = self.start {
            pairs.push(("start", start.to_string()));
        }
        if let Some(stop) = self.stop {
            pairs.push(("stop", stop.to_string()));
        }
        if !self.title {
            pairs.push(("title", flag(false)));
        }
    }
}

/// Whether it is named, or one of all.
fn is_among(name: &str, names: &[&str]) -> bool {
    names.contains(&name) || names.contains(&ALL) && !ONLY_HIDDEN.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Link;
    use crate::notice::Notice;

    fn frame(options: &str) -> (Frame, Vec<Notice>) {
        let (link, notices) = Link::parse(&format!("/worker-pool?embed=1&{options}"));
        (link.view.frame, notices)
    }

    #[test]
    fn says_what_is_shown_and_what_is_locked() {
        let (frame, notices) = frame("panels=Claims,stage&lock=workers&hide=variant,cancel");
        assert_eq!(notices, []);
        assert_eq!(frame.panels, Some(vec![Panel::Stage, Panel::Claims]));
        assert!(frame.shows(Panel::Claims) && !frame.shows(Panel::Timeline));
        assert!(frame.locks("workers") && !frame.locks("variant"));
        assert!(!frame.has("variant") && !frame.has("cancel") && frame.has("reset"));
    }

    #[test]
    fn all_locks_what_can_be_turned_and_leaves_the_way_out() {
        let (frame, _) = frame("lock=all");
        assert!(frame.locks("job") && frame.locks("stall") && frame.locks("variant"));
        assert!(!frame.locks("full") && !frame.locks("reset"));
    }

    #[test]
    fn what_cannot_be_used_is_said_and_ignored() {
        for bad in [
            "panels=stages",
            "start=soon",
            "start=600000",
            "stop=600001",
            "lock=wheels",
            "loop=maybe",
        ] {
            let (read, notices) = frame(bad);
            assert_eq!(read, Frame::default(), "{bad}");
            assert_eq!(notices.len(), 1, "{bad}");
        }
        let (read, notices) = frame("start=900&stop=300");
        assert_eq!((read.start, read.stop, notices.len()), (Some(900), None, 1));
    }

    #[test]
    fn names_are_matched_without_regard_to_case() {
        let (link, notices) =
            Link::parse("/Worker-Pool?EMBED=1&Lock=Workers&AutoPlay=1&Variant=Leaks");
        assert_eq!(notices, []);
        assert_eq!(link.to_string(), "/worker-pool?variant=leaks&embed=1&autoplay=1&lock=workers");
    }

    #[test]
    fn outside_of_a_frame_its_options_are_left_out() {
        let (link, _) = Link::parse("/worker-pool?autoplay=1&lock=workers");
        assert_eq!(link.to_string(), "/worker-pool");
    }
}

//! A frame for another page, as far as its author has built it.

use scenarios::{Compare, Cursor, Frame, Link, Notice, Panel, Scenario, Snippet};

/// The frame that is being built.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// The run, and how it stands in its frame.
    pub(super) link: Link,
    /// The instant on screen, which the frame may begin at.
    here: Cursor,
    /// What the run is compared with on screen.
    compared: Option<Compare>,
    /// It is an element with a script, not a frame alone.
    pub(super) element: bool,
    /// In pixels, as typed so far.
    pub(super) width: Option<u32>,
    /// In pixels, as typed so far.
    pub(super) height: Option<u32>,
    /// What readers are to reach, as typed.
    pub(super) goal: String,
    /// What of that could not be used.
    pub(super) refused: Vec<Notice>,
    /// It is as high as what it shows, where that is up to what it shows.
    pub(super) fits: bool,
}

/// What a frame measures unless it is told otherwise, in pixels.
const USUAL_WIDTH: u32 = 640;
const USUAL_HEIGHT: u32 = 420;
/// What it can measure.
pub(super) const WIDTHS: (u32, u32) = (240, 4_000);
pub(super) const HEIGHTS: (u32, u32) = (200, 4_000);

/// How a knob, an action or another part of a frame can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Usable,
    Locked,
    Hidden,
}

impl Use {
    pub(super) const ALL: [Use; 3] = [Use::Usable, Use::Locked, Use::Hidden];
}

/// What is hidden or locked at once, and what is there beside knobs and actions.
pub(super) const ALL: &str = "all";
pub(super) const VARIANT: &str = "variant";
/// What can be hidden only.
pub(super) const RESET: &str = "reset";
pub(super) const FULL: &str = "full";

impl Draft {
    /// The usual frame of what is on screen.
    pub(super) fn of(link: &Link) -> Self {
        let mut link = link.clone();
        link.view.embed = true;
        link.view.frame = Frame::default();
        Draft {
            here: link.cursor,
            compared: link.view.compare,
            goal: link
                .view
                .goal
                .as_ref()
                .map_or(String::new(), |goal| goal.written(link.setup.scenario)),
            refused: Vec::new(),
            link,
            element: false,
            width: Some(USUAL_WIDTH),
            height: Some(USUAL_HEIGHT),
            fits: true,
        }
    }

    /// Its width, also while another is being typed.
    pub(super) fn width(&self) -> u32 {
        self.width.unwrap_or(USUAL_WIDTH).clamp(WIDTHS.0, WIDTHS.1)
    }

    /// Its height, also while another is being typed.
    pub(super) fn height(&self) -> u32 {
        self.height.unwrap_or(USUAL_HEIGHT).clamp(HEIGHTS.0, HEIGHTS.1)
    }

    /// Whether its height is that of the panels it asks for; else it makes do with its frame.
    pub(super) fn flows(&self) -> bool {
        self.link.view.frame.panels.is_some() || self.link.view.compare.is_some()
    }

    /// Whether it begins at the instant on screen, if there is one to speak of.
    pub(super) fn at_instant(&self) -> Option<bool> {
        (self.here != Cursor::Start).then(|| self.link.cursor == self.here)
    }

    /// What it can compare its run with: each other variant, and another value of a knob if that is
    /// what is compared on screen.
    pub(super) fn others(&self) -> Vec<Compare> {
        let places = 0..self.link.setup.scenario.variants.len();
        let others = places.filter(|place| *place != self.link.setup.variant);
        let knob = self.compared.filter(|compare| matches!(compare, Compare::Knob(..)));
        others.map(Compare::Variant).chain(knob).collect()
    }

    /// Begins at the instant on screen, or at the beginning.
    pub(super) fn set_at_instant(&mut self, at: bool) {
        self.link.cursor = if at { self.here } else { Cursor::Start };
        if at {
            self.link.view.frame.start = None;
        }
    }

    /// Plays from an instant, in milliseconds, and begins there.
    pub(super) fn set_start(&mut self, at: Option<u32>) {
        self.link.view.frame.start = at;
        if at.is_some() {
            self.link.cursor = Cursor::Start;
        }
    }

    /// Wants this to be reached, as links have it; nothing if it is empty.
    pub(super) fn set_goal(&mut self, goal: String) {
        self.link.view.goal = None;
        self.refused.clear();
        if !goal.trim().is_empty() {
            self.link.apply("goal", goal.trim(), &mut self.refused);
        }
        self.goal = goal;
    }

    /// Shows panels of its author's choice, at first the usual ones; or what fits.
    pub(super) fn choose_panels(&mut self, choose: bool) {
        self.link.view.frame.panels = choose.then(|| Panel::USUAL.to_vec());
    }

    /// Shows a panel, or not. One panel stays: a frame of nothing is none.
    pub(super) fn set_panel(&mut self, panel: Panel, on: bool) {
        let frame = &mut self.link.view.frame;
        let panels: Vec<Panel> = Panel::ALL
            .into_iter()
            .filter(|one| if *one == panel { on } else { frame.shows(*one) })
            .collect();
        if !panels.is_empty() {
            frame.panels = Some(panels);
        }
    }

    /// How something can be used.
    pub(super) fn use_of(&self, name: &str) -> Use {
        let frame = &self.link.view.frame;
        if frame.hidden.contains(&name) {
            Use::Hidden
        } else if frame.locked.contains(&name) {
            Use::Locked
        } else {
            Use::Usable
        }
    }

    /// Makes something usable, locked or hidden.
    pub(super) fn set_use(&mut self, name: &'static str, how: Use) {
        let frame = &mut self.link.view.frame;
        for (list, wanted) in [(&mut frame.locked, Use::Locked), (&mut frame.hidden, Use::Hidden)] {
            list.retain(|one| *one != name);
            if how == wanted {
                list.push(name);
                // As links have them.
                list.sort_unstable();
            }
        }
    }

    /// What is pasted. `shown` is how high the preview found it to be.
    pub(super) fn code(&self, page: &str, name: &str, shown: Option<u32>) -> String {
        let fits = self.flows() && self.fits;
        let height = match (fits, self.element) {
            (true, true) => None,
            (true, false) => shown,
            (false, _) => Some(self.height()),
        };
        let snippet = Snippet { link: &self.link, page, name, width: self.width(), height };
        if self.element { snippet.element() } else { snippet.iframe() }
    }
}

/// The knobs and actions of a scenario that can be locked or hidden, each name once.
pub(super) fn names(scenario: &'static Scenario) -> Vec<&'static str> {
    let mut names: Vec<_> = scenario.fields.iter().map(|field| field.name).collect();
    let actions = scenario.actions.iter().map(|action| action.slug);
    names.extend(actions.filter(|slug| scenario.field(slug).is_none()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(hash: &str) -> Draft {
        Draft::of(&Link::parse(hash).0)
    }

    #[test]
    fn what_is_built_is_a_link_without_a_notice() {
        let mut draft = draft("#/worker-pool?workers=8&e=12");
        draft.choose_panels(true);
        draft.set_panel(Panel::Stage, false);
        draft.set_panel(Panel::Code, true);
        for (place, name) in names(draft.link.setup.scenario).into_iter().enumerate() {
            draft.set_use(name, Use::ALL[place % 3]);
        }
        draft.set_use(ALL, Use::Locked);
        draft.set_use(FULL, Use::Hidden);
        draft.set_use(FULL, Use::Usable);
        draft.set_use(RESET, Use::Hidden);
        let (read, notices) = Link::parse(&draft.link.to_string());
        assert_eq!(notices, []);
        assert_eq!(read, draft.link);
        assert!(!read.view.frame.shows(Panel::Stage) && read.view.frame.shows(Panel::Code));
        assert!(read.view.frame.has("full") && !read.view.frame.has("reset"));
    }

    #[test]
    fn the_last_panel_stays() {
        let mut draft = draft("#/worker-pool");
        for panel in Panel::ALL {
            draft.set_panel(panel, false);
        }
        assert_eq!(draft.link.view.frame.panels, Some(vec![Panel::Actions]));
    }

    #[test]
    fn a_frame_begins_where_its_author_stands_or_at_the_beginning() {
        let mut there = draft("#/worker-pool?e=12");
        assert_eq!(there.at_instant(), Some(true));
        there.set_at_instant(false);
        assert_eq!((there.at_instant(), there.link.cursor), (Some(false), Cursor::Start));
        there.set_at_instant(true);
        assert_eq!(there.link.cursor, Cursor::Event(12));
        assert_eq!(draft("#/worker-pool").at_instant(), None);
    }

    #[test]
    fn each_other_variant_and_what_is_compared_on_screen_can_be_compared() {
        let of = |hash| draft(hash).others();
        assert_eq!(of("#/worker-pool?variant=leaks"), [0, 2, 3].map(Compare::Variant));
        assert_eq!(of("#/worker-pool?compare=leaks"), [1, 2, 3].map(Compare::Variant));
        let mut knob = draft("#/worker-pool?compare=workers:8");
        knob.link.view.compare = None;
        assert!(matches!(knob.others()[..], [.., Compare::Knob(_, 8)]));
    }

    #[test]
    fn a_height_is_fixed_measured_or_left_to_the_element() {
        let mut draft = draft("#/worker-pool");
        let code = |draft: &Draft| draft.code("https://example.org/", "Worker pool", Some(777));
        assert!(code(&draft).contains("height=\"420\""));
        draft.choose_panels(true);
        assert!(code(&draft).contains("height=\"777\""));
        draft.element = true;
        assert!(!code(&draft).contains("height="));
        draft.fits = false;
        assert!(code(&draft).contains("height=\"420\""));
    }
}

//! The words of the interface, typed: a table a language, none can lack a line.

pub(crate) mod challenges;
mod en;
mod share;
mod told;
mod vi;

use scenarios::Language;

pub(crate) use share::ShareText;

/// Every word of the interface in one language. `{}` stands for what is filled in.
pub(crate) struct Text {
    pub(crate) patterns: &'static str,
    pub(crate) find: &'static str,
    pub(crate) nothing_found: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) themes: [&'static str; 3],
    pub(crate) share: &'static str,
    pub(crate) embed: &'static str,
    pub(crate) help: &'static str,
    pub(crate) close: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) groups: &'static [(&'static str, &'static str)],

    pub(crate) variant: &'static str,
    pub(crate) compare: &'static str,
    pub(crate) story: &'static str,
    pub(crate) code: &'static str,
    pub(crate) events: &'static str,
    pub(crate) challenges: &'static str,
    /// `1 of 2 done`.
    pub(crate) challenges_done: &'static str,

    pub(crate) play: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) step_back: &'static str,
    pub(crate) step_forward: &'static str,
    pub(crate) speed: &'static str,
    pub(crate) time_kind: &'static str,
    pub(crate) virtual_time: &'static str,
    pub(crate) real_time: &'static str,
    pub(crate) axis: &'static str,
    pub(crate) axis_time: &'static str,
    pub(crate) axis_order: &'static str,
    pub(crate) position: &'static str,
    pub(crate) position_value: &'static str,
    pub(crate) run: &'static str,
    pub(crate) transport: &'static str,

    pub(crate) stage: &'static str,
    pub(crate) in_progress: &'static str,
    pub(crate) on_the_thread: &'static str,
    pub(crate) on_the_threads: &'static str,
    pub(crate) nobody: &'static str,
    pub(crate) tasks: &'static str,
    pub(crate) tasks_many: &'static str,

    pub(crate) parameters: &'static str,
    pub(crate) reset: &'static str,
    pub(crate) simulated: &'static str,
    pub(crate) greyed: &'static str,
    pub(crate) locked: &'static str,
    pub(crate) own_label: &'static str,
    pub(crate) own_hint: &'static str,
    pub(crate) own_file: &'static str,
    pub(crate) own_clear: &'static str,
    pub(crate) own_none: &'static str,
    pub(crate) own_long: &'static str,
    pub(crate) own_differs: &'static str,
    pub(crate) idle: &'static str,
    pub(crate) fits: &'static str,
    pub(crate) fits_all: &'static str,
    pub(crate) fits_most: &'static str,
    pub(crate) fits_one: &'static str,
    pub(crate) fits_knob: &'static str,
    pub(crate) fits_hint: &'static str,
    pub(crate) fits_room: &'static str,
    pub(crate) fits_window: &'static str,
    pub(crate) fits_none: &'static str,
    pub(crate) actions: &'static str,
    pub(crate) no_actions: &'static str,
    pub(crate) taken: &'static str,
    pub(crate) take_back: &'static str,
    pub(crate) too_late: &'static str,
    pub(crate) taken_before: &'static str,
    pub(crate) nobody_called_so: &'static str,
    pub(crate) changes_nothing: &'static str,
    pub(crate) the_run: &'static str,
    pub(crate) which: &'static str,
    pub(crate) experiments: &'static str,
    pub(crate) claims: &'static str,
    pub(crate) holds: &'static str,
    pub(crate) broken: &'static str,
    pub(crate) show_instant: &'static str,

    pub(crate) measured: &'static str,
    pub(crate) measured_whole: &'static str,
    pub(crate) makespan: &'static str,
    pub(crate) throughput: &'static str,
    pub(crate) per_second: &'static str,
    pub(crate) occupied: &'static str,
    pub(crate) occupied_other: &'static str,
    pub(crate) thread_running: &'static str,
    pub(crate) given_up: &'static str,
    pub(crate) lost: &'static str,
    pub(crate) chart: &'static str,

    pub(crate) outcome_running: &'static str,
    pub(crate) outcome_finished: &'static str,
    pub(crate) outcome_deadlock: &'static str,
    pub(crate) outcome_waits: &'static str,
    pub(crate) outcome_waits_on: &'static str,
    pub(crate) freed_by: &'static str,
    pub(crate) freed_by_nobody: &'static str,
    pub(crate) outcome_time: &'static str,
    pub(crate) outcome_events: &'static str,
    pub(crate) outcome_cut: &'static str,
    pub(crate) outcome_panicked: &'static str,
    pub(crate) outcome_stopped: &'static str,

    pub(crate) computing: &'static str,
    pub(crate) stop: &'static str,

    pub(crate) column_time: &'static str,
    pub(crate) column_task: &'static str,
    pub(crate) column_what: &'static str,
    pub(crate) events_count: &'static str,

    pub(crate) code_scenario: &'static str,
    pub(crate) code_pattern: &'static str,
    pub(crate) code_go: &'static str,

    pub(crate) why: &'static str,
    pub(crate) why_cause: &'static str,
    pub(crate) why_code: &'static str,
    pub(crate) why_previous: &'static str,
    pub(crate) why_next: &'static str,
    pub(crate) follow: &'static str,
    pub(crate) unfollow: &'static str,
    pub(crate) following: &'static str,

    pub(crate) compare_title: &'static str,
    pub(crate) compare_end: &'static str,
    pub(crate) compare_variants: &'static str,
    pub(crate) differ_from: &'static str,
    pub(crate) never_differ: &'static str,
    pub(crate) longer: &'static str,
    pub(crate) shorter: &'static str,
    /// Which of the two, and when.
    pub(crate) gets_stuck: &'static str,
    pub(crate) flip: &'static str,

    pub(crate) help_title: &'static str,
    pub(crate) help_keys: [(&'static str, &'static str); 9],
    pub(crate) open_full: &'static str,
    pub(crate) when: &'static str,
    /// Over the table of all patterns.
    pub(crate) which_when: &'static str,
    /// Over the plan that the settings make.
    pub(crate) plan: &'static str,
    pub(crate) dismiss: &'static str,

    pub(crate) live_before: &'static str,
    pub(crate) live_edge: &'static str,
    pub(crate) live_late: &'static str,
    pub(crate) live_twin: &'static str,
    pub(crate) live_again: &'static str,
    pub(crate) live_recorded: &'static str,

    pub(crate) crash: &'static str,
    pub(crate) crash_reload: &'static str,

    pub(crate) opening_overlap: &'static str,
    pub(crate) opening_question: &'static str,
    pub(crate) opening_next: &'static str,
    pub(crate) opening_watch: &'static str,
    pub(crate) opening_waiting: &'static str,
    pub(crate) opening_computing: &'static str,
    pub(crate) opening_no_change: &'static str,
    pub(crate) opening_faster: &'static str,
    pub(crate) opening_heartbeat: &'static str,
    pub(crate) opening_live: &'static str,
    pub(crate) opening_answer: &'static str,
}

/// The words of a language.
pub(crate) fn text(language: Language) -> &'static Text {
    match language {
        Language::En => &en::TEXT,
        Language::Vi => &vi::TEXT,
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Text {
    /// The name of a part of the catalogue.
    pub(crate) fn group(&self, slug: &'static str) -> &'static str {
        self.groups.iter().find(|(known, _)| *known == slug).map_or(slug, |(_, name)| name)
    }
}

/// `template` with each `{}` replaced in turn.
pub(crate) fn fill(template: &str, parts: &[&str]) -> String {
    let mut pieces = template.split("{}");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    let mut parts = parts.iter();
    for piece in pieces {
        filled.push_str(parts.next().copied().unwrap_or_default());
        filled.push_str(piece);
    }
    filled
}

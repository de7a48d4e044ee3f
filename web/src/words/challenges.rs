//! The words of challenges.

mod en;
mod vi;

use scenarios::{Language, Measure, Op};

/// The words of challenges in one language. `{}` stands for what is filled in.
pub(crate) struct Text {
    /// What all of them are called.
    pub(crate) title: &'static str,
    /// `1 of 2 done`.
    pub(crate) progress: &'static str,
    pub(crate) done: &'static str,
    pub(crate) to_do: &'static str,
    pub(crate) goal: &'static str,
    pub(crate) question: &'static str,
    /// Over the goal of a link.
    pub(crate) from_link: &'static str,
    pub(crate) from_link_says: &'static str,
    pub(crate) begin: &'static str,
    pub(crate) begin_again: &'static str,
    pub(crate) usable: &'static str,
    pub(crate) strayed: &'static str,
    pub(crate) seed: &'static str,
    pub(crate) met: &'static str,
    pub(crate) unmet: &'static str,
    pub(crate) count_met: &'static str,
    pub(crate) no_figure: &'static str,
    pub(crate) reached: &'static str,
    pub(crate) reached_links: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) what_questions_are: &'static str,
    pub(crate) ask: &'static str,
    pub(crate) ask_again: &'static str,
    pub(crate) ask_otherwise: &'static str,
    pub(crate) your_answer: &'static str,
    pub(crate) watch: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) withheld: &'static str,
    pub(crate) kept: &'static str,
    pub(crate) clear: &'static str,
    pub(crate) no: &'static str,
    pub(crate) none: &'static str,
    pub(crate) broken: &'static str,
    /// In the order of [`Op`].
    ops: [&'static str; 5],
    makespan: &'static str,
    throughput: &'static str,
    delivered: &'static str,
    lost: &'static str,
    dropped: &'static str,
    refused: &'static str,
    admitted: &'static str,
    peak: &'static str,
    occupied: &'static str,
    running: &'static str,
    finished: &'static str,
    deadlocked: &'static str,
    claims: &'static str,
    actions: &'static str,
    variant: &'static str,
}

/// The words of a language.
pub(crate) fn text(language: Language) -> &'static Text {
    match language {
        Language::En => &en::TEXT,
        Language::Vi => &vi::TEXT,
    }
}

impl Text {
    /// How a measure stands to a number: `under {}`.
    pub(crate) fn op(&self, op: Op) -> &'static str {
        let [under, at_most, over, at_least, is] = self.ops;
        match op {
            Op::Under => under,
            Op::AtMost => at_most,
            Op::Over => over,
            Op::AtLeast => at_least,
            Op::Is => is,
        }
    }

    /// The name of a measure that every pattern has.
    pub(crate) fn measure(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Makespan => self.makespan,
            Measure::Throughput => self.throughput,
            Measure::P50 => "p50",
            Measure::P95 => "p95",
            Measure::P99 => "p99",
            Measure::Delivered => self.delivered,
            Measure::Lost => self.lost,
            Measure::Dropped => self.dropped,
            Measure::Refused => self.refused,
            Measure::Admitted => self.admitted,
            Measure::Peak => self.peak,
            Measure::Occupied => self.occupied,
            Measure::Running => self.running,
            Measure::Finished => self.finished,
            Measure::Deadlocked => self.deadlocked,
            Measure::Claims => self.claims,
            Measure::Actions => self.actions,
            Measure::Variant => self.variant,
            Measure::Claim(_) | Measure::Knob(_) => "",
        }
    }
}

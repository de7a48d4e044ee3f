//! The words of challenges, which nobody needs before they are looked at.

use scenarios::{Measure, Op};

use super::told::told;

told! {
    /// The words of challenges in one language. `{}` stands for what is filled in.
    Text in "challenges" {
        done,
        to_do,
        goal,
        question,
        /// Over the goal of a link.
        from_link,
        from_link_says,
        begin,
        begin_again,
        begins_with,
        usable,
        strayed,
        seed,
        met,
        unmet,
        count_met,
        no_figure,
        reached,
        reached_links,
        hint,
        what_questions_are,
        ask,
        ask_again,
        ask_otherwise,
        ask_without,
        your_answer,
        watch,
        skip,
        right,
        wrong,
        withheld,
        kept,
        clear,
        no,
        none,
        broken,
        /// In the order of [`Op`].
        ops [5],
        makespan,
        throughput,
        delivered,
        lost,
        dropped,
        refused,
        admitted,
        peak,
        occupied,
        running,
        finished,
        deadlocked,
        claims,
        actions,
        variant,
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

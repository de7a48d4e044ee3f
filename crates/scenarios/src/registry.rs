//! The list of scenarios, in the order of the catalogue.

use crate::scenario::{Group, Scenario};

/// A line of the catalogue, which is short: whoever shows it all needs little of each scenario.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The scenario's slug.
    pub slug: &'static str,
    /// The part of the catalogue it stands in.
    pub group: Group,
    scenario: fn() -> &'static Scenario,
}

/// One line a scenario: declares the module and lists it.
macro_rules! catalogue {
    ($($module:ident),* $(,)?) => {
        mod catalogue {
            $(pub(super) mod $module;)*
        }
        /// Every scenario, in the order of the catalogue. The first is the opening lesson.
        pub static SCENARIOS: &[Scenario] = &[$(catalogue::$module::SCENARIO),*];

        /// The same, a line each.
        pub static CATALOGUE: &[Entry] = &[$(Entry {
            slug: catalogue::$module::SCENARIO.slug,
            group: catalogue::$module::SCENARIO.group,
            scenario: each::$module,
        }),*];

        /// A scenario is come to by a function of its own, so that a page that has use for one has no
        /// use for the others.
        mod each {
            use super::{Scenario, catalogue};
            $(
                #[inline(never)]
                pub(super) fn $module() -> &'static Scenario {
                    &catalogue::$module::SCENARIO
                }
            )*
        }
    };
}

catalogue! {
    concurrency_is_not_parallelism,
    channel,
    worker_pool,
    fan_out_fan_in,
    pipeline,
    or_done,
    tee,
    bridge,
    semaphore,
    token_bucket,
    per_key_limits,
    fixed_window,
    sliding_window_log,
    sliding_window_counter,
    limiters_side_by_side,
    backpressure,
    adaptive_workers,
    context_tree,
    circuit_breaker,
    graceful_shutdown,
    resilient_pipeline,
}

/// The scenario of this slug.
pub fn find(slug: &str) -> Option<&'static Scenario> {
    CATALOGUE.iter().find(|entry| entry.slug == slug).map(|entry| (entry.scenario)())
}

/// The scenario that opens the page.
pub(crate) fn first() -> &'static Scenario {
    (CATALOGUE[0].scenario)()
}

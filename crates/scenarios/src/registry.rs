//! The list of scenarios, in the order of the catalogue.

use crate::scenario::Scenario;

/// One line a scenario: declares the module and lists it.
macro_rules! catalogue {
    ($($module:ident),* $(,)?) => {
        mod catalogue {
            $(pub(super) mod $module;)*
        }
        /// Every scenario, in the order of the catalogue. The first is the opening lesson.
        pub static SCENARIOS: &[Scenario] = &[$(catalogue::$module::SCENARIO),*];
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
    SCENARIOS.iter().find(|scenario| scenario.slug == slug)
}

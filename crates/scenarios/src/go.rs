//! The same patterns in Go, for readers who come from there. Made from `go/` at build time.

use crate::scenario::Source;

static TABLE: &[(&str, &str, Source)] = include!(concat!(env!("OUT_DIR"), "/go.rs"));

/// The program in Go that shows this variant of a scenario; none where Go has no answer to it.
pub fn go(scenario: &str, variant: &str) -> Option<&'static Source> {
    let at = TABLE.binary_search_by_key(&(scenario, variant), |(slug, of, _)| (slug, of)).ok()?;
    Some(&TABLE[at].2)
}

/// Every scenario and variant that has a program in Go, in order.
pub fn in_go() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.iter().map(|(scenario, variant, _)| (*scenario, *variant))
}

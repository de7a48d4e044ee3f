//! Names of tasks, with a number or without.

/// A name without its number: peers have the same.
pub(crate) fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', '-', '#'])
}

/// The number a name ends with.
pub(crate) fn number(name: &str) -> Option<&str> {
    let digits = &name[name.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    (!digits.is_empty()).then_some(digits)
}

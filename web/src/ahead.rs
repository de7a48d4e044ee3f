//! What is typed after asking for the search and before it is there: on a slow machine that is a
//! letter or two, or all of them, and none is lost.

use std::cell::RefCell;

/// At the end of what was typed: it is to be opened at once.
pub(crate) const ENTER: char = '\n';

thread_local! {
    static TYPED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The search was asked for.
pub(crate) fn begin() {
    TYPED.set(Some(String::new()));
}

/// Keeps a key for the search, if that is on its way.
pub(crate) fn keeps(key: &str) -> bool {
    TYPED.with_borrow_mut(|typed| {
        let Some(typed) = typed else { return false };
        let mut chars = key.chars();
        match (key, chars.next(), chars.next()) {
            (_, Some(letter), None) if !typed.ends_with(ENTER) => typed.push(letter),
            ("Enter", ..) if !typed.ends_with(ENTER) => typed.push(ENTER),
            ("Backspace", ..) => drop(typed.pop()),
            _ => return false,
        }
        true
    })
}

/// The search is there: what was kept for it.
pub(crate) fn take() -> String {
    TYPED.take().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was kept of these keys, and which of them were not.
    fn kept<'a>(keys: &[&'a str]) -> (String, Vec<&'a str>) {
        begin();
        let others = keys.iter().copied().filter(|key| !keeps(key)).collect();
        (take(), others)
    }

    #[test]
    fn what_is_typed_is_kept_until_it_is_taken() {
        assert_eq!(kept(&["t", "e", "x", "Backspace", "e"]), ("tee".into(), vec![]));
        assert_eq!(kept(&["Shift", "T", "Escape"]), ("T".into(), vec!["Shift", "Escape"]));
        assert!(!keeps("t"));
    }

    #[test]
    fn nothing_comes_after_enter() {
        assert_eq!(kept(&["t", "Enter", "e", "Enter"]), ("t\n".into(), vec!["e", "Enter"]));
    }
}

//! What is typed after asking for the search and before it is there: on a slow machine that is a
//! letter or two, and none of them is lost.

use std::cell::RefCell;

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
        if let (Some(letter), None) = (chars.next(), chars.next()) {
            typed.push(letter);
            return true;
        }
        false
    })
}

/// The search is there: what was kept for it.
pub(crate) fn take() -> String {
    TYPED.take().unwrap_or_default()
}

//! The picture in words: for screen readers, and for the table of events.

use lab::Trace;

use crate::index::Index;
use crate::labels::Labels;
use crate::view::View;

/// The diagram at the cursor, in words.
pub fn describe(view: &View) -> String {
    let _ = view;
    String::new()
}

/// One event in one sentence.
pub fn step_words(trace: &Trace, index: &Index, event: usize, labels: &Labels) -> String {
    let _ = (trace, index, event, labels);
    String::new()
}

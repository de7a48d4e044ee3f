//! What adaptive workers claim while they run.

mod hiring;
mod outcomes;
mod place;

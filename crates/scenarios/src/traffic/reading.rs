//! What was read of a text, or why nothing was.

use super::Traffic;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The arrivals, scaled.
    pub traffic: Traffic,
    /// From the first to the last of them, in microseconds of theirs.
    pub span: u64,
    /// Whether there was more than is taken.
    pub more: bool,
    /// How many lines could not be read.
    pub unreadable: usize,
    /// The first of those.
    pub first_unreadable: Option<Unreadable>,
    /// How many keys there are.
    pub keys: usize,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, from 1.
    pub line: usize,
    /// What it says: cut, and with what cannot be seen spelled out.
    pub text: String,
}

/// Why a text is no traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The page around the frame wants the arrivals as they are.
    Fixed,
    /// It could not be opened.
    Unopened,
    /// There is nothing in it.
    Empty,
    /// It is no text.
    Binary,
    /// It is a text of two bytes a character.
    Utf16,
    /// None of its lines can be read.
    NoInstants {
        /// How many lines there are.
        lines: usize,
        /// The first.
        first: Unreadable,
    },
}

//! The bytes of memory: which of them are where.

use std::collections::BTreeMap;
use std::ops::Range;

use wasm_encoder::{ConstExpr, DataSection};

use super::ranges::Ranges;
use super::reach::Reach;
use crate::linked::{Linked, References};
use crate::module::Module;

/// A shorter text is not worth a segment of its own.
const WORTH_BYTES: usize = 200;
/// A gap of so many bytes is filled: the head of a segment is longer.
const GAP_BYTES: u32 = 8;

/// Which bytes of memory are where.
pub(super) struct Bytes {
    pub(super) first: Ranges,
    /// Of the parts beside it, by number.
    pub(super) parts: Vec<Ranges>,
}

impl Bytes {
    /// Data is where it is reached; what the first part has, the others have not. Texts that come with
    /// a part are there only, whoever refers to them.
    pub(super) fn of(
        module: &Module<'_>,
        linked: &Linked,
        reach: &Reach,
        named: &[(&str, Vec<Vec<u8>>)],
    ) -> Self {
        let texts = texts(module, named);
        let told = Ranges::of(texts.iter().map(|(range, _)| range.clone()));
        let pieces = |reached: &References| {
            Ranges::of(reached.pieces.iter().map(|number| linked.pieces[*number].range.clone()))
        };
        let kept = pieces(&reach.first);
        let part = |(number, reached)| {
            let own = texts.iter().filter(|(_, parts)| parts.contains(&number));
            let reached = pieces(reached).without(&kept).over_gaps(GAP_BYTES).without(&told);
            reached.and(&Ranges::of(own.map(|(range, _)| range.clone())))
        };
        let segments = module.data.iter();
        let all = Ranges::of(segments.map(|(from, data)| *from..*from + data.len() as u32));
        let moved =
            reach.parts.iter().fold(Ranges::default(), |moved, part| moved.and(&pieces(part)));
        let first = all.without(&moved.without(&kept)).over_gaps(GAP_BYTES).without(&told);
        Bytes { first, parts: reach.parts.iter().enumerate().map(part).collect() }
    }
}

/// Where the texts of the parts are in memory, and which parts have them, in order and without
/// overlaps.
fn texts(module: &Module<'_>, named: &[(&str, Vec<Vec<u8>>)]) -> Vec<(Range<u32>, Vec<usize>)> {
    let mut blobs: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (part, (_, of_part)) in named.iter().enumerate() {
        for blob in of_part.iter().filter(|blob| blob.len() >= WORTH_BYTES) {
            blobs.entry(blob).or_default().push(part);
        }
    }
    let mut texts = Vec::new();
    for (blob, parts) in blobs {
        for (begin, data) in &module.data {
            if let Some(at) = find(data, blob) {
                let from = begin + at as u32;
                texts.push((from..from + blob.len() as u32, parts.clone()));
            }
        }
    }
    texts.sort_by_key(|(range, _)| range.start);
    texts.dedup_by(|(next, _), (before, _)| next.start < before.end);
    texts
}

fn find(data: &[u8], blob: &[u8]) -> Option<usize> {
    let head = blob.get(..8)?;
    let mut from = 0;
    while let Some(at) = data[from..].windows(8).position(|window| window == head) {
        if data[from + at..].starts_with(blob) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// The data of a part that has these bytes. Memory is zeros before anything is put there.
pub(super) fn section(module: &Module<'_>, bytes: &Ranges) -> DataSection {
    let mut section = DataSection::new();
    for range in bytes.iter() {
        for (begin, data) in &module.data {
            let inside = |place: u32| (place.saturating_sub(*begin) as usize).min(data.len());
            let data = &data[inside(range.start)..inside(range.end)];
            if data.iter().any(|byte| *byte != 0) {
                let place = ConstExpr::i32_const(range.start.max(*begin) as i32);
                section.active(0, &place, data.iter().copied());
            }
        }
    }
    section
}

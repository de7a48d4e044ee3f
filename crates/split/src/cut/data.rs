//! The bytes of memory: which of them move where.

use std::collections::BTreeMap;
use std::ops::Range;

use wasm_encoder::{ConstExpr, DataSection};

use crate::module::Module;

/// A shorter text is not worth a segment of its own.
const WORTH_BYTES: usize = 200;

/// Bytes that move.
pub(super) struct Text {
    segment: usize,
    range: Range<usize>,
    parts: Vec<usize>,
}

/// Where the texts of the parts are in the data, in order and without overlaps.
pub(super) fn texts(module: &Module<'_>, named: &[(&str, Vec<Vec<u8>>)]) -> Vec<Text> {
    let mut blobs: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (part, (_, of_part)) in named.iter().enumerate() {
        for blob in of_part.iter().filter(|blob| blob.len() >= WORTH_BYTES) {
            blobs.entry(blob).or_default().push(part);
        }
    }
    let mut texts = Vec::new();
    for (blob, parts) in blobs {
        for (segment, (_, data)) in module.data.iter().enumerate() {
            if let Some(at) = find(data, blob) {
                let range = at..at + blob.len();
                texts.push(Text { segment, range, parts: parts.clone() });
            }
        }
    }
    texts.sort_by_key(|text| (text.segment, text.range.start));
    texts.dedup_by(|next, before| {
        next.segment == before.segment && next.range.start < before.range.end
    });
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

/// The data of a part, by its number; of the first, which has all that did not move, if there is
/// none.
pub(super) fn section(module: &Module<'_>, texts: &[Text], part: Option<usize>) -> DataSection {
    let mut section = DataSection::new();
    for (segment, (offset, data)) in module.data.iter().enumerate() {
        let mut put = |range: Range<usize>| {
            if !range.is_empty() {
                let place = ConstExpr::i32_const((offset + range.start as u32) as i32);
                section.active(0, &place, data[range].iter().copied());
            }
        };
        let mut at = 0;
        for text in texts.iter().filter(|text| text.segment == segment) {
            match part {
                None => put(at..text.range.start),
                Some(part) if text.parts.contains(&part) => put(text.range.clone()),
                Some(_) => {}
            }
            at = text.range.end;
        }
        if part.is_none() {
            put(at..data.len());
        }
    }
    section
}

//! The bytes of memory: which of them move where.

use std::ops::Range;

use wasm_encoder::{ConstExpr, DataSection};

use crate::module::Module;

/// A shorter text is not worth a segment of its own.
const WORTH_BYTES: usize = 200;

/// Bytes that move to a part.
pub(super) struct Text {
    segment: usize,
    range: Range<usize>,
    part: usize,
}

/// Where the texts of the parts are in the data, in order and without overlaps.
pub(super) fn texts(module: &Module<'_>, named: &[(&str, Vec<Vec<u8>>)]) -> Vec<Text> {
    let mut texts = Vec::new();
    let of_parts = named.iter().enumerate();
    let blobs = of_parts.flat_map(|(part, (_, blobs))| blobs.iter().map(move |blob| (part, blob)));
    for (part, blob) in blobs.filter(|(_, blob)| blob.len() >= WORTH_BYTES) {
        for (segment, (_, data)) in module.data.iter().enumerate() {
            if let Some(at) = find(data, blob) {
                texts.push(Text { segment, range: at..at + blob.len(), part });
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
                Some(part) if part == text.part => put(text.range.clone()),
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

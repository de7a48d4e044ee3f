//! `--traffic FILE`: the arrivals of a run, from a file.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;

use scenarios::traffic::{MOST_BYTES, Reader};
use scenarios::{Language, Link};

use crate::args::{Bad, one_line};

/// Takes the arrivals of a file over. Returns what is worth knowing of them, a sentence each.
pub(crate) fn take(link: &mut Link, file: &OsStr) -> Result<Vec<String>, Bad> {
    if !link.uses_traffic() {
        let slug = link.setup.scenario.slug;
        return Err(Bad(match link.setup.scenario.takes_traffic() {
            Some(_) => "--traffic needs arrivals=yours".to_owned(),
            None => format!("nothing arrives in {slug}; --traffic is for scenarios with arrivals"),
        }));
    }
    let named = |what: &str| Bad(format!("{}: {what}", one_line(&file.to_string_lossy())));
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| {
        // One byte more tells whether that was all.
        file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)
    });
    opened.map_err(|error| named(&error.to_string()))?;
    let cut = bytes.len() > MOST_BYTES;
    let reading = Reader::new(bytes, cut).and_then(|mut reader| {
        while !reader.advance(usize::MAX) {}
        reader.finish()
    });
    let reading = reading.map_err(|refusal| named(&refusal.say(Language::En)))?;
    link.set_traffic(Some(&reading.traffic));
    let mut notes = vec![reading.traffic.say(Language::En)];
    notes.extend(reading.say(Language::En));
    Ok(notes)
}

//! The same patterns in Go, for readers who come from there. Made from `go/` at build time.

use crate::scenario::Source;

/// Before each program a line: the name of its file, and its length.
static PROGRAMS: &str = include_str!(concat!(env!("OUT_DIR"), "/go/programs.txt"));

/// Its colours, in the same order, each with four bytes of length before them.
static SPANS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/go/spans"));

/// The program in Go that shows this variant of a scenario; none where Go has no answer to it.
pub fn go(scenario: &str, variant: &str) -> Option<Source> {
    in_go().find(|source| belongs(source.file) == Some((scenario, variant)))
}

/// Every program in Go, by scenario and variant.
pub fn in_go() -> impl Iterator<Item = Source> {
    let (mut programs, mut spans) = (PROGRAMS, SPANS);
    std::iter::from_fn(move || {
        let (head, rest) = programs.split_once('\n')?;
        let (file, length) = head.split_once(' ')?;
        let (text, others) = rest.split_at_checked(length.parse().ok()?)?;
        let (length, rest) = spans.split_first_chunk()?;
        let (colours, left) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        (programs, spans) = (others, left);
        Some(Source { file, text, spans: colours })
    })
}

/// The scenario and the variant in `go/<scenario>/<variant>/main.go`.
fn belongs(file: &str) -> Option<(&str, &str)> {
    file.strip_prefix("go/")?.strip_suffix("/main.go")?.split_once('/')
}

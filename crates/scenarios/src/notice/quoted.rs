//! What came from outside, fit to be said back.

/// At most so many characters of what a link said are said back.
const LONGEST: usize = 32;

/// What a link said, fit to be said back: short, and without anything that cannot be seen.
pub(crate) fn quoted(given: &str) -> String {
    let mut seen = given.chars().filter(|c| !c.is_control() && !invisible(*c));
    let mut short: String = seen.by_ref().take(LONGEST).collect();
    if seen.next().is_some() {
        short.push('…');
    }
    short
}

/// So many characters of a line are quoted.
const QUOTED: usize = 60;

/// A line from outside, fit to be shown: short, and with everything that cannot be seen spelled out.
pub(crate) fn escaped(given: &str) -> String {
    let mut short = String::new();
    for (place, c) in given.chars().enumerate() {
        if place == QUOTED {
            short.push('…');
            break;
        }
        if c.is_control() || invisible(c) {
            short.extend(c.escape_unicode());
        } else {
            short.push(c);
        }
    }
    short
}

/// Characters that change how their neighbours are drawn: zero-width and bidirectional controls.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{ad}')
}

//! The words on a card: who it is, and what it does, as far as there is room.

use std::borrow::Cow;

use lab::TaskId;

use super::{SLIM, SLIMMEST, is_short, word};
use crate::lane::{Phase, Stretch};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::view::View;

pub(super) fn words(
    scene: &mut Scene,
    view: &View,
    task: TaskId,
    stretch: Option<&Stretch>,
    area: Area,
    alpha: f32,
) {
    let name = &view.trace.tasks[task as usize].name;
    let quiet = stretch.is_none_or(|s| matches!(s.phase, Phase::Idle { .. } | Phase::Finished));
    let hatched =
        stretch.is_some_and(|s| matches!(s.phase, Phase::Blocked { .. } | Phase::Dropped));
    let look =
        Type::new(if quiet { Role::Ink2 } else { Role::Ink }).size(13.0).weight(650).faded(alpha);
    let lesser = Type::new(if hatched { Role::Ink } else { Role::Ink2 }).faded(alpha);
    let holds = stretch.is_some_and(|s| {
        s.item.is_some() || matches!(s.phase, Phase::Sleeping { .. } | Phase::Dropped)
    });
    let pad = if area.w < SLIM { 8.0 } else { 12.0 };
    if area.h < 40.0 {
        let (pad, beside) = if is_short(area) { (5.0, 24.0) } else { (pad, 32.0) };
        let room = area.w - pad - if holds { beside } else { 6.0 };
        let at = point(area.x + pad, area.middle().y + 4.5);
        let is_long = text::width(name, look.size, look.weight) > room;
        let look = if is_long { look.size(12.0).weight(560) } else { look };
        scene.words(&cut(name, look, room), at, room, look);
        // The word too, where it has room.
        let used = text::width(name, 13.0, 650) + 8.0;
        let (long, short) = word(view, stretch);
        if let Some(word) = fitting(&[&long, &short], stretch, room - used) {
            scene.words(word, point(at.x + used, at.y), room - used, lesser);
        }
        return;
    }
    let slim = area.w < SLIM;
    let dropped = !slim && stretch.is_some_and(|s| s.phase == Phase::Dropped);
    let beside = if holds && !slim { 38.0 } else { 6.0 };
    let look = if slim { look.size(12.0).weight(560) } else { look };
    let room = area.w - pad - beside;
    scene.words(&cut(name, look, room), point(area.x + pad, area.y + 22.0), room, look);
    let pad = match (slim && holds, area.w < SLIMMEST) {
        (false, _) => pad,
        (true, true) => 28.0,
        (true, false) => 33.0,
    };
    let blocked = matches!(stretch, Some(Stretch { phase: Phase::Blocked { .. }, .. }));
    let room = area.w
        - pad
        - match (slim, dropped) {
            // Beside its plug.
            (true, _) if blocked => 8.0,
            (true, _) => 2.0,
            (_, true) => 8.0,
            _ => beside,
        };
    let (long, short) = word(view, stretch);
    let shorter = if blocked { view.labels.blocked_elsewhere } else { short.as_str() };
    let forms = [long.as_str(), short.as_str(), shorter];
    let fits = fitting(&forms, stretch, room);
    let word = fits.unwrap_or(shorter);
    scene.words(word, point(area.x + pad, area.y + 39.0), room, lesser);
}

/// The first that has room. A time is sized as it was at first, and peers are sized alike: nobody's
/// form changes as it runs down.
fn fitting<'w>(forms: &[&'w str], stretch: Option<&Stretch>, room: f32) -> Option<&'w str> {
    let wide = |words: &str| text::width(words, 12.0, 400);
    let grown = match stretch.map(|stretch| (stretch.phase, stretch.at)) {
        Some((Phase::Sleeping { until }, at)) => {
            let whole = text::left(until, at);
            let least = wide(&whole).max(wide("000 ms"));
            (least - forms.get(1).map_or(0.0, |left| wide(left))).max(0.0)
        }
        _ => 0.0,
    };
    forms.iter().find(|words| wide(words) + grown <= room).copied()
}

/// A name that fits: its number tells it from others and is kept, as in `prod… 3`.
fn cut<'n>(name: &'n str, look: Type, room: f32) -> Cow<'n, str> {
    let wide = |words: &str| text::width(words, look.size, look.weight);
    let number = name.rsplit_once(' ').filter(|(_, end)| end.parse::<u32>().is_ok());
    let Some((stem, number)) = number.filter(|_| wide(name) > room) else { return name.into() };
    let number = format!(" {number}");
    let stem = text::fit(stem, look.size, look.weight, room - wide(&number));
    if stem.is_empty() { name.into() } else { (stem + &number).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_cut_keeps_its_number() {
        let look = Type::new(Role::Ink);
        assert_eq!(cut("producer 3", look, 200.0), "producer 3");
        let short = cut("producer 13", look, 50.0);
        assert!(short.ends_with("… 13"), "{short}");
        assert!(text::width(&short, look.size, look.weight) <= 50.0, "{short}");
        assert_eq!(cut("producer", look, 20.0), "producer");
    }
}

//! Nothing that is read breaks anything.

use proptest::prelude::*;
use scenarios::traffic::Origin;
use scenarios::{Axis, Language, Link, Notice};

use super::any::{any_link, any_traffic};
use super::check;

/// Whatever came in, what came of it is a link like any other.
fn is_sound(text: &str) {
    let (mut link, notices) = Link::parse(text);
    assert!(notices.len() <= 5, "{notices:?}");
    for notice in &notices {
        for language in Language::ALL {
            let said = notice.say(language);
            assert!(said.chars().count() < 300 && !said.contains('\n'), "{said}");
        }
    }
    for (field, value) in link.setup.scenario.fields.iter().zip(&link.setup.values) {
        assert!((field.min..=field.max).contains(value), "{} = {value}", field.name);
    }
    assert!(link.setup.variant < link.setup.scenario.variants.len());
    let (again, mut notices) = Link::parse(&link.to_string());
    // What a file has is still missing.
    if let Origin::File(file) = link.origin {
        assert_eq!(notices.remove(0), Notice::NeedsFile { count: file.count });
    }
    // Said or not, the scenario's own axis is the same.
    link.view.axis = link.view.axis.filter(|axis| *axis != Axis::of(link.setup.scenario));
    assert_eq!((again, notices), (link, Vec::new()));
}

#[test]
fn noise_is_ignored() {
    check(30_000, ".{0,200}", |noise: String| is_sound(&noise));
    check(20_000, "[#/?&=@:,.%0-9a-z-]{0,120}", |noise: String| is_sound(&noise));
    let bytes = prop::collection::vec(any::<u8>(), 9_000..11_000);
    check(50, bytes, |bytes| is_sound(&String::from_utf8_lossy(&bytes)));
}

#[test]
fn mutated_links_are_sound() {
    let mutation = (any::<prop::sample::Index>(), any::<char>(), 0..4_u8);
    let mutated =
        (any_link(), prop::collection::vec(mutation, 1..6)).prop_map(|(link, mutations)| {
            let mut text: Vec<char> = link.to_string().chars().collect();
            for (place, c, way) in mutations {
                let place = place.index(text.len().max(1)).min(text.len().saturating_sub(1));
                match way {
                    _ if text.is_empty() => text.push(c),
                    0 => text[place] = c,
                    1 => text.insert(place, c),
                    2 => drop(text.remove(place)),
                    _ => text.truncate(place),
                }
            }
            text.into_iter().collect::<String>()
        });
    check(50_000, mutated, |text| is_sound(&text));
}

#[test]
fn mutated_traffic_is_sound() {
    let mutation = (any::<prop::sample::Index>(), "[A-Za-z0-9._-]");
    let text =
        (any_traffic(), prop::collection::vec(mutation, 0..4)).prop_map(|(traffic, mutations)| {
            let mut text =
                traffic.and_then(|traffic| traffic.encoded()).unwrap_or("file.9.0f0f0f0f".into());
            for (place, c) in mutations {
                let place = place.index(text.len());
                text.replace_range(place..=place, &c);
            }
            format!("#/token-bucket?arrivals=yours&traffic={text}")
        });
    check(20_000, text, |text| is_sound(&text));
}

#[test]
fn what_cannot_be_seen_is_not_said_back() {
    let (_, notices) = Link::parse("#/?\u{202e}evil\u{200b}%0A=1");
    assert_eq!(notices, [Notice::UnknownKey { given: "evil".to_owned() }]);
}

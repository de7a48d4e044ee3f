//! What holds of every picture of what is shown.

use crate::{each, shown, words};
use lab::ResourceKind;
use stage::*;

#[test]
fn no_two_words_overlap_and_none_leaves_the_stage() {
    each(|at, _, scene| {
        let words = words(scene);
        for (place, (one, said)) in words.iter().enumerate() {
            let inside = one.x >= -0.5 && one.x + one.w <= scene.width + 0.5;
            assert!(inside && one.y + one.h <= scene.height, "{at}: “{said}” at {one:?}");
            for (other, also) in &words[..place] {
                let apart = one.x + one.w <= other.x
                    || other.x + other.w <= one.x
                    || one.y + one.h <= other.y
                    || other.y + other.h <= one.y;
                assert!(apart, "{at}: “{said}” is over “{also}”");
            }
        }
    });
}

#[test]
fn boxes_of_resources_and_cards_of_tasks_keep_apart() {
    each(|at, _, scene| {
        let of = |wanted: fn(&Subject) -> bool| {
            scene.targets.iter().filter(move |target| wanted(&target.subject)).map(|t| t.area)
        };
        for card in of(|subject| matches!(subject, Subject::Task(_))) {
            for other in of(|subject| matches!(subject, Subject::Resource(_))) {
                let apart = card.x + card.w <= other.x + 0.1
                    || other.x + other.w <= card.x + 0.1
                    || card.y + card.h <= other.y + 0.1
                    || other.y + other.h <= card.y + 0.1;
                assert!(apart, "{at}: {card:?} and {other:?}");
            }
        }
    });
}

#[test]
fn what_is_shown_has_a_reason_and_words() {
    for (name, trace) in shown::all() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            let view = View::new(&trace, &index, labels);
            for (resource, store) in index.stores.iter().enumerate() {
                let listed = &trace.resources[resource];
                if listed.kind != ResourceKind::Shown {
                    continue;
                }
                let why = why(&view, Subject::Resource(resource as u32)).expect("it is shown");
                assert!(why.say().starts_with(&listed.name), "{name}: {}", why.say());
                assert!(why.task.is_some() && why.event.is_some(), "{name}: {why:?}");
                assert!(store.opened.is_some());
                let said = step_words(&view, why.event.expect("it was shown"));
                assert!(said.len() > listed.name.len() + 8 && !said.contains('…'), "{said}");
                assert!(describe(&view).contains(&listed.name), "{name}: {}", describe(&view));
            }
        }
    }
}

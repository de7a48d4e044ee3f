//! What cannot be used is said, and costs nothing but itself.

use super::said;
use scenarios::{Frame, Language, Link, Notice, SCENARIOS, in_scripts};

#[test]
fn a_bad_value_costs_nothing_but_itself() {
    let (link, notices) =
        Link::parse("#/worker-pool?workers=900&work=computing&job=fast&colour=red");
    let (place, _) = link.setup.scenario.field("work").expect("a knob");
    assert_eq!(link.setup.values[place], 1);
    let (place, field) = link.setup.scenario.field("workers").expect("a knob");
    assert_eq!(link.setup.values[place], field.default);
    let said: Vec<_> = notices.iter().map(|notice| notice.say(Language::En)).collect();
    assert_eq!(
        said,
        [
            "workers: “900” was ignored; it takes a whole number from 1 to 16.",
            "job: “fast” was ignored; it takes a whole number from 50 to 5000 ms.",
            "“colour” is not known here and was ignored.",
        ]
    );
}

#[test]
fn yes_and_no_are_said_alike_for_every_option() {
    for key in ["embed", "autoplay", "loop", "title"] {
        let read = |value| Link::parse(&format!("#/tee?embed=1&title=0&{key}{value}"));
        for (yes, no) in [("=1", "=0"), ("=true", "=false"), ("=TRUE", "=False"), ("", "=0")] {
            let ((yes, _), (no, _)) = (read(yes), read(no));
            assert_ne!(yes, no, "{key}");
            assert_eq!((yes, no), (read("=1").0, read("=0").0), "{key}");
        }
    }
}

#[test]
fn what_can_only_be_hidden_is_said_where_it_is_locked() {
    let (link, notices) = Link::parse("#/tee?embed=1&lock=reset,slow&hide=reset,full");
    assert!(link.view.frame.locks("slow") && !link.view.frame.has("reset"));
    let words = notices.iter().map(|notice| notice.say(Language::En)).collect::<Vec<_>>();
    assert!(words[0].starts_with("lock: “reset” was ignored; it can be slow,"), "{words:?}");
    assert!(!words[0].contains("full"), "{words:?}");
}

#[test]
fn what_cannot_be_used_leaves_what_there_was() {
    let good = "/token-bucket?arrivals=yours&theme=dark&embed=1&time=real&speed=2&axis=order\
                &goal=p95<200&compare=rate:3&do=rush@300&follow=3&traffic=file.7.00000000\
                &autoplay=1&loop=1&panels=stage&lock=rate&hide=reset&start=100&stop=900&title=0";
    let bad = [
        "theme=puce",
        "embed=maybe",
        "time=tea",
        "speed=9",
        "axis=z",
        "goal=p96<3",
        "goal=p95~3",
        "compare=what",
        "do=rush",
        "do=jump@3",
        "follow=x",
        "traffic=what",
        "autoplay=2",
        "loop=x",
        "panels=wheels",
        "lock=wheels",
        "hide=wheels,doors",
        "start=soon",
        "stop=600001",
        "title=x",
        "rate=fast",
        "lang=xx",
        "variant=x",
        "seed=x",
        "sched=x",
        "e=x",
        "at=x",
        "side=x",
    ];
    for bad in bad {
        let (mut link, _) = Link::parse(good);
        let before = link.clone();
        let (key, value) = bad.split_once('=').expect("a pair");
        let mut notices = Vec::new();
        link.apply(key, value, &mut notices);
        assert!(!notices.is_empty(), "{bad}");
        assert!(link == before, "{bad} leaves {link}");
    }
    let (mut link, _) = Link::parse(good);
    for key in ["panels", "lock", "hide", "goal", "do"] {
        link.apply(key, "", &mut Vec::new());
    }
    let usual = (None, vec![], vec![], None, vec![]);
    let Frame { panels, locked, hidden, .. } = link.view.frame;
    assert_eq!((panels, locked, hidden, link.view.goal, link.setup.script), usual);
}

#[test]
fn of_what_is_said_twice_the_last_counts_and_it_is_said_once() {
    let (link, notices) = Link::parse("#/worker-pool?workers=2&Workers=3&workers=5&job=100");
    assert_eq!(link.to_string(), "/worker-pool?workers=5&job=100");
    let said: Vec<_> = notices.iter().map(|notice| notice.say(Language::En)).collect();
    assert_eq!(said, ["workers: the link says it more than once; the last one counts."]);
}

#[test]
fn an_unknown_scenario_opens_the_first_one_and_says_so() {
    let (link, notices) = Link::parse("#/no-such-thing");
    assert_eq!(link.setup.scenario.slug, SCENARIOS[0].slug);
    assert_eq!(notices, [Notice::UnknownScenario { given: "no-such-thing".to_owned() }]);
}

#[test]
fn a_script_names_only_what_is_there() {
    let (link, notices) = Link::parse(
        "#/worker-pool?do=stall:worker-2@2000,cancel@1200,cancel:now@3,jump@5,cancel@x",
    );
    let written = link.to_string();
    assert_eq!(written, "/worker-pool?do=cancel@1200,stall:worker-2@2000");
    assert_eq!(notices.len(), 3);
}

#[test]
fn an_action_that_is_right_is_told_which_instants_there_are() {
    for given in ["cancel@700000", "stall:worker-2@-3", "cancel@1.5", "cancel@"] {
        let range = "behind @ it takes a whole number from 0 to 600000 ms.";
        let wanted = format!("do: “{given}” was ignored; {range}");
        assert_eq!(said(&format!("#/worker-pool?do={given}")), [wanted]);
    }
}

#[test]
fn what_is_not_known_is_said_at_once() {
    for (query, wanted) in [
        ("=&==&&&", "“==” is not known here and was ignored."),
        ("&=&&=", ""),
        ("%00=3", "“=3” is not known here and was ignored."),
        ("a=1&A=2&workers=3", "“a” is not known here and was ignored."),
        ("a&b&c&d&f", "Not known here, and ignored: “a”, “b”, “c”, “d”, “f”."),
        ("a&b&c&d&e=3&f=3&g", "Not known here, and ignored: “a”, “b”, “c”, “d”, “f”, …."),
    ] {
        let said = said(&format!("#/worker-pool?{query}"));
        assert_eq!(said.concat(), wanted, "{query}");
    }
}

#[test]
fn what_there_is_no_room_for_is_named() {
    let (_, notices) = Link::parse(
        "#/worker-pool?embed=1&workers=x&jobs=x&job=x&queue=x&start=x&stop=x&loop=x&lock=x,y&hide=x\
         &title=x&speed=x",
    );
    let last = notices.last().expect("a notice");
    let wanted = "8 more parts of the link were ignored: start, stop, loop, lock, hide, ….";
    assert_eq!(last.say(Language::En), wanted);
}

#[test]
fn however_much_is_set_one_by_one_little_is_said_and_all_of_it_counts() {
    let (mut link, mut notices) = Link::parse("#/worker-pool?embed=1");
    let many = "no,".repeat(5_000);
    for key in ["lock", "LOCK", "hide", "panels"] {
        link.apply(key, &many, &mut notices);
        assert!(notices.len() <= 20, "{}", notices.len());
    }
    link.settle(&mut notices);
    let last = notices.pop().expect("a notice");
    assert_eq!(notices.len(), 4);
    let wanted = "19996 more parts of the link were ignored: lock, hide, panels.";
    assert_eq!(last.say(Language::En), wanted);
}

#[test]
fn what_a_script_could_say_is_said_of_tasks_that_are_there() {
    for (hash, allowed) in [
        ("#/or-done?do=jump@5", "cancel@ms, silence@ms, stall:reader@ms"),
        ("#/worker-pool?do=jump@5", "cancel@ms, reader-leaves@ms, stall:worker-1@ms"),
    ] {
        let said = said(hash).remove(0);
        assert_eq!(said, format!("do: “jump@5” was ignored; it takes {allowed}."));
    }
    for scenario in SCENARIOS {
        let script: Vec<_> =
            scenario.examples().iter().map(|example| format!("{example}@100")).collect();
        let (link, notices) = Link::parse(&format!("{}?do={}", scenario.slug, script.join(",")));
        assert_eq!(notices, []);
        let trace = link.setup.finish();
        for named in link.setup.script.iter().filter_map(|entry| entry.argument.as_ref()) {
            assert!(trace.tasks.iter().any(|task| in_scripts(task) == *named), "{named}");
        }
    }
}

//! What an author pastes into a page.

use scenarios::{Cursor, Link, Panel, SCENARIOS, Snippet};

fn framed(hash: &str) -> Link {
    let (mut link, notices) = Link::parse(hash);
    assert_eq!(notices, [], "{hash}");
    link.view.embed = true;
    link
}

fn snippet<'a>(link: &'a Link, page: &'a str) -> Snippet<'a> {
    Snippet { link, page, name: "Worker pool", width: 640, height: Some(420) }
}

#[test]
fn a_frame_is_the_run_with_all_its_options() {
    let mut link = framed("#/worker-pool?variant=leaks&workers=8");
    link.view.frame.panels = Some(vec![Panel::Stage, Panel::Knobs]);
    link.view.frame.locked = vec!["workers"];
    link.cursor = Cursor::Event(12);
    assert_eq!(
        snippet(&link, "https://example.org/interleave/").iframe(),
        "<iframe src=\"https://example.org/interleave/#/worker-pool?variant=leaks&amp;workers=8\
         &amp;embed=1&amp;panels=stage,knobs&amp;lock=workers&amp;e=12\" width=\"640\" height=\"420\" \
         style=\"border: 0; max-width: 100%\" loading=\"lazy\" title=\"Worker pool\"></iframe>"
    );
}

#[test]
fn an_element_has_the_same_as_attributes_and_its_script_beside_the_page() {
    let link = framed("#/worker-pool?workers=8&work=computing&embed=1&title=0&e=12");
    let page = "https://example.org/interleave/";
    let rest = "<interleave-run pattern=\"worker-pool\" work=\"computing\" workers=\"8\" title=\"0\" \
                e=\"12\" height=\"420\"></interleave-run>";
    let script = "<script async src=\"https://example.org/interleave/embed.js\"></script>\n";
    assert_eq!(snippet(&link, page).element(), format!("{script}{rest}"));
    for same in
        ["https://example.org/interleave/index.html", "https://example.org/interleave/?lti=1"]
    {
        assert_eq!(snippet(&link, same).element(), format!("{script}{rest}"));
    }
    let tall = Snippet { height: None, ..snippet(&link, page) };
    assert!(tall.element().ends_with("e=\"12\"></interleave-run>"));
}

#[test]
fn an_element_says_which_file_the_page_is_if_that_has_another_name() {
    let link = framed("#/worker-pool");
    let page = "https://example.org/interleave.html";
    assert_eq!(
        snippet(&link, page).element(),
        "<script async src=\"https://example.org/embed.js\"></script>\n<interleave-run \
         pattern=\"worker-pool\" src=\"https://example.org/interleave.html\" height=\"420\">\
         </interleave-run>"
    );
}

#[test]
fn nothing_ends_an_attribute_before_its_end() {
    let mut link = framed("#/worker-pool");
    link.setup.script = vec![lab::ScriptEntry {
        at: 0,
        action: "stall".to_owned(),
        argument: Some("\"><script>alert(1)</script>&".to_owned()),
    }];
    let page = "https://example.org/\"><b>/";
    let hostile = Snippet { name: "\"><img onerror=x>", ..snippet(&link, page) };
    for text in [hostile.iframe(), hostile.element()] {
        let tags = text.matches('<').count();
        assert_eq!(tags, if text.starts_with("<iframe") { 2 } else { 4 }, "{text}");
        assert_eq!(text.matches('<').count(), text.matches('>').count(), "{text}");
        assert!(!text.contains("<b>") && !text.contains("<img"), "{text}");
    }
}

/// Attributes that `embed.js` keeps for the element itself never reach the run.
#[test]
fn no_knob_is_called_like_an_attribute_of_every_element() {
    let own = [
        "id", "class", "style", "slot", "hidden", "part", "is", "role", "dir", "tabindex",
        "pattern", "src", "label", "height", "eager", "still",
    ];
    for scenario in SCENARIOS {
        for field in scenario.fields {
            let taken = own.contains(&field.name) || field.name.starts_with("on");
            assert!(!taken, "{}: {}", scenario.slug, field.name);
        }
    }
}

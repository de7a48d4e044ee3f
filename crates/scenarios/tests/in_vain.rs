//! An action that changed nothing is found out, and one that changed something is not.

use scenarios::Link;

/// Whether each entry of the script of a link changes nothing.
fn in_vain(link: &str) -> Vec<bool> {
    let (link, notices) = Link::parse(link);
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    (0..link.setup.script.len()).map(|place| link.setup.in_vain(place, &trace)).collect()
}

#[test]
fn to_stall_who_has_work_left_changes_the_run() {
    assert_eq!(in_vain("#/worker-pool?do=stall:worker-2@200"), [false]);
}

#[test]
fn to_stall_who_has_none_left_changes_nothing() {
    assert_eq!(in_vain("#/worker-pool?jobs=4&do=stall:worker-2@400"), [true]);
}

#[test]
fn each_is_judged_by_itself() {
    assert_eq!(in_vain("#/worker-pool?do=cancel@300,cancel@1500"), [false, true]);
    assert_eq!(in_vain("#/worker-pool?do=cancel@60000"), [true]);
}

#[test]
fn what_is_no_entry_is_none_in_vain() {
    let (link, _) = Link::parse("#/worker-pool");
    assert!(!link.setup.in_vain(0, &link.setup.finish()));
}

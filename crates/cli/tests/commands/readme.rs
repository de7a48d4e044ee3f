//! The picture at the top of the README is the one that its command draws.

use crate::written;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const PICTURE: &str = "docs/worker-pool.svg";

#[test]
fn the_picture_of_the_readme_is_what_its_command_draws() {
    let read = |file: &str| std::fs::read_to_string(format!("{ROOT}/{file}"));
    let readme = read("README.md").expect("the README is there");
    assert!(readme.contains(&format!("]({PICTURE})")), "it shows the picture");
    let command = readme.lines().find_map(|line| {
        let run = line.strip_prefix("cargo run -p interleave -- ")?;
        run.strip_suffix(&format!(" > {PICTURE}"))
    });
    let command = command.expect("it says how the picture was drawn").replace('\'', "");
    let drawn = written(&command.split(' ').collect::<Vec<_>>());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(format!("{ROOT}/{PICTURE}"), &drawn).expect("the file can be written");
    }
    assert!(
        read(PICTURE).is_ok_and(|kept| kept == drawn),
        "it is drawn otherwise now: if that was meant, `UPDATE_EXPECT=1 cargo test -p interleave \
         --test commands`, and look at {PICTURE}"
    );
}

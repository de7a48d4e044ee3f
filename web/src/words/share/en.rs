//! English.

use super::ShareText;

pub(super) static TEXT: ShareText = ShareText {
    title: "Share this instant",
    sections: "Ways to share",
    tabs: ["Link", "Embed", "Picture", "Files"],

    link: "Link",
    copy: "Copy",
    copied: "Copied.",
    link_copied: "The link is copied.",
    select: "Copying is not allowed here. The text is selected: press Ctrl C.",
    refused: "Copying is not allowed here: download it instead.",
    qr: "QR code of the link",
    qr_hint: "Point a phone at it: the same run, at the same instant.",
    qr_long: "This link has {} characters; a QR code that phones can still read holds {}. Send the link instead.",
    qr_save: "Download QR code",

    kind: "For your page",
    kinds: ["Frame", "Element"],
    kind_hints: [
        "An <iframe>: works wherever HTML does.",
        "A script and an element: it loads when it is seen, and your page can drive it.",
    ],
    shown: "Shown",
    shown_kinds: ["What fits", "Choose"],
    shown_hint: "Stage, timeline, the first two parameters and the actions.",
    panels: ["Stage", "Timeline", "Parameters", "Actions", "Claims", "Story", "Code", "Measured"],
    size: "Size",
    width: "Width, px",
    height: "Height, px",
    fits: "As high as what it shows",
    playback: "Playback",
    autoplay: "Plays once it is seen",
    repeats: "Begins again at the end",
    here: "Begins at this instant, {}",
    start: "From, ms",
    stop: "To, ms",
    looks: "Looks",
    with_title: "With its name",
    language: "Language",
    own: "The reader's",
    limits: "Lock and hide",
    limits_hint: "Locked is shown and cannot be changed; hidden is not there.",
    uses: ["usable", "locked", "hidden"],
    everything: "All of these",
    code: "Code",
    preview: "Preview",

    picture_hint: "Stage and timeline at {}, in the colours on screen.",
    picture_formats: ["Download SVG", "Download PNG", "Copy SVG"],
    picture_none: "There is no picture before the run is there.",

    trace: [
        "Trace",
        "Everything that happened, as JSON: the very bytes that “interleave run --format json” writes.",
    ],
    perfetto: [
        "Timeline for Perfetto",
        "A row for the thread and for each task, arrows along each item's way. Open it in ui.perfetto.dev or chrome://tracing.",
    ],
    test: [
        "Rust test",
        "Runs this very run again, and asserts how it ends, what each claim says, and every event.",
    ],
    download: "Download",
    cut: "You stopped this run: the files have it as far as it came.",
    real: "A run in real time is never the same twice: the test is of its twin in virtual time.",
    whole_only: "There is a test of a whole run only.",

    saved: "{} goes to your downloads.",
    saved_perhaps: "{} goes to your downloads. If nothing arrives, the page around this one forbids it: open this one by itself.",
    forbidden: "The page around this one forbids downloads: open this one by itself, or copy the text.",
    failed: "The browser could not make this file.",
};

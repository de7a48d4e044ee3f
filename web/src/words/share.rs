//! The words of the share dialog, which nobody needs before it is opened.

use super::told::told;

told! {
    /// The words of the share dialog in one language. `{}` stands for what is filled in.
    ShareText in "share" {
        title,
        sections,
        /// The tabs: link, embed, picture, files.
        tabs [4],

        link,
        copy,
        copied,
        link_copied,
        select,
        refused,
        qr,
        qr_hint,
        qr_long,
        qr_save,

        kind,
        kinds [2],
        kind_hints [2],
        shown,
        shown_kinds [2],
        shown_hint,
        panels [9],
        nothing,
        size,
        width,
        height,
        fits,
        playback,
        autoplay,
        repeats,
        here,
        start,
        stop,
        goal,
        goal_hint,
        looks,
        with_title,
        language,
        own,
        limits,
        limits_hint,
        uses [3],
        everything,
        code,
        preview,
        local,

        picture_hint,
        picture_formats [4],
        picture_none,

        trace [2],
        perfetto [2],
        test [2],
        download,
        cut,
        real,
        whole_only,

        saved,
        saved_perhaps,
        forbidden,
        failed,
    }
}

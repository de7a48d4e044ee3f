//! The words of the share dialog, which nobody needs before it is opened.

mod en;
mod vi;

use scenarios::Language;

/// The words of the share dialog in one language. `{}` stands for what is filled in.
pub(crate) struct ShareText {
    pub(crate) title: &'static str,
    pub(crate) sections: &'static str,
    /// The tabs: link, embed, picture, files.
    pub(crate) tabs: [&'static str; 4],

    pub(crate) link: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) link_copied: &'static str,
    pub(crate) select: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) qr: &'static str,
    pub(crate) qr_hint: &'static str,
    pub(crate) qr_long: &'static str,
    pub(crate) qr_save: &'static str,

    pub(crate) kind: &'static str,
    pub(crate) kinds: [&'static str; 2],
    pub(crate) kind_hints: [&'static str; 2],
    pub(crate) shown: &'static str,
    pub(crate) shown_kinds: [&'static str; 2],
    pub(crate) shown_hint: &'static str,
    pub(crate) panels: [&'static str; 8],
    pub(crate) size: &'static str,
    pub(crate) width: &'static str,
    pub(crate) height: &'static str,
    pub(crate) fits: &'static str,
    pub(crate) playback: &'static str,
    pub(crate) autoplay: &'static str,
    pub(crate) repeats: &'static str,
    pub(crate) here: &'static str,
    pub(crate) start: &'static str,
    pub(crate) stop: &'static str,
    pub(crate) looks: &'static str,
    pub(crate) with_title: &'static str,
    pub(crate) language: &'static str,
    pub(crate) own: &'static str,
    pub(crate) limits: &'static str,
    pub(crate) limits_hint: &'static str,
    pub(crate) uses: [&'static str; 3],
    pub(crate) everything: &'static str,
    pub(crate) code: &'static str,
    pub(crate) preview: &'static str,

    pub(crate) picture_hint: &'static str,
    pub(crate) picture_formats: [&'static str; 3],
    pub(crate) picture_none: &'static str,

    pub(crate) trace: [&'static str; 2],
    pub(crate) perfetto: [&'static str; 2],
    pub(crate) test: [&'static str; 2],
    pub(crate) download: &'static str,
    pub(crate) cut: &'static str,
    pub(crate) real: &'static str,
    pub(crate) whole_only: &'static str,

    pub(crate) saved: &'static str,
    pub(crate) saved_perhaps: &'static str,
    pub(crate) forbidden: &'static str,
    pub(crate) failed: &'static str,
}

/// The words of a language.
pub(crate) fn share_text(language: Language) -> &'static ShareText {
    match language {
        Language::En => &en::TEXT,
        Language::Vi => &vi::TEXT,
    }
}

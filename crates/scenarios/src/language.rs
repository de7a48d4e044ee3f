//! The languages the page speaks.

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Vietnamese.
    Vi,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::En, Language::Vi];

    /// Its code, as in `lang=vi`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Vi => "vi",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Vi => "Tiếng Việt",
        }
    }

    /// The language of a code such as `vi` or `vi-VN`.
    pub fn of_code(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next()?;
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}

//! Tables of words that not everybody reads: each is a text file a language in `web/words/`, which
//! comes with the part of the page that shows it.

/// A table, and its files: a line a field, in their order, with the name first and tabs between. A
/// line that is missing in one language, or has another number of words, does not compile.
macro_rules! told {
    (@type) => { &'static str };
    (@type $count:literal) => { [&'static str; $count] };
    (@count) => { 1 };
    (@count $count:literal) => { $count };
    (@take $words:ident) => { $words.next().unwrap_or_default() };
    (@take $words:ident $count:literal) => { std::array::from_fn(|_| $words.next().unwrap_or_default()) };
    (@file $name:literal $language:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/words/", $name, ".", $language, ".txt"))
    };
    ($(#[$about:meta])* $table:ident in $file:literal { $($(#[$of:meta])* $field:ident $([$count:literal])?,)* }) => {
        $(#[$about])*
        pub(crate) struct $table { $($(#[$of])* pub(crate) $field: told!(@type $($count)?),)* }

        const _: () = {
            const FIELDS: &[(&str, usize)] = &[$((stringify!($field), told!(@count $($count)?)),)*];
            assert!($crate::words::told::fits(told!(@file $file "en"), FIELDS));
            assert!($crate::words::told::fits(told!(@file $file "vi"), FIELDS));
        };

        impl $table {
            /// The words of a language.
            pub(crate) fn of(language: scenarios::Language) -> &'static Self {
                static READ: [std::sync::OnceLock<$table>; 2] = [const { std::sync::OnceLock::new() }; 2];
                READ[language as usize].get_or_init(|| {
                    $crate::rest::want_words();
                    let file = match language {
                        scenarios::Language::En => told!(@file $file "en"),
                        scenarios::Language::Vi => told!(@file $file "vi"),
                    };
                    let mut words = file.lines().flat_map(|line| line.split('\t').skip(1));
                    $table { $($field: told!(@take words $($count)?),)* }
                })
            }
        }
    };
}
pub(super) use told;

/// Whether a file has exactly these fields, with so many words each. Checked while compiling.
pub(super) const fn fits(file: &str, fields: &[(&str, usize)]) -> bool {
    let bytes = file.as_bytes();
    let (mut at, mut field) = (0, 0);
    while field < fields.len() {
        let (name, words) = fields[field];
        let mut letter = 0;
        while letter < name.len() {
            if at >= bytes.len() || bytes[at] != name.as_bytes()[letter] {
                return false;
            }
            at += 1;
            letter += 1;
        }
        let mut tabs = 0;
        while at < bytes.len() && bytes[at] != b'\n' {
            if bytes[at] == b'\t' {
                tabs += 1;
            }
            at += 1;
        }
        if tabs != words || at >= bytes.len() {
            return false;
        }
        at += 1;
        field += 1;
    }
    at == bytes.len()
}

//! How a command fails: with one sentence that says what to do.

use std::fmt;

/// One sentence for the user; it ends the command with exit code 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure(String);

pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether what a program printed looks like a missing network.
///
/// Cargo, npm, apt and rustup each have their own words for it.
pub(crate) fn is_network(output: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "resolve host",
        "resolve proxy",
        "network failure",
        "network error",
        "connection refused",
        "could not connect",
        "couldn't connect",
        "failed to connect",
        "could not download",
        "timed out",
        "enotfound",
        "eai_again",
        "econnrefused",
        "temporary failure resolving",
    ];
    let output = output.to_lowercase();
    SIGNS.iter().any(|sign| output.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_s_words_for_no_network_are_known() {
        for words in [
            "warning: spurious network error (3 tries remaining): [6] Could not resolve hostname",
            "curl: (7) Failed to connect to 127.0.0.1 port 1",
            "npm error code ECONNREFUSED",
            "npm error code EAI_AGAIN",
            "E: Failed to fetch  Temporary failure resolving 'packages'",
            "error: could not download file from 'somewhere'",
        ] {
            assert!(is_network(words), "{words}");
        }
    }

    #[test]
    fn a_compile_error_is_not_the_network() {
        assert!(!is_network("error[E0308]: mismatched types"));
    }
}

//! Instants and spans as words. Whole numbers only: formatting floats would weigh more than this.

use lab::Micros;
pub(crate) use stage::seconds;

/// `1.88 s`, or `580 ms` below a second.
pub(crate) fn span(span: Micros) -> String {
    if span < 1_000_000 {
        return if span < 10_000 && !span.is_multiple_of(1_000) {
            format!("{}.{} ms", span / 1_000, span / 100 % 10)
        } else {
            format!("{} ms", (span + 500) / 1_000)
        };
    }
    let hundredths = (span + 5_000) / 10_000;
    format!("{}.{:02} s", hundredths / 100, hundredths % 100)
}

/// `2.4 s`.
pub(crate) fn about(span: Micros) -> String {
    format!("{} s", tenths((span + 50_000) / 100_000))
}

/// `6.4`, of tenths.
pub(crate) fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

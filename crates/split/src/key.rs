//! What a function is called across builds.

/// The key of a demangled name: ten hexadecimal digits of its hash, without what differs from one
/// machine to the next.
pub(crate) fn of(name: &str) -> String {
    let hash = plain(name).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:010x}", hash >> 24)
}

/// The name without crate disambiguators (`core[c5930c85a12de822]`) and hashes (`::h50291f5ccd6e2de8`).
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let inside = from[1..].find(']').map(|end| &from[1..=end]);
        match inside.filter(|inside| is_hash(inside)) {
            Some(inside) => rest = &from[inside.len() + 2..],
            None => {
                plain.push('[');
                rest = &from[1..];
            }
        }
    }
    plain.push_str(rest);
    match plain.rfind("::h") {
        Some(at) if is_hash(&plain[at + 3..]) => plain.truncate(at),
        _ => {}
    }
    plain
}

fn is_hash(text: &str) -> bool {
    (8..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_machines_is_left_out() {
        assert_eq!(plain("core[c5930c85a12de822]::str::from"), "core::str::from");
        assert_eq!(plain("web::run::h50291f5ccd6e2de8"), "web::run");
        assert_eq!(plain("<[u8] as a[12345678]::B>::c"), "<[u8] as a::B>::c");
        assert_eq!(plain("main"), "main");
        assert_eq!(of("a[12345678]::b").len(), 10);
        assert_ne!(of("a::b"), of("a::c"));
    }
}

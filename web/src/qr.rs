//! A link as a QR code.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// The finest code that the camera of a phone still reads from a screen: 117 modules across.
const FINEST: u8 = 25;
/// What fits into that, in characters.
pub(crate) const MOST: usize = 1_273;
/// Around a code nothing may be drawn, four modules wide.
const QUIET: i32 = 4;

/// A code, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Qr {
    /// The dark modules as an SVG path, a unit each.
    pub(crate) path: String,
    /// How many units it measures, with the room around it.
    pub(crate) size: i32,
}

impl Qr {
    /// The code of a text; `None` if that is too long.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let segments = QrSegment::make_segments(text);
        // On a screen nothing is dirty or torn: coarse modules serve a camera better than spare ones.
        let (ecc, finest) = (QrCodeEcc::Low, Version::new(FINEST));
        let code =
            QrCode::encode_segments_advanced(&segments, ecc, Version::MIN, finest, None, true)
                .ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let dark = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
                if dark > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    let _ = write!(path, "M{left} {top}h{dark}v1h-{dark}z");
                }
                x += dark.max(1);
            }
        }
        Some(Qr { path, size: code.size() + 2 * QUIET })
    }

    /// As a file of its own.
    pub(crate) fn svg(&self) -> String {
        let Qr { path, size } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
             shape-rendering=\"crispEdges\"><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
             <path d=\"{path}\" fill=\"#000\"/></svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_fits_as_is_said_and_no_more() {
        let long = |count| "a".repeat(count);
        assert_eq!(Qr::of(&long(MOST)).map(|code| code.size), Some(117 + 8));
        assert_eq!(Qr::of(&long(MOST + 1)), None);
    }

    #[test]
    fn nothing_is_drawn_in_the_room_around_it() {
        let Qr { path, size } = Qr::of("https://example.org/#/worker-pool").expect("it fits");
        for run in path.split('M').skip(1) {
            let mut numbers = run.split([' ', 'h', 'v']).map(|number| number.parse::<i32>());
            let mut next = || numbers.next().and_then(Result::ok).expect("a number");
            let (x, y, dark) = (next(), next(), next());
            assert!(x >= QUIET && y >= QUIET, "{run}");
            assert!(x + dark <= size - QUIET && y < size - QUIET && dark > 0, "{run}");
        }
    }
}

//! The icons of the installed page, drawn from the one of the tab.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::Result;

/// What the manifest and the head name.
pub(crate) const ICONS: [Icon; 3] = [
    Icon { file: "icon-192.png", side: 192, is_full: false },
    Icon { file: "icon-512.png", side: 512, is_full: false },
    Icon { file: "icon-full-512.png", side: 512, is_full: true },
];

/// A picture of the icon.
pub(crate) struct Icon {
    /// Its name in the page's folder.
    pub(crate) file: &'static str,
    /// Pixels.
    side: u32,
    /// The ground goes to the edges: the system cuts it to its own shape, which keeps the middle.
    is_full: bool,
}

impl Icon {
    /// The picture, as PNG: the same bytes on every machine.
    pub(crate) fn draw(&self, svg: &str) -> Result<Vec<u8>> {
        let tree = Tree::from_str(svg, &Options::default())?;
        let mut picture = Pixmap::new(self.side, self.side).ok_or("an icon has no size")?;
        let scale = self.side as f32 / tree.size().width();
        let draw = |picture: &mut Pixmap| {
            resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
        };
        draw(&mut picture);
        if self.is_full {
            // The middle of the upper edge is ground.
            let ground = picture.pixel(self.side / 2, 1).ok_or("an icon has no ground")?;
            picture.fill(Color::from_rgba8(ground.red(), ground.green(), ground.blue(), 255));
            draw(&mut picture);
        }
        Ok(picture.encode_png()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = include_str!("../../../web/icon.svg");

    fn corner_and_size(icon: &Icon) -> Result<(u8, u32)> {
        let picture = Pixmap::decode_png(&icon.draw(SVG)?)?;
        let corner = picture.pixel(0, 0).ok_or("no corner")?;
        Ok((corner.alpha(), picture.width()))
    }

    #[test]
    fn a_full_icon_has_ground_in_its_corners_and_the_others_are_round() -> Result {
        for icon in &ICONS {
            let alpha = if icon.is_full { 255 } else { 0 };
            assert_eq!(corner_and_size(icon)?, (alpha, icon.side), "{}", icon.file);
        }
        Ok(())
    }

    #[test]
    fn the_manifest_and_the_folder_agree_on_icons() {
        let manifest = include_str!("../../../web/manifest.webmanifest");
        for icon in &ICONS {
            assert!(manifest.contains(&format!("\"./{}\"", icon.file)), "{}", icon.file);
        }
        assert_eq!(manifest.matches(".png\"").count(), ICONS.len());
    }
}

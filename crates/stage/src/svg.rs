//! A scene as SVG.

use crate::scene::within;
use std::fmt::Write;

use crate::palette::Palette;
use crate::scene::*;

/// The fonts of the page.
const FONT: &str = "ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif";

/// The scenes one under the other, as one SVG document.
pub fn svg(scenes: &[&Scene], palette: &Palette) -> String {
    let width = scenes.iter().map(|scene| scene.width).fold(0.0, f32::max);
    let height: f32 = scenes.iter().map(|scene| scene.height).sum();
    let mut painter = Painter { out: String::new(), hatches: Vec::new(), palette };
    let mut y = 0.0;
    for scene in scenes {
        painter.put(format_args!("<g transform=\"translate(0 {})\">", Number(y)));
        scene.shapes.iter().for_each(|shape| painter.shape(shape));
        painter.out.push_str("</g>");
        y += scene.height;
    }
    let Painter { out, hatches, .. } = painter;
    let mut document = String::with_capacity(out.len() + 1_024);
    let (w, h) = (Number(width), Number(height));
    let _ = write!(
        document,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"0 0 {w} {h}\" font-family=\"{FONT}\" style=\"font-variant-numeric:tabular-nums\">"
    );
    define_hatches(&mut document, &hatches, palette);
    let panel = palette.color(Role::Panel);
    let _ = write!(document, "<rect width=\"{w}\" height=\"{h}\" fill=\"{panel}\"/>{out}</svg>");
    document
}

fn define_hatches(document: &mut String, hatches: &[(Role, Role)], palette: &Palette) {
    document.push_str("<defs>");
    for (place, (over, under)) in hatches.iter().enumerate() {
        let (over, under) = (palette.color(*over), palette.color(*under));
        let _ = write!(
            document,
            "<pattern id=\"hatch{place}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"{under}\"/>\
             <rect width=\"2\" height=\"6\" fill=\"{over}\" opacity=\"0.5\"/></pattern>"
        );
    }
    document.push_str("</defs>");
}

struct Painter<'a> {
    out: String,
    /// The hatches used; their patterns are defined at the end.
    hatches: Vec<(Role, Role)>,
    palette: &'a Palette,
}

impl Painter<'_> {
    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(what);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect { area, radius, paint } => {
                let [x, y, w, h] = [area.x, area.y, area.w.max(0.0), area.h.max(0.0)].map(Number);
                let r = Number(*radius);
                self.put(format_args!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\""
                ));
                self.paint(paint);
            }
            Shape::Circle { at, radius, paint } => {
                let [x, y, r] = [at.x, at.y, *radius].map(Number);
                self.put(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\""));
                self.paint(paint);
            }
            Shape::Polygon { points, paint } => {
                self.out.push_str("<polygon points=\"");
                for at in points {
                    self.put(format_args!("{},{} ", Number(at.x), Number(at.y)));
                }
                self.out.push('"');
                self.paint(paint);
            }
            Shape::Curve { from, pieces, paint } => {
                self.put(format_args!("<path d=\"M{} {}", Number(from.x), Number(from.y)));
                for [one, two, to] in pieces {
                    let [a, b, c, d, e, f] = [one.x, one.y, two.x, two.y, to.x, to.y].map(Number);
                    self.put(format_args!("C{a} {b} {c} {d} {e} {f}"));
                }
                self.out.push('"');
                self.paint(paint);
            }
            Shape::Arc { at, radius, from, to, paint } => self.arc(*at, *radius, *from, *to, paint),
            Shape::Text { at, size, weight, anchor, role, alpha, mono, text } => {
                let [x, y, size] = [at.x, at.y, *size].map(Number);
                let color = self.palette.color(*role);
                self.put(format_args!(
                    "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{color}\""
                ));
                if *weight != 400 {
                    self.put(format_args!(" font-weight=\"{weight}\""));
                }
                match anchor {
                    Anchor::Start => {}
                    Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
                    Anchor::End => self.out.push_str(" text-anchor=\"end\""),
                }
                if *mono {
                    self.out.push_str(" font-family=\"ui-monospace,Menlo,Consolas,monospace\"");
                }
                self.alpha(*alpha);
                self.out.push('>');
                self.escaped(text);
                self.out.push_str("</text>");
            }
        }
    }

    /// A circle of which only a dash is drawn: no angles needed.
    fn arc(&mut self, at: Point, radius: f32, from: f32, to: f32, paint: &Paint) {
        let part = within(to - from, 0.0, 1.0) * 100.0;
        let [x, y, r] = [at.x, at.y, radius].map(Number);
        let turn = Number(from * 360.0 - 90.0);
        self.put(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" pathLength=\"100\" \
             stroke-dasharray=\"{} 100\" transform=\"rotate({turn} {x} {y})\"",
            Number(part)
        ));
        self.paint(paint);
    }

    fn paint(&mut self, paint: &Paint) {
        let palette = self.palette;
        match paint.fill {
            Fill::None => self.out.push_str(" fill=\"none\""),
            Fill::Solid(role) => self.put(format_args!(" fill=\"{}\"", palette.color(role))),
            Fill::Mix(over, part, under) => {
                let [r, g, b] = mixed(palette.rgb(over), part, palette.rgb(under));
                self.put(format_args!(" fill=\"#{r:02x}{g:02x}{b:02x}\""));
            }
            Fill::Hatch(over, under) => {
                let known = self.hatches.iter().position(|hatch| *hatch == (over, under));
                let place = known.unwrap_or_else(|| {
                    self.hatches.push((over, under));
                    self.hatches.len() - 1
                });
                self.put(format_args!(" fill=\"url(#hatch{place})\""));
            }
        }
        if let Some(Stroke { role, width, dashed }) = paint.stroke {
            let color = palette.color(role);
            self.put(format_args!(" stroke=\"{color}\" stroke-width=\"{}\"", Number(width)));
            if dashed {
                let dashes = if width > 1.2 { "5 4" } else { "3 3" };
                self.put(format_args!(" stroke-dasharray=\"{dashes}\""));
            }
        }
        self.alpha(if paint.alpha == 0.0 { 1.0 } else { paint.alpha });
        self.out.push_str("/>");
    }

    fn alpha(&mut self, alpha: f32) {
        if alpha < 1.0 {
            self.put(format_args!(" opacity=\"{}\"", Number(alpha)));
        }
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                c if c.is_control() => self.out.push(' '),
                c => self.out.push(c),
            }
        }
    }
}

/// So much of `over` mixed into `under`.
fn mixed(over: [u8; 3], part: f32, under: [u8; 3]) -> [u8; 3] {
    let mix = |place: usize| {
        let (over, under) = (f32::from(over[place]), f32::from(under[place]));
        (under + (over - under) * part + 0.5) as u8
    };
    [mix(0), mix(1), mix(2)]
}

/// A number with at most two digits behind the point, the same on every machine.
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (self.0 * 100.0 + if self.0 < 0.0 { -0.5 } else { 0.5 }) as i32;
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        if hundredths < 0 {
            f.write_str("-")?;
        }
        match (part, part % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", part / 10),
            _ => write!(f, "{whole}.{part:02}"),
        }
    }
}

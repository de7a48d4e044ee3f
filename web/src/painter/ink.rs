//! Colours, hatches and letters, set on the canvas only when they change.

use stage::{Fill, Palette, Role, Stroke};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

use crate::dom;

/// The side of a hatch's tile, in CSS pixels.
const TILE: u32 = 8;
const LETTERS: &str =
    "ui-sans-serif, system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif";
const MONO: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, \"Noto Sans Mono\", monospace";

/// What is set on the canvas, and the colours in use.
#[derive(Default)]
pub(super) struct Inks {
    palette: Option<&'static Palette>,
    fill: Option<Fill>,
    stroke: Option<(Role, f32, bool)>,
    alpha: f32,
    letters: (u32, u16, bool),
    align: &'static str,
    hatches: Vec<(Role, Role, CanvasPattern)>,
}

impl Inks {
    /// A new picture begins, in these colours.
    pub(super) fn begin(&mut self, palette: &'static Palette) {
        if self.palette.is_none_or(|before| !std::ptr::eq(before, palette)) {
            *self = Inks { palette: Some(palette), alpha: -1.0, ..Inks::default() };
        }
    }

    pub(super) fn alpha(&mut self, context: &CanvasRenderingContext2d, alpha: f32) {
        let alpha = if alpha <= 0.0 { 1.0 } else { alpha };
        if self.alpha != alpha {
            self.alpha = alpha;
            context.set_global_alpha(f64::from(alpha));
        }
    }

    pub(super) fn fill(&mut self, context: &CanvasRenderingContext2d, fill: Fill) {
        if self.fill == Some(fill) {
            return;
        }
        self.fill = Some(fill);
        match fill {
            Fill::None => {}
            Fill::Solid(role) => context.set_fill_style_str(self.color(role)),
            Fill::Mix(a, part, b) => {
                let Some(palette) = self.palette else { return };
                context.set_fill_style_str(&css(mixed(palette.rgb(a), part, palette.rgb(b))));
            }
            Fill::Hatch(line, ground) => match self.hatch(context, line, ground) {
                Some(pattern) => context.set_fill_style_canvas_pattern(&pattern),
                None => context.set_fill_style_str(self.color(ground)),
            },
        }
    }

    pub(super) fn stroke(&mut self, context: &CanvasRenderingContext2d, stroke: Stroke) {
        let Stroke { role, width, dashed } = stroke;
        let before = self.stroke.replace((role, width, dashed));
        if before.is_none_or(|before| before.0 != role) {
            context.set_stroke_style_str(self.color(role));
        }
        if before.is_none_or(|before| before.1 != width) {
            context.set_line_width(f64::from(width));
        }
        if before.is_none_or(|before| before.2 != dashed) {
            let dashes = js_sys::Array::new();
            if dashed {
                dashes.push(&JsValue::from(5));
                dashes.push(&JsValue::from(4));
            }
            let _ = context.set_line_dash(&dashes);
        }
    }

    pub(super) fn letters(
        &mut self,
        context: &CanvasRenderingContext2d,
        size: f32,
        weight: u16,
        mono: bool,
        align: &'static str,
    ) {
        let wanted = ((size * 10.0) as u32, weight, mono);
        if self.letters != wanted {
            self.letters = wanted;
            let (tenths, family) = (wanted.0, if mono { MONO } else { LETTERS });
            context.set_font(&format!("{weight} {}.{}px {family}", tenths / 10, tenths % 10));
        }
        if self.align != align {
            self.align = align;
            context.set_text_align(align);
        }
    }

    fn color(&self, role: Role) -> &'static str {
        self.palette.map_or("transparent", |palette| palette.color(role))
    }

    fn hatch(
        &mut self,
        context: &CanvasRenderingContext2d,
        line: Role,
        ground: Role,
    ) -> Option<CanvasPattern> {
        let known = self.hatches.iter().find(|(l, g, _)| (*l, *g) == (line, ground));
        if let Some((.., pattern)) = known {
            return Some(pattern.clone());
        }
        let palette = self.palette?;
        let (line_color, ground_color) = (palette.color(line), palette.color(ground));
        let tile: HtmlCanvasElement =
            dom::document().create_element("canvas").ok()?.dyn_into().ok()?;
        tile.set_width(TILE);
        tile.set_height(TILE);
        let brush: CanvasRenderingContext2d = tile.get_context("2d").ok()??.dyn_into().ok()?;
        let side = f64::from(TILE);
        brush.set_fill_style_str(ground_color);
        brush.fill_rect(0.0, 0.0, side, side);
        brush.set_stroke_style_str(line_color);
        brush.set_global_alpha(0.55);
        brush.set_line_width(2.0);
        for shift in [-side, 0.0, side] {
            brush.begin_path();
            brush.move_to(shift - 2.0, side + 2.0);
            brush.line_to(shift + side + 2.0, -2.0);
            brush.stroke();
        }
        let pattern = context.create_pattern_with_html_canvas_element(&tile, "repeat").ok()??;
        self.hatches.push((line, ground, pattern.clone()));
        Some(pattern)
    }
}

/// A colour as CSS has it.
fn css([r, g, b]: [u8; 3]) -> String {
    format!("rgb({r},{g},{b})")
}

fn mixed(a: [u8; 3], part: f32, b: [u8; 3]) -> [u8; 3] {
    let mix =
        |place: usize| (f32::from(a[place]) * part + f32::from(b[place]) * (1.0 - part)) as u8;
    [mix(0), mix(1), mix(2)]
}

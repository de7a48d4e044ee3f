//! From a scene to pixels.

mod ink;

use std::f64::consts::TAU;

use stage::{Anchor, Area, Fill, Paint, Palette, Point, Scene, Shape};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::dom;
use ink::Inks;

/// A path of more takes longer than two.
const MOST_ALIKE: usize = 64;
/// A dot of so many pixels of the screen, from its middle, is no rounder as an arc than as two
/// rectangles across each other, which are filled in less time.
const FEW_PIXELS: f64 = 4.0;
/// Tiles up to this size stand apart from each other.
const TILE: f32 = 10.0;

/// Paints scenes on one canvas.
pub(crate) struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    inks: Inks,
    /// Pixels of the screen a unit of the scene, in the picture on the canvas.
    scale: f64,
    /// CSS pixels a unit of the scene.
    step: f64,
    size: (u32, u32),
    /// A picture that changes seldom, under one that changes on every frame.
    kept: Option<HtmlCanvasElement>,
}

impl Painter {
    /// For a canvas; `None` if the browser has no such thing.
    pub(crate) fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let (canvas, inks) = (canvas.clone(), Inks::default());
        Some(Painter { canvas, context, inks, scale: 1.0, step: 1.0, size: (0, 0), kept: None })
    }

    /// The canvas.
    pub(crate) fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// From now on a unit of a scene is so many CSS pixels.
    pub(crate) fn set_step(&mut self, step: f32) {
        self.step = f64::from(step);
    }

    /// Paints a scene; the canvas takes its size.
    pub(crate) fn paint(&mut self, scene: &Scene, palette: &'static Palette) {
        self.fit(scene);
        self.inks.begin(palette);
        let context = &self.context;
        let _ = context.set_transform(self.scale, 0.0, 0.0, self.scale, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, f64::from(scene.width), f64::from(scene.height));
        self.shapes(&scene.shapes);
    }

    /// Whether there is a picture to paint over.
    pub(crate) fn keeps(&self) -> bool {
        self.kept.is_some() && self.scale == self.wanted_scale()
    }

    fn wanted_scale(&self) -> f64 {
        dom::window().device_pixel_ratio().clamp(1.0, 4.0) * self.step
    }

    /// Paints a scene and keeps it as a picture.
    pub(crate) fn keep(&mut self, scene: &Scene, palette: &'static Palette) {
        self.paint(scene, palette);
        if self.kept.is_none() {
            let copy = dom::document().create_element("canvas").ok();
            self.kept = copy.and_then(|copy| copy.dyn_into().ok());
        }
        let Some(kept) = &self.kept else { return };
        kept.set_width(self.size.0);
        kept.set_height(self.size.1);
        copy(&self.canvas, kept);
    }

    /// Paints a scene over the picture that was kept.
    pub(crate) fn paint_over(&mut self, scene: &Scene, palette: &'static Palette) {
        let context = &self.context;
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.inks.alpha(context, 1.0);
        context.clear_rect(0.0, 0.0, f64::from(self.size.0), f64::from(self.size.1));
        if let Some(kept) = &self.kept {
            let _ = context.draw_image_with_html_canvas_element(kept, 0.0, 0.0);
        }
        let _ = context.set_transform(self.scale, 0.0, 0.0, self.scale, 0.0, 0.0);
        self.inks.begin(palette);
        self.shapes(&scene.shapes);
    }

    fn fit(&mut self, scene: &Scene) {
        self.scale = self.wanted_scale();
        let pixels = |length: f32| (f64::from(length) * self.scale).round() as u32;
        let size = (pixels(scene.width), pixels(scene.height));
        if size != self.size {
            self.size = size;
            self.canvas.set_width(size.0);
            self.canvas.set_height(size.1);
            self.inks = Inks::default();
        }
    }

    /// Dots and small tiles of one look that follow each other are one path: hundreds of them cost
    /// few calls.
    fn shapes(&mut self, shapes: &[Shape]) {
        let mut rest = shapes;
        while let Some(first) = rest.first() {
            let alike = |shape: &&Shape| is_dot_like(first, shape) || is_tile_like(first, shape);
            let alike = rest.iter().take(MOST_ALIKE).take_while(alike).count();
            let (these, others) = rest.split_at(alike.max(1));
            if alike < 2 {
                self.shape(first)
            } else {
                self.alike(these)
            }
            rest = others;
        }
    }

    fn alike(&mut self, shapes: &[Shape]) {
        let context = &self.context;
        context.begin_path();
        let mut paint = None;
        for shape in shapes {
            match shape {
                Shape::Circle { at, radius, paint: own } => {
                    let (x, y, r) = (f64::from(at.x), f64::from(at.y), f64::from(*radius));
                    if r * self.scale <= FEW_PIXELS {
                        let cut = 0.6 * r;
                        context.rect(x - r, y - cut, 2.0 * r, 2.0 * cut);
                        context.rect(x - cut, y - r, 2.0 * cut, 2.0 * r);
                    } else {
                        context.move_to(x + r, y);
                        let _ = context.arc(x, y, r, 0.0, TAU);
                    }
                    paint = Some(own);
                }
                Shape::Rect { area, paint: own, .. } => {
                    let [x, y, w, h] = [area.x, area.y, area.w, area.h].map(f64::from);
                    context.rect(x, y, w, h);
                    paint = Some(own);
                }
                _ => {}
            }
        }
        if let Some(paint) = paint {
            self.apply(paint);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let context = &self.context;
        match shape {
            Shape::Rect { area, radius, paint } if *radius < 0.5 => self.plain_rect(area, paint),
            Shape::Rect { area, radius, paint } => {
                context.begin_path();
                let Area { x, y, w, h } = *area;
                let radius = radius.min(w / 2.0).min(h / 2.0);
                round_rect(context, [x, y, w, h].map(f64::from), f64::from(radius));
                self.apply(paint);
            }
            Shape::Circle { at, radius, paint } => {
                context.begin_path();
                let _ = context.arc(f64::from(at.x), f64::from(at.y), f64::from(*radius), 0.0, TAU);
                self.apply(paint);
            }
            Shape::Polygon { points, paint } => {
                context.begin_path();
                for (place, Point { x, y }) in points.iter().enumerate() {
                    match place {
                        0 => context.move_to(f64::from(*x), f64::from(*y)),
                        _ => context.line_to(f64::from(*x), f64::from(*y)),
                    }
                }
                context.close_path();
                self.apply(paint);
            }
            Shape::Curve { from, pieces, paint } => {
                context.begin_path();
                context.move_to(f64::from(from.x), f64::from(from.y));
                for piece in pieces {
                    let [a, b, c] = piece.map(|Point { x, y }| (f64::from(x), f64::from(y)));
                    context.bezier_curve_to(a.0, a.1, b.0, b.1, c.0, c.1);
                }
                self.apply(paint);
            }
            Shape::Arc { at, radius, from, to, paint } => {
                context.begin_path();
                let turn = |part: f32| f64::from(part) * TAU - TAU / 4.0;
                let (x, y, radius) = (f64::from(at.x), f64::from(at.y), f64::from(*radius));
                let _ = context.arc(x, y, radius, turn(*from), turn(*to));
                self.apply(paint);
            }
            Shape::Text { at, size, weight, anchor, role, alpha, mono, text } => {
                let align = match anchor {
                    Anchor::Start => "left",
                    Anchor::Middle => "center",
                    Anchor::End => "right",
                };
                self.inks.letters(context, *size, *weight, *mono, align);
                self.inks.fill(context, Fill::Solid(*role));
                self.inks.alpha(context, *alpha);
                let _ = context.fill_text(text, f64::from(at.x), f64::from(at.y));
            }
        }
    }

    fn plain_rect(&mut self, area: &Area, paint: &Paint) {
        let context = &self.context;
        let [x, y, w, h] = [area.x, area.y, area.w, area.h].map(f64::from);
        self.inks.alpha(context, paint.alpha);
        if paint.fill != Fill::None {
            self.inks.fill(context, paint.fill);
            context.fill_rect(x, y, w, h);
        }
        if let Some(stroke) = paint.stroke {
            self.inks.stroke(context, stroke);
            context.stroke_rect(x, y, w, h);
        }
    }

    fn apply(&mut self, paint: &Paint) {
        let context = &self.context;
        self.inks.alpha(context, paint.alpha);
        if paint.fill != Fill::None {
            self.inks.fill(context, paint.fill);
            context.fill();
        }
        if let Some(stroke) = paint.stroke {
            self.inks.stroke(context, stroke);
            context.stroke();
        }
    }
}

/// Whether both are circles without an edge, and of one opaque colour: then it does not matter which
/// of them lies over which.
fn is_dot_like(one: &Shape, other: &Shape) -> bool {
    let (Shape::Circle { paint, .. }, Shape::Circle { paint: same, .. }) = (one, other) else {
        return false;
    };
    let is_opaque = paint.alpha <= 0.0 || paint.alpha >= 1.0;
    paint == same && is_opaque && paint.stroke.is_none()
}

/// Whether both are small tiles with sharp corners and one opaque look: they never overlap.
fn is_tile_like(one: &Shape, other: &Shape) -> bool {
    let look = |shape: &Shape| match shape {
        Shape::Rect { area, radius, paint }
            if *radius < 0.5 && area.w <= TILE && area.w == area.h =>
        {
            Some((area.w, *paint)).filter(|_| paint.alpha <= 0.0 || paint.alpha >= 1.0)
        }
        _ => None,
    };
    look(one).is_some() && look(one) == look(other)
}

fn copy(from: &HtmlCanvasElement, to: &HtmlCanvasElement) {
    let context = to.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    if let Some(context) = context {
        let _ = context.draw_image_with_html_canvas_element(from, 0.0, 0.0);
    }
}

/// `roundRect` would need a newer browser than the rest of the page.
fn round_rect(context: &CanvasRenderingContext2d, [x, y, w, h]: [f64; 4], radius: f64) {
    context.move_to(x + radius, y);
    let corners =
        [(x + w, y, x + w, y + h), (x + w, y + h, x, y + h), (x, y + h, x, y), (x, y, x + w, y)];
    for (cx, cy, to_x, to_y) in corners {
        let _ = context.arc_to(cx, cy, to_x, to_y, radius);
    }
    context.close_path();
}

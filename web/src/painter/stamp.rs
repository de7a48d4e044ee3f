//! Dots of a crowd: one picture of a dot, stamped wherever there is one. As paths, however many share
//! one, they take the browser longer.

use std::f64::consts::TAU;

use stage::{Fill, Paint, Point, Shape};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::Painter;
use super::ink::Inks;
use crate::dom;

/// The picture of a dot, in pixels of the screen.
pub(super) struct Stamp {
    fill: Fill,
    radius: f32,
    picture: HtmlCanvasElement,
    /// From its corner to the middle of the dot.
    half: f64,
}

impl Painter {
    /// Paints dots of one look; whether that was possible. They stand on whole pixels, so that they
    /// are copied as they are: what moves in a crowd is not watched so closely.
    #[inline(never)]
    pub(super) fn stamp(&mut self, dots: &[Shape]) -> bool {
        let Some(Shape::Circle { radius, paint: Paint { fill, .. }, .. }) = dots.first() else {
            return false;
        };
        let place = self.stamps.iter().position(|one| one.fill == *fill && one.radius == *radius);
        let place = place.or_else(|| {
            self.stamps.push(Stamp::new(&mut self.inks, *fill, *radius, self.scale)?);
            Some(self.stamps.len() - 1)
        });
        let Some(Stamp { picture, half, .. }) = place.map(|place| &self.stamps[place]) else {
            return false;
        };
        let (context, scale) = (&self.context, self.scale);
        self.inks.alpha(context, 1.0);
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        for dot in dots {
            if let Shape::Circle { at: Point { x, y }, .. } = dot {
                let corner = |middle: f32| (f64::from(middle) * scale - half).round();
                let _ =
                    context.draw_image_with_html_canvas_element(picture, corner(*x), corner(*y));
            }
        }
        let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        true
    }
}

impl Stamp {
    fn new(inks: &mut Inks, fill: Fill, radius: f32, scale: f64) -> Option<Self> {
        let size = f64::from(radius) * scale;
        let half = size.ceil() + 1.0;
        let picture: HtmlCanvasElement =
            dom::document().create_element("canvas").ok()?.dyn_into().ok()?;
        picture.set_width(2 * half as u32);
        picture.set_height(2 * half as u32);
        let brush: CanvasRenderingContext2d = picture.get_context("2d").ok()??.dyn_into().ok()?;
        inks.pour(&brush, fill);
        brush.begin_path();
        brush.arc(half, half, size, 0.0, TAU).ok()?;
        brush.fill();
        Some(Stamp { fill, radius, picture, half })
    }
}

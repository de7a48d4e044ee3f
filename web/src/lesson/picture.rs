//! What the lesson draws: its two timelines on one axis, the page's heartbeat, how often one goes
//! into the other, and where bars went before.

use lab::Micros;
use stage::{
    Anchor, Area, Cursor, Fill, Paint, Palette, Point, Role, Scene, Shape, Stroke, View, timeline,
    timeline_height, x_of,
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Phase, State, computed, rounded};

/// Both panels share this axis, so that lengths can be compared: live and not, it is as long.
const AXIS: Micros = 3_030_000;
/// The height of the bracket below the lanes.
const BRACKET: f32 = 22.0;
/// Half of the room for its words.
const GAP: f32 = 18.0;
/// The heartbeat shows so much of the past.
const BEATS_MS: f64 = 3_000.0;

impl State {
    pub(super) fn paint(&mut self, now_ms: f64) {
        let answered = (self.phase >= Phase::Answering).then(|| self.answered_us());
        let instants = [self.instant(0), self.instant(1)];
        if self.least == 0.0 {
            self.least = self.whole();
        }
        // Below the jobs that compute there is a place for what the others took.
        let (below, both) = ([0.0, BRACKET], self.took);
        let panels = self.films.iter().zip(&mut self.panels).zip(self.took.iter().zip(instants));
        for (((film, painter), (took, at)), below) in panels.zip(below) {
            let Some(painter) = painter else { continue };
            let width = painter.canvas().client_width() as f32;
            if width <= 0.0 {
                continue;
            }
            film.with(|trace, index| {
                let cursor = match answered {
                    Some(at) => Cursor::at(trace, at),
                    None if self.still => Cursor::at(trace, at),
                    None => Cursor { events: trace.events.len(), at, held: 0 },
                };
                let mut view = self.look.view(trace, index, cursor, Some(AXIS));
                view.width = width;
                // What is under way goes on up to the edge, where the cursor is.
                view.live = answered.is_none() && !self.still;
                let mut scene = timeline(&view);
                scene.height = scene.height.max(self.least + below).ceil();
                let _ = painter
                    .canvas()
                    .style()
                    .set_property("height", &format!("{}px", scene.height as i32));
                if answered.is_some() {
                    ghost(&mut scene, &view, *took);
                } else if below > 0.0 && both[1] > 0 {
                    bracket(&mut scene, &view, both);
                }
                painter.paint(&scene, self.look.palette());
            });
        }
        self.heart.beat(now_ms, self.look.palette());
    }

    /// The height of the lanes of a whole run.
    fn whole(&self) -> f32 {
        let whole = computed(&self.films[0].setup);
        whole.with(|trace, index| {
            timeline_height(&self.look.view(trace, index, Cursor::default(), Some(AXIS)))
        })
    }
}

/// The frames of late.
#[derive(Default)]
pub(super) struct Heart {
    pub(super) canvas: Option<HtmlCanvasElement>,
    pub(super) beats: Vec<f64>,
}

impl Heart {
    /// One stroke a frame: evenly dense while the page breathes, with gaps where it computes.
    fn beat(&mut self, now_ms: f64, palette: &Palette) {
        self.beats.retain(|beat| now_ms - beat < BEATS_MS);
        self.beats.push(now_ms);
        let Some(canvas) = &self.canvas else { return };
        let Some(context) = canvas.get_context("2d").ok().flatten() else { return };
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let (width, height) =
            (canvas.client_width().max(0) as u32, canvas.client_height().max(0) as u32);
        canvas.set_width(width);
        canvas.set_height(height);
        context.set_fill_style_str(palette.color(Role::Accent));
        for beat in &self.beats {
            let x = f64::from(width) * (1.0 - (now_ms - beat) / BEATS_MS);
            context.fill_rect(x - 1.0, 1.0, 1.5, f64::from(height) - 2.0);
        }
        crate::playback::mark_ready();
    }
}

/// Where the bars went before there were more threads.
fn ghost(scene: &mut Scene, view: &View<'_>, took: Micros) {
    let [from, to] =
        [view.trace.end(), took].map(|at| x_of(view, Cursor { at, ..Cursor::default() }));
    if to - from < 24.0 {
        return;
    }
    let area = Area { x: from + 4.0, y: 40.0, w: to - from - 4.0, h: scene.height - 50.0 };
    let stroke = Some(Stroke { role: Role::Pipe, width: 1.5, dashed: true });
    scene.shapes.push(Shape::Rect {
        area,
        radius: 6.0,
        paint: Paint { stroke, ..Paint::default() },
    });
    scene.shapes.push(Shape::Text {
        at: Point { x: to - 10.0, y: 60.0 },
        size: 13.0,
        weight: 560,
        anchor: Anchor::End,
        role: Role::Ink2,
        alpha: 1.0,
        mono: false,
        text: crate::clock::about(took),
    });
}

/// Below the lanes: what the shorter run took, laid beside the longer one as often as it fits.
fn bracket(scene: &mut Scene, view: &View<'_>, [short, long]: [Micros; 2]) {
    let x = |at| x_of(view, Cursor { at, ..Cursor::default() });
    let y = scene.height - BRACKET / 2.0;
    let times = rounded(long, short);
    let middle = (x(0) + x(long)) / 2.0;
    let ticks = (0..=times).map(|part| x(long * part / times.max(1)));
    // Where the words are, no tick is seen.
    let ticks = ticks.filter(|x| (x - middle).abs() > GAP);
    let ticks = ticks.map(|x| Area { x: x - 0.75, y: y - 5.0, w: 1.5, h: 5.0 });
    let line = |from: f32, to: f32| Area { x: from, y, w: to - from, h: 1.5 };
    let lines = [line(x(0), middle - GAP), line(middle + GAP, x(long))];
    let paint = Paint { fill: Fill::Solid(Role::Ink), ..Paint::default() };
    let areas = lines.into_iter().chain(ticks);
    scene.shapes.extend(areas.map(|area| Shape::Rect { area, radius: 0.0, paint }));
    scene.shapes.push(Shape::Text {
        at: Point { x: middle, y: y + 4.5 },
        size: 13.0,
        weight: 650,
        anchor: Anchor::Middle,
        role: Role::Ink,
        alpha: 1.0,
        mono: false,
        text: format!("{times}×"),
    });
}

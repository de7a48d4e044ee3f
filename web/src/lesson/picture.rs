//! What the lesson draws: its two timelines on one axis, where the thread is in them, and who has
//! delivered; the page's heartbeat, how often one goes into the other, and where bars went before.

use lab::Micros;
use stage::{
    Anchor, Area, Cursor, Fill, Paint, Palette, Point, Role, Scene, Shape, Stroke, View, delivered,
    pills, timeline, timeline_height, x_of,
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Phase, State, rounded, since};

/// Both panels share this axis, so that lengths can be compared: live and not, it is as long.
const AXIS: Micros = 3_030_000;
/// The first two stills: four jobs wait at once; the second of four computes.
const STILLS: [Micros; 2] = [400_000, 900_000];
/// So long after the end of a run nothing in its picture moves any more.
const RESTS: Micros = 2_000_000;
/// The height of the bracket below the lanes.
const BRACKET: f32 = 22.0;
/// Half of the room for its words.
const GAP: f32 = 18.0;
/// The heartbeat shows so much of the past.
const BEATS_MS: f64 = 3_000.0;

/// What a picture depends on beside its look: where in the run it is taken, how long both panels
/// took, whether that is answered, and how wide it is.
pub(super) type Subject = ((Micros, Micros), [Micros; 2], bool, f32);

impl State {
    pub(super) fn paint(&mut self, now_ms: f64) {
        let is_answered = self.phase >= Phase::Answering;
        if self.least == 0.0 {
            self.least = self.whole();
        }
        for panel in 0..2 {
            let (at, held) = self.instant(panel, now_ms);
            let (film, took) = (&self.films[panel], self.took);
            // The thread of jobs that have not begun is nowhere.
            let has_thread = panel == 0 || self.phase >= Phase::Computing;
            // Below the jobs that compute there is a place for what the others took.
            let below = if panel == 1 { BRACKET } else { 0.0 };
            let Some(painter) = &mut self.panels[panel] else { continue };
            let pixels = painter.canvas().client_width();
            let step = step_of(pixels);
            let width = pixels as f32 / step;
            let subject = Some(((at, held), took, is_answered, width));
            if width <= 0.0 || self.painted[panel] == subject {
                continue;
            }
            self.painted[panel] = subject;
            film.painted(|trace, index, has_begun| {
                // A live run's edge is after its last event.
                let cursor = Cursor { at, held, ..Cursor::at(trace, at) };
                let cursor = if has_begun { cursor } else { Cursor::start() };
                let mut view = self.look.view(trace, index, cursor, Some(AXIS));
                view.width = width;
                // Answered or not, it is as high.
                view.room = Some(self.least);
                // What is under way goes on up to the edge, where the cursor is.
                view.live = has_begun && !is_answered && !self.still;
                // Until then only who will be there is known.
                view.secret = !has_begun;
                let mut scene = timeline(&view);
                scene.height = scene.height.max(self.least + below).ceil();
                let _ = painter
                    .canvas()
                    .style()
                    .set_property("height", &format!("{}px", (scene.height * step) as i32));
                if is_answered {
                    ghost(&mut scene, &view, took[panel]);
                }
                if below > 0.0 && took[panel] > 0 {
                    bracket(&mut scene, &view, took);
                }
                scene.shapes.extend(delivered(&view).shapes);
                if has_thread {
                    scene.shapes.extend(pills(&view).shapes);
                }
                painter.set_step(step);
                painter.paint(&scene, self.look.palette());
            });
        }
        self.heart.beat(now_ms, self.look.palette());
    }

    /// Where the picture of a panel is taken, and for how long its clock has been held there: live it
    /// goes up to its edge, a still has its instant.
    fn instant(&self, panel: usize, now_ms: f64) -> (Micros, Micros) {
        let end = self.films[panel].end();
        match (self.phase, panel) {
            (Phase::Answering | Phase::Answered, _) => {
                let at = self.answered_us(now_ms);
                (at.min(end), at.saturating_sub(end).min(RESTS))
            }
            _ if !self.still && self.took[panel] == 0 => (end, 0),
            _ if !self.still => (end, since(self.done_ms[panel], now_ms).min(RESTS)),
            (Phase::Waiting, 0) => (STILLS[0], Cursor::SETTLED),
            (Phase::Waiting, _) => (0, Cursor::SETTLED),
            (Phase::Computing, 1) => (STILLS[1], Cursor::SETTLED),
            _ => (end, Cursor::SETTLED),
        }
    }

    /// The height of the lanes of a whole run.
    fn whole(&self) -> f32 {
        self.films[0].painted(|trace, index, _| {
            timeline_height(&self.look.view(trace, index, Cursor::start(), Some(AXIS)))
        })
    }
}

/// How many times larger than usual it is drawn on a panel so wide (`opening.css` knows it too).
fn step_of(pixels: i32) -> f32 {
    match pixels {
        0..1_600 => 1.0,
        1_600..1_800 => 1.25,
        1_800..2_200 => 1.5,
        2_200..2_800 => 2.0,
        _ => 3.0,
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
    if to - from < 46.0 {
        return;
    }
    // Beside the ticks.
    let from = from + 22.0;
    let area = Area { x: from, y: 40.0, w: to - from, h: timeline_height(view) - 50.0 };
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

//! The diagram's boxes: sizes and places for a width and a height. Nothing is ever scaled; where the
//! cards have no room, smaller forms are laid out instead.

mod fold;
mod form;
mod upright;
mod wide;

use lab::ResourceId;

use crate::pen::point;
use crate::scene::{Area, Point, within};
use crate::view::View;
use crate::widget::Wish;

pub(crate) use self::form::Form;
use self::form::LEGEND;
use self::upright::upright;
use self::wide::{DENSITIES, Density, Wide};

/// The room at the top, where the figures of now are, in two lines or in one.
const TOP: f32 = 66.0;
const LOW_TOP: f32 = 34.0;
/// The room at the bottom.
const BOTTOM: f32 = 12.0;
const LOW_BOTTOM: f32 = 6.0;
/// The room at both sides.
const SIDE: f32 = 20.0;
/// Below this width the flow runs from top to bottom.
pub(crate) const UPRIGHT: f32 = 560.0;
/// The same for what resources show, on a phone.
const PHONE_SIDE: f32 = 10.0;
/// What is drawn below the lowest box: the words of a queue, those in line, a way back.
const BELOW: f32 = 46.0;
/// Between the flow and what resources show.
const GAP: f32 = 14.0;
const LOW_GAP: f32 = 6.0;
/// The width of a usual picture. On a wider one everything may be larger by as much, where all of it
/// then still has room.
const USUAL: f32 = 900.0;
/// How much larger, the largest first.
const STEPS: [f32; 7] = [3.0, 2.5, 2.25, 2.0, 1.75, 1.5, 1.25];
/// What then still stays free at each side.
const MARGIN: f32 = 48.0;
/// The height of a number that is only shown.
pub(crate) const GAUGE: f32 = 30.0;
/// From one place of a queue to the next.
pub(crate) const SLOT: f32 = 30.0;

/// The room at the top of a view.
pub(crate) fn top(view: &View) -> f32 {
    if view.is_low() { LOW_TOP } else { TOP }
}

/// The room at the bottom of a view.
fn bottom(view: &View) -> f32 {
    if view.is_low() { LOW_BOTTOM } else { BOTTOM }
}

/// Between the flow and what resources show.
fn gap(view: &View) -> f32 {
    if view.is_low() { LOW_GAP } else { GAP }
}

/// The numbers that are only shown.
pub(crate) fn gauges<'a>(view: &'a View) -> impl Iterator<Item = ResourceId> + use<'a> {
    let kind = |gauge: &ResourceId| view.index.stores[*gauge as usize].extent.kind;
    let all = view.index.graph.gauges.iter().copied();
    all.filter(move |gauge| kind(gauge).is_none())
}

fn has_gauges(view: &View) -> bool {
    gauges(view).next().is_some()
}

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// By node of the graph.
    pub(crate) boxes: Vec<Boxed>,
    /// Whether the flow runs from top to bottom.
    pub(crate) upright: bool,
    /// The room of what resources show, below the flow.
    pub(crate) shelf: Area,
    /// Where a pipe from the end of a row to the beginning of the next has room, from the top.
    pub(crate) folds: Vec<f32>,
    /// How much height is missing.
    missing: f32,
}

/// A node's place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Boxed {
    pub(crate) area: Area,
    pub(crate) form: Form,
    /// How much room there is for its words, beside or below it.
    pub(crate) words: f32,
    /// Whether there is room for a second line of them.
    pub(crate) roomy: bool,
}

impl Boxed {
    /// Whether it is a part of the picture.
    pub(crate) fn is_seen(&self) -> bool {
        self.area.w > 0.0
    }

    /// The area of the peer at `place`.
    pub(crate) fn cell(&self, place: usize) -> Area {
        let Area { x, y, .. } = self.area;
        let at = |columns: usize, w: f32, h: f32, gap: f32, gap_y: f32| {
            let (column, row) = ((place % columns) as f32, (place / columns) as f32);
            Area::new(x + column * (w + gap), y + row * (h + gap_y), w, h)
        };
        match self.form {
            Form::Cards { w, h, columns, gap } => {
                at(columns, w, h, if columns > 1 { 16.0 } else { gap }, gap)
            }
            Form::Tiles { side, columns, gap } => {
                let cell = at(columns, side, side, gap, gap);
                Area { y: cell.y + LEGEND, ..cell }
            }
            _ => self.area,
        }
    }

    /// Where pipes come in and go out.
    pub(crate) fn ports(area: Area, upright: bool) -> (Point, Point) {
        let Point { x, y } = area.middle();
        if upright {
            (point(x, area.y), point(x, area.bottom()))
        } else {
            (point(area.x, y), point(area.right(), y))
        }
    }

    /// The middle of the place that is `from_head` from the queue's head.
    pub(crate) fn place(&self, from_head: usize) -> Point {
        let Area { x, y, h, .. } = self.area;
        match self.form {
            Form::Places { count, .. } => {
                let place = count.saturating_sub(1 + from_head.min(count.saturating_sub(1)));
                point(x + place as f32 * SLOT + 14.0, y + h / 2.0)
            }
            _ => self.area.middle(),
        }
    }
}

impl Layout {
    pub(crate) fn of(view: &View) -> Self {
        let wish = Wish::of(view);
        // A phone's page is as long as it has to be: larger cards take nothing from the shelf.
        if view.width < UPRIGHT && wish.least > 0.0 {
            let mut layout = Layout::with(view, wish.best, false);
            if layout.missing <= 0.0 {
                layout.put_shelf(view, wish.best);
                return layout;
            }
        }
        let tight = Layout::with(view, wish.least, false);
        if view.is_low() && tight.missing > 0.0 {
            return Layout::low(view, wish);
        }
        // What the flow leaves free is for what is below it; what it misses, at that one's cost.
        let more = within(-tight.missing, -wish.least, wish.best - wish.least);
        let high = wish.least + more;
        let mut layout = if more == 0.0 { tight } else { Layout::with(view, high, false) };
        if wish.least > 0.0 {
            layout.put_shelf(view, high);
        }
        layout
    }

    /// With too little height for all of it: boxes that nothing links stay away. Where there is a
    /// tree, it is what the flow does as well, and stands in its place.
    fn low(view: &View, wish: Wish) -> Self {
        let tight = Layout::with(view, wish.least, true);
        if wish.has_tree && tight.missing > 0.0 {
            let y = LOW_TOP;
            let shelf = Area::new(SIDE, y, view.width - 2.0 * SIDE, view.height - y - LOW_BOTTOM);
            let boxes = vec![Boxed::default(); view.index.graph.nodes.len()];
            return Layout { boxes, shelf, ..Layout::default() };
        }
        let more = within(-tight.missing, -wish.least, wish.best - wish.least);
        let high = wish.least + more;
        let mut layout = Layout::with(view, high, true);
        if wish.least > 0.0 {
            layout.put_shelf(view, high);
        }
        layout
    }

    /// Puts the shelf below the flow, and both together into the middle.
    fn put_shelf(&mut self, view: &View, high: f32) {
        let side = if self.upright { PHONE_SIDE } else { SIDE };
        let lowest = view.height - bottom(view) - high;
        let flow = self.boxes.iter().map(|boxed| boxed.area.bottom()).fold(top(view), f32::max);
        let spare = ((lowest - flow - BELOW) / 2.0).max(0.0);
        self.boxes.iter_mut().for_each(|boxed| boxed.area.y += spare);
        self.folds.iter_mut().for_each(|fold| *fold += spare);
        let y = lowest - spare + gap(view);
        self.shelf = Area::new(side, y, view.width - 2.0 * side, (high - gap(view)).max(0.0));
    }

    /// The flow, with so much height kept free below it; `bare` is without boxes that nothing links.
    fn with(view: &View, shelf: f32, bare: bool) -> Self {
        let graph = &view.index.graph;
        if view.width >= UPRIGHT {
            // Rather a row than two, however narrow its cards.
            for folds in [false, true] {
                if let Some(layout) = Layout::wide(view, shelf, bare, folds) {
                    return layout;
                }
            }
        }
        let mut layout = upright(view, graph, 0, shelf);
        for peers in 1..3 {
            if layout.missing > 0.0 {
                layout = upright(view, graph, peers, shelf);
            }
        }
        layout
    }

    /// The flow from left to right, if its width fits; with the least height if it has too little.
    fn wide(view: &View, shelf: f32, bare: bool, folds: bool) -> Option<Self> {
        let graph = &view.index.graph;
        // Rather narrow cards than single lines, rather those than tiles.
        let all = (0..3).flat_map(|peers| {
            DENSITIES.iter().map(move |density| Density { peers, folds, ..*density })
        });
        let mut best: Option<Layout> = None;
        for density in all {
            let (layout, fits) = Wide { view, graph, density, shelf, bare }.lay_out();
            if fits && layout.missing <= 0.0 {
                return Some(layout);
            }
            let better = best.as_ref().is_none_or(|best| layout.missing < best.missing);
            if fits && better {
                best = Some(layout);
            }
        }
        best
    }

    /// How many times larger than usual everything is to be laid out where there is room for that.
    pub(crate) fn step(view: &View) -> f32 {
        let fits = |step: &&f32| {
            let (width, height) = (view.width / **step, view.height / **step);
            let roomy = View { width: width - 2.0 * MARGIN, height: height - MARGIN, ..*view };
            if width < USUAL || roomy.is_low() {
                return false;
            }
            let (density, shelf) = (DENSITIES[0], Wish::of(&roomy).best);
            let (layout, fits) =
                Wide { view: &roomy, graph: &view.index.graph, density, shelf, bare: false }
                    .lay_out();
            fits && layout.missing <= 0.0
        };
        STEPS.iter().find(fits).copied().unwrap_or(1.0)
    }

    /// The height at which everything has room if it is small.
    pub(crate) fn least_height(view: &View) -> f32 {
        let none = View { height: 0.0, ..*view };
        let Wish { least: shelf, best, .. } = Wish::of(view);
        if view.width < UPRIGHT {
            // A phone's page is as long as it has to be.
            return upright(&none, &view.index.graph, 1, best).missing;
        }
        Layout::with(&none, shelf, false).missing.max(0.0)
    }

    /// The height at which every card has room.
    pub(crate) fn comfortable_height(view: &View) -> f32 {
        let graph = &view.index.graph;
        let none = View { height: 0.0, ..*view };
        let shelf = Wish::of(view).best;
        if view.width >= UPRIGHT {
            let folded = DENSITIES.map(|density| Density { folds: true, ..density });
            for density in DENSITIES.into_iter().chain(folded) {
                let (layout, fits) =
                    Wide { view: &none, graph, density, shelf, bare: false }.lay_out();
                if fits {
                    return layout.missing + 24.0;
                }
            }
        }
        upright(&none, graph, 0, shelf).missing
    }
}

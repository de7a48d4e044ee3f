//! How much of everything a resource ever shows: its picture has that much room from the beginning,
//! so that nothing jumps while a run plays.

use lab::{Counted, Micros, State};

use crate::text;

/// Which picture a state has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Level,
    Levels,
    Window,
    Machine,
    Tree,
    Sample,
    Checklist,
    Table,
}

impl Kind {
    /// `None` for what the diagram draws by itself.
    pub(crate) fn of(state: &State) -> Option<Kind> {
        Some(match state {
            State::Slots { .. } | State::Number { .. } | State::Wait { .. } => return None,
            State::Level(_) => Kind::Level,
            State::Levels { .. } => Kind::Levels,
            State::Window { .. } => Kind::Window,
            State::Machine(_) => Kind::Machine,
            State::Tree { .. } => Kind::Tree,
            State::Sample(_) => Kind::Sample,
            State::Checklist { .. } => Kind::Checklist,
            State::Table { .. } => Kind::Table,
        })
    }

    /// Whether its past says as much as its present: then it is drawn along an axis of time.
    pub(crate) fn has_past(self) -> bool {
        matches!(self, Kind::Window | Kind::Sample)
    }
}

/// The most of what a resource ever shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extent {
    /// Which picture it has: that of the first state.
    pub(crate) kind: Option<Kind>,
    /// Rows, or scopes.
    pub(crate) rows: usize,
    /// Columns of numbers, or how many scopes are one inside the other.
    pub(crate) columns: usize,
    /// What it can hold, or what it counts up to.
    pub(crate) most: u64,
    /// The longest span it counts over.
    pub(crate) span: Micros,
    /// The widest key, in pixels.
    pub(crate) key: f32,
    /// The names of all rows, scopes or lines. Their widths depend on what they are called.
    pub(crate) names: Vec<String>,
    /// All headings.
    pub(crate) headings: Vec<String>,
    /// How many scopes have none below them.
    pub(crate) leaves: usize,
    /// Which state has the most rows: its place.
    pub(crate) fullest: u32,
    /// How many states there were.
    states: u32,
}

impl Extent {
    pub(crate) fn take_in(&mut self, state: &State) {
        self.kind = self.kind.or(Kind::of(state));
        match state {
            State::Slots { .. } | State::Number { .. } | State::Wait { .. } => {}
            State::Level(level) => self.most(u64::from(level.size.max(level.held))),
            State::Levels { rows, .. } => {
                self.rows = self.rows.max(rows.len());
                for row in rows {
                    self.key = self.key.max(text::width(&row.key, 12.0, 400));
                    self.most(u64::from(row.level.size.max(row.level.held)));
                }
            }
            State::Window { span, limit, counted } => {
                self.span = self.span.max(*span);
                let count = match counted {
                    Counted::Fixed { count, .. } | Counted::Log { count, .. } => *count,
                    Counted::Counter { previous, count, .. } => *previous.max(count),
                };
                self.most(u64::from(count.max(*limit)));
            }
            State::Machine(machine) => {
                let calls = machine.among.as_ref().map_or(0, |among| among.window);
                self.most(u64::from(machine.threshold.max(calls)));
            }
            State::Tree { nodes } => {
                if nodes.len() > self.rows {
                    (self.rows, self.fullest) = (nodes.len(), self.states);
                }
                let is_leaf = |n: &usize| nodes.iter().all(|other| other.parent != Some(*n as u32));
                self.leaves = self.leaves.max((0..nodes.len()).filter(is_leaf).count());
                self.columns = self.columns.max(depth(nodes));
                nodes.iter().for_each(|node| note(&mut self.names, &node.name));
            }
            State::Sample(sample) => self.most(sample.value.unwrap_or(0).max(sample.target)),
            State::Checklist { checks } => {
                self.rows = self.rows.max(checks.len());
                checks.iter().for_each(|check| note(&mut self.names, &check.key));
            }
            State::Table { columns, rows } => {
                self.rows = self.rows.max(rows.len());
                self.columns = self.columns.max(columns.len());
                columns.iter().for_each(|heading| note(&mut self.headings, heading));
                rows.iter().for_each(|row| note(&mut self.names, &row.name));
            }
        }
        self.states += 1;
    }

    fn most(&mut self, most: u64) {
        self.most = self.most.max(most);
    }
}

/// Takes a text down, once; a run that makes up ever more of them is not measured by all.
fn note(list: &mut Vec<String>, text: &str) {
    const MOST: usize = 64;
    if list.len() < MOST && list.iter().all(|known| known != text) {
        list.push(text.to_owned());
    }
}

/// How deep each scope is, the uppermost at 0. A parent that does not come before its child is none.
pub(crate) fn depths(nodes: &[lab::Node]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        let above = node.parent.map(|parent| parent as usize).filter(|parent| *parent < place);
        depths.push(above.map_or(0, |parent| depths[parent] + 1));
    }
    depths
}

fn depth(nodes: &[lab::Node]) -> usize {
    depths(nodes).into_iter().max().map_or(0, |deepest| deepest + 1)
}

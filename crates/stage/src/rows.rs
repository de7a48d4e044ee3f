//! The lanes of the timeline: which there are, and how high each is.

use lab::TaskId;

use crate::scene::{Area, within};
use crate::view::View;

/// Where the lanes begin.
pub(crate) const TOP: f32 = 38.0;
/// The room under the last lane.
pub(crate) const BOTTOM: f32 = 10.0;
/// A crowd of more peers than this is folded into one lane.
const CROWD: usize = 16;
/// The height of a folded crowd.
const FOLDED: f32 = 66.0;
/// No lane that is named is lower.
const LOW: f32 = 12.0;

/// A lane's place.
pub(crate) struct Row {
    pub(crate) what: What,
    pub(crate) y: f32,
    pub(crate) h: f32,
}

/// Whose lane it is.
pub(crate) enum What {
    /// A thread's.
    Thread(usize),
    /// A task's.
    Task(TaskId),
    /// A crowd of peers, by its place in the index.
    Crowd(usize),
}

impl Row {
    /// Where its bars are.
    pub(crate) fn bars(&self) -> Area {
        let gap = if self.h >= 20.0 {
            6.0
        } else if self.h >= 12.0 {
            3.0
        } else {
            1.0
        };
        Area::new(0.0, self.y, 0.0, self.h - gap)
    }
}

/// Every lane, from top to bottom.
pub(crate) fn rows(view: &View) -> Vec<Row> {
    let index = view.index;
    let folded: Vec<bool> = (0..index.crowds.len()).map(|crowd| is_folded(view, crowd)).collect();
    let is_alone = |task: &TaskId| !folded[index.crowd_of[*task as usize]];
    let alone = index.shown_tasks().filter(is_alone).count();
    let usual = height(alone);
    let thread = if index.threads.len() > 4 { usual.min(LOW) } else { usual.max(LOW) };
    let folds = folded.iter().filter(|folded| **folded).count();
    let rest = view.room.map(|room| room - TOP - BOTTOM - FOLDED * folds as f32);
    let (thread, lane) = fitted(rest, [index.threads.len(), alone], [thread, usual]);
    let threads = (0..index.threads.len()).map(|place| (What::Thread(place), thread));
    let tasks = (0..index.tasks.len() as TaskId).filter_map(|task| {
        let crowd = index.crowd_of[task as usize];
        // A crowd stands where the first of its tasks would.
        if folded[crowd] {
            let is_first = index.crowds[crowd].tasks.first() == Some(&task);
            return is_first.then_some((What::Crowd(crowd), FOLDED));
        }
        index.is_shown(task).then_some((What::Task(task), lane))
    });
    let mut y = TOP;
    let place = |(what, h)| {
        let row = Row { what, y, h };
        y += h;
        row
    };
    threads.chain(tasks).map(place).collect()
}

/// The heights of threads' lanes and of tasks', of which there are so many: the usual ones, if they
/// fit. Else the tasks have what they can, and the threads what is left: of them the names are read.
fn fitted(room: Option<f32>, counts: [usize; 2], usual: [f32; 2]) -> (f32, f32) {
    let ([threads, tasks], [thread, lane]) = (counts.map(|count| count as f32), usual);
    match room {
        Some(room) if threads * thread + tasks * lane > room => {
            let of = |left: f32, count: f32, usual: f32| {
                within((left / count).floor(), LOW.min(usual), usual)
            };
            let lane = of(room - threads * LOW.min(thread), tasks, lane);
            (of(room - tasks * lane, threads, thread), lane)
        }
        _ => (thread, lane),
    }
}

/// The height of a lane when there are so many.
fn height(lanes: usize) -> f32 {
    match lanes {
        0..=12 => 22.0,
        13..=32 => 14.0,
        _ => 6.0,
    }
}

/// Whether the tasks of a crowd are too many for a lane each.
pub(crate) fn is_crowd(view: &View, crowd: usize) -> bool {
    let tasks = &view.index.crowds[crowd].tasks;
    tasks.len() > CROWD && tasks.iter().filter(|task| view.index.is_shown(**task)).count() > CROWD
}

fn is_folded(view: &View, crowd: usize) -> bool {
    !view.unfolded && is_crowd(view, crowd)
}

/// The middle of the lane in which a task is.
pub(crate) fn lane_of(view: &View, rows: &[Row], task: TaskId) -> Option<f32> {
    let row = rows.iter().find(|row| is_lane_of(view, row, task));
    row.map(|row| row.bars().middle().y)
}

/// Whether the task is in this lane.
pub(crate) fn is_lane_of(view: &View, row: &Row, task: TaskId) -> bool {
    match row.what {
        What::Task(of) => of == task,
        What::Crowd(crowd) => view.index.crowd_of.get(task as usize) == Some(&crowd),
        What::Thread(_) => false,
    }
}

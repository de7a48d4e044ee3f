//! Every word that is drawn or said, a table a language. `{0}`, `{1}` … stand for what is filled in.

mod en;
mod vi;

use lab::{EventKind, Loss};

use crate::widget::StateLabels;

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    /// On the card that runs.
    pub on_the_thread: &'static str,
    /// With several threads; the number.
    pub on_thread: &'static str,
    /// The same where there is little room.
    pub running: &'static str,
    /// For so long still.
    pub waiting: &'static str,
    /// In real time: its time has been up for so long; then where there is less room.
    pub late: [&'static str; 2],
    /// Ready, where there is room.
    pub ready: &'static str,
    /// Ready, with several threads.
    pub ready_many: &'static str,
    /// Ready, on a card.
    pub ready_short: &'static str,
    /// Ready, where there is least room.
    pub ready_word: &'static str,
    /// On what, and how full it is.
    pub blocked: &'static str,
    /// On what the lab was not told of.
    pub blocked_elsewhere: &'static str,
    /// With nothing to do.
    pub idle: &'static str,
    /// Dropped before its end.
    pub cancelled: &'static str,
    /// At its end.
    pub finished: &'static str,
    /// Not yet spawned; then where there is less room.
    pub unborn: [&'static str; 2],
    /// The lane of the only thread.
    pub the_one_thread: &'static str,
    /// The lane of one of several; its number.
    pub thread: &'static str,
    /// The pill on the card that runs.
    pub pill: &'static str,
    /// With several threads; the number.
    pub pill_of: &'static str,
    /// What threads above one are.
    pub simulated: &'static str,
    /// What an axis of order counts.
    pub event: &'static str,
    /// A channel that takes nothing more: its name and how full it is.
    pub closed: &'static str,
    /// So many of a kind that were left out.
    pub more: &'static str,
    /// A crowd: its name and how many.
    pub crowd: &'static str,
    /// Who waits for permits: how many.
    pub in_line: &'static str,
    /// Nobody.
    pub nobody: &'static str,
    /// Between the last two of a list.
    pub or: &'static str,
    /// Between the last two of a list that all hold.
    pub and: &'static str,
    /// What an item without a number is called.
    pub an_item: &'static str,
    /// An item, its number.
    pub item: &'static str,

    /// Why: task, thread, since when, with what.
    pub why_running: &'static str,
    /// The same with several threads: task, thread, since when, with what.
    pub why_running_on: &'static str,
    /// Task, until when, for how long still, with what.
    pub why_waiting: &'static str,
    /// Task, since when, with what, who has the thread.
    pub why_ready: &'static str,
    /// Task, since when, with what; the thread is free.
    pub why_ready_free: &'static str,
    /// Task, item, resource and contents, since when.
    pub why_send: &'static str,
    /// Task, resource and contents, since when.
    pub why_receive: &'static str,
    /// Task, resource and contents, since when, with nothing in hand.
    pub why_idle: &'static str,
    /// Task, how many, resource and contents, since when.
    pub why_acquire: &'static str,
    /// Task, since when.
    pub why_elsewhere: &'static str,
    /// Task, when.
    pub why_finished: &'static str,
    /// Task, when.
    pub why_cancelled: &'static str,
    /// Of what cause.
    pub because: &'static str,
    /// Task, another task that is to end, since when.
    pub why_task: &'static str,
    /// It waits for nothing but to be cancelled: who, since when.
    pub why_cancel: &'static str,
    /// Task, when it will be.
    pub why_unborn: &'static str,
    /// Task; it never is.
    pub why_never: &'static str,
    /// Filled in above as “with what”.
    pub with: &'static str,
    /// Who frees.
    pub freed_by: &'static str,
    /// Nobody frees.
    pub freed_by_nobody: &'static str,
    /// A stem: one of several.
    pub any: &'static str,
    /// Who receives.
    pub receiving: &'static str,
    /// Who sends.
    pub sending: &'static str,
    /// Who releases.
    pub releasing: &'static str,
    /// A resource: name, contents.
    pub why_resource: &'static str,
    /// An item: number, in whose hands.
    pub why_item_hand: &'static str,
    /// An item: number, in what.
    pub why_item_in: &'static str,
    /// An item: number, by whom, when.
    pub why_item_delivered: &'static str,
    /// An item that vanished, or that is no longer there: number, when, why.
    pub why_item_lost: [&'static str; 2],
    /// An item: number.
    pub why_item_unmade: &'static str,

    /// A run: instant, end.
    pub at_of: &'static str,
    /// How many are in progress.
    pub in_progress: &'static str,
    /// Who is on the thread, or on one of several.
    pub has_thread: [&'static str; 2],
    /// Who are on the threads.
    pub have_threads: &'static str,
    /// Nobody is on the thread, or on any.
    pub thread_is_free: [&'static str; 2],
    /// What a task does: name, state.
    pub does: &'static str,
    /// What is in a queue: name, contents, items.
    pub holds: &'static str,
    /// What a shown number is: name, value.
    pub shows: &'static str,
    /// A run that ended with nobody able to go on.
    pub deadlocked: &'static str,

    /// Events: task.
    pub was_spawned: &'static str,
    /// Task.
    pub has_finished: &'static str,
    /// Task.
    pub was_cancelled: &'static str,
    /// Task.
    pub became_ready: &'static str,
    /// Task.
    pub took_thread: &'static str,
    /// Task, thread.
    pub took_thread_of: &'static str,
    /// Task, for how long.
    pub slept: &'static str,
    /// Task, for how long.
    pub computed: &'static str,
    /// Task, resource.
    pub blocked_sending: &'static str,
    /// Task, resource.
    pub blocked_receiving: &'static str,
    /// Task, resource.
    pub blocked_acquiring: &'static str,
    /// Task, another task that is to end.
    pub blocked_joining: &'static str,
    /// Task.
    pub blocked_till_cancel: &'static str,
    /// Task.
    pub blocked_otherwise: &'static str,
    /// The same, with what it waits for.
    pub blocked_on: &'static str,
    /// Task, item, resource and contents.
    pub sent: &'static str,
    /// Task, item.
    pub delivered: &'static str,
    /// Task, item.
    pub stood_in: &'static str,
    /// Task, item, resource and contents.
    pub received: &'static str,
    /// Task, item.
    pub made: &'static str,
    /// An item vanished in somebody's hands, or is there no longer: where, item, why.
    pub lost: [&'static str; 2],
    /// A gate let an item pass, or turned it away: the gate, the item.
    pub decided: [&'static str; 2],
    /// Resource.
    pub opened: &'static str,
    /// Resource.
    pub was_closed: &'static str,
    /// Resource, value.
    pub showed: &'static str,
    /// Resource, held, waiting.
    pub showed_slots: &'static str,
    /// Claim.
    pub claim_broke: &'static str,
    /// Claim.
    pub claim_holds: &'static str,
    /// Action.
    pub acted: &'static str,
    /// The world outside.
    pub outside: &'static str,
    /// What resources show.
    pub states: StateLabels,
    /// Why an item is there no longer: cancelled, closed, refused, evicted, dropped, kept; and left
    /// behind in a queue.
    pub losses: [&'static str; 7],
}

impl Labels {
    /// What is said of an item that is there no longer: the place of the sentence, and why. Only what
    /// vanished in somebody's hands is lost.
    pub(crate) fn loss(&self, kind: &EventKind) -> (usize, &'static str) {
        let why = match kind {
            EventKind::Lost { from: Some(_), why: Loss::Dropped, .. } => self.losses.last(),
            EventKind::Lost { why, .. } => self.losses.get(*why as usize),
            _ => None,
        };
        (usize::from(!vanished(kind)), why.copied().unwrap_or_default())
    }
}

/// Whether an item vanished in somebody's hands, and was not given up.
pub(crate) fn vanished(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Lost { from: None, why: Loss::Dropped, .. })
}

/// Fills `{0}`, `{1}` … of a template in.
pub(crate) fn fill(template: &str, with: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let (number, after) = rest[open + 1..].split_once('}').unwrap_or(("", ""));
        let place = number.parse::<usize>().unwrap_or(usize::MAX);
        filled.push_str(with.get(place).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

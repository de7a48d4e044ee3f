//! What can happen to the page.

use std::rc::Rc;

use lab::{ItemId, ScriptEntry};
use scenarios::traffic::Refusal;
use scenarios::{Axis, Compare, Experiment, Fits, Language, Link, Notice, Setup, Side, Theme};
use yew::AttrValue;

use super::{Dialog, Kept, Moment, Note, Spotlight, Step};
use crate::film::Film;
use crate::playback;

/// What can happen to the page.
pub(crate) enum Msg {
    /// A link was opened: an address, or a step back.
    Open(Box<Link>, Vec<Notice>),
    /// The page around this one has come, or asks for something.
    Connected,
    /// The page around this one sets these keys of links.
    Hosted(Vec<(String, String)>),
    /// The page around this one wants everything as it was.
    Restored(Box<Link>, Vec<Notice>),
    /// A run is there, in this place.
    Computed(usize, Rc<Film>),
    /// A run takes long.
    Progress(usize),
    /// The player stands elsewhere.
    Moved(Moment),
    /// A knob was turned: its place, its value.
    Turn(usize, i64),
    /// Every knob as it was, and no action taken.
    Reset,
    /// An experiment.
    Try(Experiment),
    /// A text of the reader's was read as traffic, or refused.
    Traffic(Result<Rc<Kept>, Refusal>),
    /// The limits that would have fitted, and for which run.
    Fits(Setup, Rc<[Fits]>),
    /// The reader's traffic is taken away.
    ClearTraffic,
    /// Something about a challenge.
    Challenge(Step),
    /// Another variant.
    Variant(usize),
    /// An action is taken.
    Press(ScriptEntry),
    /// An action is taken back, by its place in the script.
    Unpress(usize),
    /// Another speed, by its place.
    Speed(usize),
    /// One speed up, or down.
    Faster(bool),
    /// Whatever is over the rest goes, one thing at a time.
    Escape,
    /// The cursor of an opened link has been put.
    Arrived,
    /// The same run in real time, once more.
    Again,
    /// Another axis.
    Axis(Axis),
    /// The browser's clock, or the virtual one.
    Real(bool),
    /// Another comparison.
    Compare(Option<Compare>),
    /// The browser's run beside its virtual twin.
    Twin(Rc<Film>),
    /// On a phone, the other of two runs.
    Flip(bool),
    /// Folded lanes unfold, or fold again.
    ToggleFold,
    /// Another language.
    Language(Language),
    /// Another theme.
    Theme(Option<Theme>),
    /// The system's theme changed.
    SystemDark(bool),
    /// What is beside the stage.
    Side(Option<Side>),
    /// The code is to be beside the stage, with this file of it.
    Code(AttrValue),
    /// Which item is followed.
    Follow(Option<ItemId>),
    /// What the note explains.
    Note(Option<Note>),
    /// Whose culprits are ringed.
    Spotlight(Option<Spotlight>),
    /// A mark of one of two runs was pressed: an event.
    Mark(playback::Side, u32),
    /// Which dialog is open.
    Dialog(Option<Dialog>),
    /// The opening lesson comes, or goes.
    Lesson(bool),
    /// The table of all patterns comes into view.
    Which,
    /// A notice is read.
    Dismiss(usize),
}

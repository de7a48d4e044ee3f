//! Where the requests of a resilient pipeline are handed in and come out again.

use std::cell::{Cell, OnceCell};

use lab::{ItemId, Lab, Loss, Receiver, ResourceId, Sender, State};
use patterns::Context;
use patterns::breaker::Change;
use patterns::resilient::{
    Answer, DeadLetters, End, Gauges, Intake, Refusal, Rejected, Request, Submitted,
};

use super::{Circuit, Dashboard, Down};

/// Where the pipeline takes requests in.
pub type Door = Intake<Sender<Request<ItemId>>, Lab>;
/// What the pipeline tells of itself.
pub type Told = Gauges<Lab, Box<dyn Fn(&Change)>>;

/// Tells the lab what becomes of each request, and shows what the pipeline tells of itself.
#[derive(Debug)]
pub struct Desk {
    lab: Lab,
    circuit: Option<Circuit>,
    dashboard: Dashboard,
    letters: ResourceId,
    kept: Cell<i64>,
    service: OnceCell<(Told, DeadLetters<ItemId, Down>)>,
    /// Where dead letters are kept instead, if that is so.
    elsewhere: OnceCell<(Receiver<()>, u32)>,
}

impl Desk {
    /// One before a pipeline that is yet to open, behind this circuit.
    pub fn new(lab: &Lab, circuit: Option<Circuit>) -> Self {
        let (dashboard, letters) = (Dashboard::new(lab), lab.shown("letters kept"));
        let (lab, kept, service) = (lab.clone(), Cell::new(-1), OnceCell::new());
        Desk { lab, circuit, dashboard, letters, kept, service, elsewhere: OnceCell::new() }
    }

    /// The pipeline is open from now on.
    pub fn opens(&self, told: Told, letters: DeadLetters<ItemId, Down>) {
        let _ = self.service.set((told, letters));
        self.show();
    }

    /// Dead letters are kept in this channel, which has so much room: nobody hands them in again.
    pub fn keeps_in(&self, letters: Receiver<()>, room: u32) {
        let _ = self.elsewhere.set((letters, room));
    }

    /// Hands a request in.
    pub async fn hand_in(&self, door: &mut Door, context: &Context, item: ItemId) {
        self.lab.made(item);
        self.handed_in(door.submit(context, item).await);
    }

    /// Hands all dead letters in again, the oldest first.
    pub async fn replay(&self, door: &mut Door, context: &Context) {
        let (Some((_, letters)), None) = (self.service.get(), self.elsewhere.get()) else { return };
        for _ in 0..letters.len() {
            let mut oldest = None;
            letters.read(|letter| oldest = oldest.or(Some(letter.request)));
            let Some(item) = oldest else { break };
            self.lab.made(item);
            let Some(submitted) = letters.replay(door, context).await else { break };
            self.handed_in(submitted);
        }
        self.show();
    }

    fn handed_in(&self, outcome: Result<Submitted<ItemId>, Rejected<ItemId>>) {
        if let Err(Rejected { request, why }) = outcome {
            let why = match why {
                Refusal::Closed => Loss::Closed,
                Refusal::Cancelled => Loss::Cancelled,
                _ => Loss::Refused,
            };
            self.lab.lost(request, why);
        }
        self.show();
    }

    /// A request has come to its end.
    pub fn ends(&self, answer: Answer<ItemId, ItemId, Down>) {
        match answer.end {
            End::Ok(item) => self.lab.done(item),
            End::Fallback(item) => self.lab.stood_in(item),
            End::DeadLetter => self.lab.lost(answer.request, Loss::Kept),
            End::Refused(_) => self.lab.lost(answer.request, Loss::Refused),
        }
        self.show();
    }

    /// Shows whatever has changed.
    pub fn show(&self) {
        if let Some(circuit) = &self.circuit {
            circuit.show();
        }
        let Some((told, letters)) = self.service.get() else { return };
        self.dashboard.show(&told.read());
        let (kept, room) = match self.elsewhere.get() {
            Some((channel, room)) => (channel.len() as i64, i64::from(*room)),
            None => (letters.len() as i64, letters.capacity() as i64),
        };
        if self.kept.replace(kept) != kept {
            let state = State::Number { value: kept, limit: Some(room) };
            self.lab.show(self.letters, state);
        }
    }
}

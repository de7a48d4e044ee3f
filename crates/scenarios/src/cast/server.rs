//! A server that falls ill.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use lab::{ItemId, Lab, ResourceId, Row, State};

use super::{length, press};

crate::choices! {
    /// What is wrong with a server that is ill.
    pub enum Illness {
        /// It answers with an error.
        Failing = "failing",
        /// It takes calls and never answers.
        Hanging = "hanging",
        /// First the one, then the other.
        Both = "both",
    }
}

/// A call that hangs is over after so long at the latest: then the connection itself breaks.
const HANGS: Duration = Duration::from_millis(3_500);

/// A server that can be ill, on the actions `break` and `heal` or for a while by itself.
#[derive(Clone, Debug)]
pub struct Server(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    lab: Lab,
    shown: ResourceId,
    span: Duration,
    slips: u32,
    illness: Illness,
    health: Cell<Health>,
    calls: Cell<Calls>,
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    Healthy,
    Failing,
    Hanging,
}

/// Calls, in number.
#[derive(Clone, Copy, Debug, Default)]
struct Calls {
    under_way: i64,
    answered: i64,
    in_vain: i64,
}

/// A call that came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Down;

impl Server {
    /// A healthy one, shown as `server`. A call takes `span`, give or take a tenth; one of `slips`
    /// requests fails all the same (none if that is 0).
    pub fn new(lab: &Lab, span: Duration, slips: u32, illness: Illness) -> Self {
        let inner = Rc::new(Inner {
            lab: lab.clone(),
            shown: lab.shown("server"),
            span,
            slips,
            illness,
            health: Cell::new(Health::Healthy),
            calls: Cell::default(),
        });
        inner.show();
        for (action, ill) in [("break", true), ("heal", false)] {
            let server = Rc::downgrade(&inner);
            lab.on(action, move |_| {
                if let Some(server) = server.upgrade() {
                    server.turn(match (ill, server.illness) {
                        (false, _) => Health::Healthy,
                        (true, Illness::Hanging) => Health::Hanging,
                        (true, Illness::Failing | Illness::Both) => Health::Failing,
                    });
                }
            });
        }
        Server(inner)
    }

    /// Is ill from `from` on for `span`; not at all if that is zero.
    pub async fn outage(self, from: Duration, span: Duration) {
        let Inner { lab, illness, health, .. } = &*self.0;
        if span.is_zero() {
            return;
        }
        lab.sleep(from).await;
        press(lab, "break");
        if *illness == Illness::Both {
            lab.sleep(span / 2).await;
            if health.get() == Health::Failing {
                self.0.turn(Health::Hanging);
            }
            lab.sleep(span / 2).await;
        } else {
            lab.sleep(span).await;
        }
        press(lab, "heal");
    }

    /// Asks it. Dropped before its end, the call was in vain.
    pub async fn call(&self, item: ItemId) -> Result<ItemId, Down> {
        let Inner { lab, span, slips, health, .. } = &*self.0;
        let mut call = UnderWay::begin(&self.0);
        let span = length(lab, item, *span);
        // The second of them, so that it happens early.
        let slips = item.checked_rem(*slips) == 2_u32.checked_rem(*slips) && *slips > 0;
        match health.get() {
            Health::Healthy if !slips => {
                lab.sleep(span).await;
                call.answered = true;
                return Ok(item);
            }
            Health::Healthy | Health::Failing => lab.sleep(span / 2).await,
            Health::Hanging => lab.sleep(HANGS).await,
        }
        Err(Down)
    }
}

impl Inner {
    fn turn(&self, health: Health) {
        self.health.set(health);
        self.show();
    }

    fn show(&self) {
        let Calls { under_way, answered, in_vain } = self.calls.get();
        let name = match self.health.get() {
            Health::Healthy => "healthy",
            Health::Failing => "failing",
            Health::Hanging => "hanging",
        };
        let fine = Some(self.health.get() == Health::Healthy);
        let cells = vec![under_way, answered, in_vain];
        let columns = ["under way", "answered", "in vain"].map(str::to_owned).to_vec();
        let rows = vec![Row { name: name.to_owned(), cells, fine }];
        self.lab.show(self.shown, State::Table { columns, rows });
    }
}

/// A call, until it is over or dropped.
struct UnderWay<'a> {
    server: &'a Inner,
    answered: bool,
}

impl<'a> UnderWay<'a> {
    fn begin(server: &'a Inner) -> Self {
        let calls = server.calls.get();
        server.calls.set(Calls { under_way: calls.under_way + 1, ..calls });
        server.show();
        UnderWay { server, answered: false }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let Calls { under_way, answered, in_vain } = self.server.calls.get();
        self.server.calls.set(Calls {
            under_way: under_way - 1,
            answered: answered + i64::from(self.answered),
            in_vain: in_vain + i64::from(!self.answered),
        });
        self.server.show();
    }
}

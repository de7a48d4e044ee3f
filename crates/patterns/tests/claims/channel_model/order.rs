//! Who is served first, and what comes out first.

use super::world::{By, Wait, World};

impl World {
    /// Of those who stand in line on one side, those who were woken came before those who were not.
    pub(super) fn check_lines(&self) {
        for sends in [true, false] {
            let stands = |wait: &&Wait| wait.sends == sends && wait.polled && wait.stands.get();
            let mut line: Vec<_> = self.waits.iter().filter(stands).collect();
            line.sort_unstable_by_key(|wait| wait.place);
            let woken: Vec<_> = line.iter().map(|wait| wait.flag.is_up()).collect();
            assert!(
                woken.is_sorted_by(|a, b| a >= b),
                "woken out of turn: {woken:?}, sends: {sends}"
            );
        }
    }

    /// What was received came out in the order in which it went in.
    pub(super) fn check_order(&self) {
        let received = self.books.received.borrow();
        if self.capacity != Some(0) {
            // An item is in the channel when its send is over.
            let sent = self.books.sent.borrow();
            let order = received.iter().map(|id| sent.iter().position(|other| other == id));
            let order: Vec<_> = order.collect();
            assert!(
                order.is_sorted() && order.iter().all(Option::is_some),
                "out of order, or never sent"
            );
            return;
        }
        // At a rendezvous an item waits in the hands of its send. A sink waits with none: when it has
        // one depends on when it acts, and so does what is received meanwhile. What is forced takes
        // the place of an item on its way, before those in hands.
        let came = self.books.came.borrow();
        for by in [By::Itself, By::Force] {
            let place = |id| came.iter().position(|came| *came == (id, by));
            let order: Vec<_> = received.iter().filter_map(|id| place(*id)).collect();
            assert!(order.is_sorted(), "out of order at a rendezvous: {received:?} of {came:?}");
        }
    }
}

//! What holds at every moment, and at the end.

use super::world::World;

impl World {
    /// What holds at every moment.
    pub(super) fn check(&mut self) {
        if let Some((sender, capacity)) = self.senders.first().zip(self.capacity) {
            assert!(sender.len() <= capacity, "more waits than may");
        }
        self.check_lines();
        let received = self.books.received.borrow();
        let mut sorted = received.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), received.len(), "an item was received twice");
        for id in received.iter() {
            assert!(!self.books.returned.borrow().contains(id), "received and handed back");
        }
        drop(received);
        // Who waits unwoken must have reason to: polled again, it still waits.
        let idle = (0..self.waits.len()).rev();
        for n in idle {
            let wait = &self.waits[n];
            if wait.polled && !wait.flag.is_up() {
                assert!(!self.poll(n), "a wake was lost");
            }
        }
    }

    /// Lets everyone finish who can, then closes the books.
    pub(super) fn settle(mut self) {
        for n in (0..self.waits.len()).rev() {
            if !self.waits[n].polled {
                self.poll(n);
            }
        }
        self.poll_woken();
        self.check();
        let waiting = |sends| self.waits.iter().any(|wait| wait.sends == sends);
        assert!(!(waiting(true) && waiting(false)), "a sender and a receiver wait for each other");
        if !self.receivers.is_empty() {
            // Reads to the end, waiting: the sink of a rendezvous delivers to nobody else.
            let mut heard = usize::MAX;
            while heard != self.books.received.borrow().len() {
                heard = self.books.received.borrow().len();
                self.start_recv(0, false);
                self.poll(self.waits.len() - 1);
                self.poll_woken();
            }
            assert!(
                self.waits.iter().all(|wait| !wait.sends),
                "a sender waits though somebody reads"
            );
        }
        self.check();
        let read_to_the_end = !self.receivers.is_empty();
        self.waits.clear();
        self.senders.clear();
        self.receivers.clear();
        assert!(self.live.borrow().is_empty(), "an item leaked");
        let (sent, received) = (self.books.sent.borrow(), self.books.received.borrow());
        let returned = self.books.returned.borrow();
        let lost: Vec<_> =
            sent.iter().filter(|id| !received.contains(id) && !returned.contains(id)).collect();
        assert!(lost.is_empty() || !read_to_the_end, "sent and lost: {lost:?}");
        self.check_order();
    }
}

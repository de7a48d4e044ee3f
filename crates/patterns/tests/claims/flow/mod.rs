//! What the patterns that move items claim, over this crate's channels.

mod bridge;
mod fan;
mod or_done;
mod silence;
mod stages;
mod tee;

use futures::future::ready;
use std::cell::RefCell;
use std::rc::Rc;

type Seen = Rc<RefCell<Vec<u32>>>;

fn sink(seen: &Seen) -> impl FnMut(u32) -> futures::future::Ready<()> + use<> {
    let seen = seen.clone();
    move |item| {
        seen.borrow_mut().push(item);
        ready(())
    }
}

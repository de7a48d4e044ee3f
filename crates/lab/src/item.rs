//! What travels through a traced channel.

use crate::trace::ItemId;

/// A value that may carry a numbered item, so that the item can be followed from end to end.
pub trait Carries {
    /// The item's number.
    fn item(&self) -> Option<ItemId>;
}

impl Carries for u32 {
    fn item(&self) -> Option<ItemId> {
        Some(*self)
    }
}

impl Carries for () {
    fn item(&self) -> Option<ItemId> {
        None
    }
}

impl<T: Carries> Carries for Option<T> {
    fn item(&self) -> Option<ItemId> {
        self.as_ref().and_then(Carries::item)
    }
}

impl<T: Carries, E: Carries> Carries for Result<T, E> {
    fn item(&self) -> Option<ItemId> {
        match self {
            Ok(value) => value.item(),
            Err(error) => error.item(),
        }
    }
}

impl<A: Carries, B> Carries for (A, B) {
    fn item(&self) -> Option<ItemId> {
        self.0.item()
    }
}

impl Carries for patterns::Panicked {
    fn item(&self) -> Option<ItemId> {
        None
    }
}

impl<J: Carries> Carries for patterns::adaptive::Due<J> {
    fn item(&self) -> Option<ItemId> {
        self.job.item()
    }
}

impl<Q: Carries> Carries for patterns::resilient::Request<Q> {
    fn item(&self) -> Option<ItemId> {
        self.body.item()
    }
}

/// However a request ended, it is still the request.
impl<Q: Carries, R, E> Carries for patterns::resilient::Answer<Q, R, E> {
    fn item(&self) -> Option<ItemId> {
        self.request.item()
    }
}

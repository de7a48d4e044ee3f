//! Dead letters: what failed, kept to be looked at and tried again.

use super::{Intake, Rejected, Request, Submitted, Trouble};
use crate::sync::lock;
use crate::{Clock, Context, Inlet};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Requests that failed, the oldest first, so many and no more. Nobody ever waits for a place:
/// what finds none is refused instead. Clones are of the same letters.
///
/// ```
/// # use futures::executor::block_on;
/// # use patterns::resilient::{Stages, pipeline};
/// # use patterns::{Context, ManualTimer, channel};
/// # let (context, _keep) = Context::root();
/// # let (answers, _outcomes) = channel::bounded(9);
/// # let call = async |n: u32| if n == 1 { Err("no answer") } else { Ok(n) };
/// let stages = Stages { dead_letters: 10, ..Stages::bare() };
/// let queue = channel::bounded(1);
/// let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
/// let letters = service.dead_letters;
/// block_on(async {
///     service.intake.submit(&context, 1).await.unwrap();
///     let worker = service.workers.pop().unwrap();
///     let after = async {
///         letters.read(|letter| assert_eq!(letter.why.to_string(), "no answer"));
///         assert_eq!((letters.len(), letters.capacity()), (1, 10));
///         letters.replay(&mut service.intake, &context).await.unwrap().unwrap();
///         assert!(letters.is_empty());
///         drop(service.intake);
///     };
///     futures::future::join(worker, after).await;
/// });
/// assert_eq!(letters.take().unwrap().number, 1); // It failed again, as another request.
/// ```
pub struct DeadLetters<Q, E> {
    drawer: Arc<Mutex<Drawer<Q, E>>>,
    capacity: usize,
}

/// The letters.
struct Drawer<Q, E> {
    /// Each with its turn, in order.
    kept: VecDeque<(u64, Letter<Q, E>)>,
    /// Turns given out.
    turns: u64,
    /// Letters being tried again, whose places are kept.
    out: usize,
}

/// A request that failed.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::resilient::{Letter, Stages, Trouble, pipeline};
/// use patterns::{Context, ManualTimer, channel};
/// use std::time::Duration;
///
/// let (context, _keep) = Context::root();
/// let (answers, _outcomes) = channel::bounded(1);
/// let call = async |_: &str| Err::<(), _>("no such page");
/// let stages = Stages { dead_letters: 1, ..Stages::bare() };
/// let queue = channel::bounded(1);
/// let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
/// block_on(service.intake.submit(&context, "/pages/1")).unwrap();
/// drop(service.intake);
/// block_on(service.workers.pop().unwrap());
/// let Letter { number, request, why, at } = service.dead_letters.take().unwrap();
/// assert_eq!((number, request, at), (0, "/pages/1", Duration::ZERO));
/// assert_eq!(why, Trouble::Failed("no such page"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<Q, E> {
    /// Which request it was.
    pub number: u64,
    /// What was asked for.
    pub request: Q,
    /// How it failed.
    pub why: Trouble<E>,
    /// When.
    pub at: Duration,
}

impl<Q, E> DeadLetters<Q, E> {
    pub(super) fn new(capacity: usize) -> Self {
        let drawer = Drawer { kept: VecDeque::new(), turns: 0, out: 0 };
        Self { drawer: Arc::new(Mutex::new(drawer)), capacity }
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        let drawer = lock(&self.drawer);
        drawer.kept.len() + drawer.out
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many can be kept.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Shows each letter, the oldest first, under the lock: `read` must not come back here.
    pub fn read(&self, mut read: impl FnMut(&Letter<Q, E>)) {
        lock(&self.drawer).kept.iter().for_each(|(_, letter)| read(letter));
    }

    /// Takes out the oldest.
    pub fn take(&self) -> Option<Letter<Q, E>> {
        lock(&self.drawer).kept.pop_front().map(|(_, letter)| letter)
    }

    /// Hands the oldest in again, as a new request that is due now, and takes it out once that is
    /// in the queue. `None` if there is none. Dropped while it waits, the letter is still there.
    ///
    /// # Errors
    /// [`Rejected`] if it was refused at the door; the letter is still there.
    pub async fn replay<S, T>(
        &self,
        intake: &mut Intake<S, T>,
        context: &Context,
    ) -> Option<Result<Submitted<Q>, Rejected<Q>>>
    where
        Q: Clone,
        S: Inlet<Request<Q>>,
        T: Clock,
    {
        let mut tried = Tried { letter: None, letters: self };
        {
            let mut drawer = lock(&self.drawer);
            tried.letter = drawer.kept.pop_front();
            drawer.out += usize::from(tried.letter.is_some());
        }
        let request = tried.letter.as_ref()?.1.request.clone();
        let submitted = intake.submit(context, request).await;
        if submitted.is_ok() {
            tried.sent();
        }
        Some(submitted)
    }

    /// Keeps a letter if there is a place.
    pub(super) fn keep(&self, letter: Letter<Q, E>) -> Result<(), Letter<Q, E>> {
        let mut drawer = lock(&self.drawer);
        if drawer.kept.len() + drawer.out >= self.capacity {
            return Err(letter);
        }
        drawer.turns += 1;
        let turn = drawer.turns;
        drawer.kept.push_back((turn, letter));
        Ok(())
    }
}

/// A letter that is being tried again; dropped, it goes back to where it was.
struct Tried<'a, Q, E> {
    /// With its turn.
    letter: Option<(u64, Letter<Q, E>)>,
    letters: &'a DeadLetters<Q, E>,
}

impl<Q, E> Tried<'_, Q, E> {
    fn sent(&mut self) {
        // The letter is dropped after the lock: it may be anything.
        let _letter = self.letter.take();
        lock(&self.letters.drawer).out -= 1;
    }
}

impl<Q, E> Drop for Tried<'_, Q, E> {
    fn drop(&mut self) {
        if let Some(letter) = self.letter.take() {
            let mut drawer = lock(&self.letters.drawer);
            drawer.out -= 1;
            let place = drawer.kept.partition_point(|(turn, _)| *turn < letter.0);
            drawer.kept.insert(place, letter);
        }
    }
}

impl<Q, E> Clone for DeadLetters<Q, E> {
    fn clone(&self) -> Self {
        Self { drawer: self.drawer.clone(), capacity: self.capacity }
    }
}

impl<Q, E> fmt::Debug for DeadLetters<Q, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadLetters").field("len", &self.len()).finish_non_exhaustive()
    }
}

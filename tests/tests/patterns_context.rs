//! The tree of contexts on every executor: deadlines, causes, and the watches that enforce them.

#![cfg(not(target_arch = "wasm32"))]

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use futures::future::join;
use lab::{Ended, Node, ResourceId, ResourceKind, State, invariant};
use patterns::{Canceller, Cause, Context, Timer, until};
use tests::{Case, Ledger, Page, Timed, everywhere, pause};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A number below `bound` that belongs to the seed and to `key`.
fn below(bound: u64, seed: u64, key: u64) -> u64 {
    let mixed =
        (seed ^ key.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 31)) % bound
}

/// A tree of contexts, what each should say, and where what they do say is shown.
#[derive(Clone)]
struct Tree {
    ledger: Ledger,
    id: ResourceId,
    scopes: Arc<Mutex<Vec<Scope>>>,
}

struct Scope {
    parent: Option<usize>,
    context: Context,
    canceller: Canceller,
    from: Duration,
    /// Its own deadline or the one above, whichever is earlier.
    deadline: Option<Duration>,
    /// How it should have ended.
    ended: Option<Ending>,
}

#[derive(Clone)]
struct Ending {
    cause: Cause,
    at: Duration,
    /// With the one above.
    below: bool,
}

impl Tree {
    fn new(ledger: &Ledger) -> Self {
        let id = ledger.resource("scopes", ResourceKind::Shown);
        let (tree, (context, canceller)) =
            (Self { ledger: ledger.clone(), id, scopes: Arc::default() }, Context::root());
        let root =
            Scope { parent: None, context, canceller, from: ms(0), deadline: None, ended: None };
        tree.scopes.lock().unwrap().push(root);
        tree
    }

    /// Adds a scope below one of those there are, which `make` gets, with its own deadline.
    fn add<W>(
        &self,
        choice: u64,
        own: impl FnOnce(Duration) -> Option<Duration>,
        make: impl FnOnce(&Context, Option<Duration>) -> (Context, Canceller, W),
    ) -> (usize, Context, W) {
        let mut page = self.ledger.page();
        let mut scopes = self.scopes.lock().unwrap();
        let parent = choice as usize % scopes.len();
        let (above, from) = (&scopes[parent], page.now());
        let own = own(from);
        let (context, canceller, watch) = make(&above.context, own);
        let deadline = [own, above.deadline].into_iter().flatten().min();
        // Below one that has ended it begins ended, and so it does if it is too late already.
        let above =
            above.ended.as_ref().map(|ended| Ending { at: from, below: true, ..ended.clone() });
        let late = deadline.is_some_and(|deadline| own.is_some() && deadline <= from);
        let late = late.then_some(Ending { cause: Cause::Deadline, at: from, below: false });
        let scope = Scope {
            parent: Some(parent),
            context: context.clone(),
            canceller,
            from,
            deadline,
            ended: above.or(late),
        };
        scopes.push(scope);
        self.show(&scopes, &mut page);
        (scopes.len() - 1, context, watch)
    }

    /// Ends one by hand, and all below it.
    fn cancel(&self, choice: u64) {
        let mut page = self.ledger.page();
        let mut scopes = self.scopes.lock().unwrap();
        let place = choice as usize % scopes.len();
        let words = format!("by hand, {place}");
        let first = scopes[place].canceller.cancel_because(&*words);
        assert_eq!(first, scopes[place].ended.is_none(), "it tells whether it did it");
        end(&mut scopes, &page, place, Cause::Cancelled(Some(words.into())));
        self.show(&scopes, &mut page);
    }

    /// The watch of a scope says that it has ended.
    fn watched(&self, page: &mut Page<'_>, place: usize, cause: Option<&Cause>) {
        let mut scopes = self.scopes.lock().unwrap();
        let cause = cause.expect("its handles are kept").clone();
        end(&mut scopes, page, place, cause.clone());
        assert_eq!(scopes[place].ended.as_ref().map(|ended| &ended.cause), Some(&cause));
        self.show(&scopes, page);
    }

    /// Shows what the contexts say, which is what they should.
    fn show(&self, scopes: &[Scope], page: &mut Page<'_>) {
        let micros = |at: Duration| at.as_micros() as u64;
        let node = |(place, scope): (usize, &Scope)| {
            let Scope { parent, context, from, deadline, ended, .. } = scope;
            let cause = context.cause();
            assert_eq!(cause.as_ref(), ended.as_ref().map(|ended| &ended.cause), "scope {place}");
            assert_eq!(context.deadline(), *deadline, "scope {place}");
            Node {
                name: place.to_string(),
                parent: parent.map(|parent| parent as u32),
                from: micros(*from),
                deadline: context.deadline().map(micros),
                ended: ended.as_ref().map(|ended| Ended {
                    at: micros(ended.at),
                    by_deadline: cause == Some(Cause::Deadline),
                    from_above: ended.below,
                    words: cause.map(|cause| cause.to_string()),
                }),
            }
        };
        let nodes = scopes.iter().enumerate().map(node).collect();
        page.show(self.id, State::Tree { nodes });
    }
}

/// What should have ended now, if it had not before: the first cause stays.
fn end(scopes: &mut [Scope], page: &Page<'_>, place: usize, cause: Cause) {
    let at = page.now();
    scopes[place].ended.get_or_insert(Ending { cause: cause.clone(), at, below: false });
    // Parents come before their children.
    for below in place + 1..scopes.len() {
        if scopes[below].parent.is_some_and(|parent| scopes[parent].ended.is_some()) {
            let ending = Ending { cause: cause.clone(), at, below: true };
            scopes[below].ended.get_or_insert(ending);
        }
    }
}

/// Scopes that come to be one after the other, wherever in the tree, with deadlines and without,
/// while others are cancelled and time goes on.
fn grown(seed: u64) -> Case {
    let mut case = Timed::new();
    let ledger = case.case.ledger();
    let tree = Tree::new(&ledger);
    for name in 0..10_u64 {
        let (tree, ledger, timer) = (tree.clone(), ledger.clone(), case.timer.clone());
        let draw = move |bound, key: u64| below(bound, seed, 100 * key + name);
        case.task(async move {
            pauses(draw(20, 1)).await;
            let (choice, span) = (draw(1_000, 2), ms(draw(30, 3)));
            match draw(3, 4) {
                0 => {
                    let make = |above: &Context, _| {
                        let (context, canceller) = above.child();
                        (context, canceller, ())
                    };
                    let (_, context, ()) = tree.add(choice, |_| None, make);
                    let cause = until(&context, pending::<()>()).await.err();
                    assert_eq!(cause, context.cause());
                }
                kind => {
                    // By an instant, which may have passed, or from now on.
                    let own = move |now| Some(if kind == 1 { span } else { now + span });
                    let make = |above: &Context, own: Option<Duration>| match own {
                        Some(at) if kind == 1 => {
                            let (context, canceller, watch) = above.with_deadline(timer, at);
                            (context, canceller, watch.boxed())
                        }
                        _ => {
                            let (context, canceller, watch) = above.with_timeout(timer, span);
                            (context, canceller, watch.boxed())
                        }
                    };
                    let (place, context, watch) = tree.add(choice, own, make);
                    let watched = ledger.step(watch, |page, cause| {
                        tree.watched(page, place, cause.as_ref());
                    });
                    let (cause, work) = join(watched, until(&context, pending::<()>())).await;
                    assert_eq!((cause, work.err()), (context.cause(), context.cause()));
                }
            }
        });
    }
    let hand = tree.clone();
    let timer = case.timer.clone();
    case.task(async move {
        for round in 0..below(4, seed, 5) {
            timer.sleep(ms(below(12, seed, 6 + round))).await;
            hand.cancel(1 + below(1_000, seed, 16 + round));
        }
        // Whoever has no deadline ends with the root.
        timer.sleep(ms(60)).await;
        hand.cancel(0);
    });
    case.case.holds(|trace| {
        invariant::cancel_reaches_all_below(trace)?;
        invariant::earlier_deadline_counts(trace)
    });
    case.judged(move || {
        let scopes = tree.scopes.lock().unwrap();
        assert_eq!(scopes.len(), 11);
        assert!(scopes.iter().all(|scope| scope.ended.is_some() && scope.context.children() == 0));
    })
}

async fn pauses(count: u64) {
    for _ in 0..count {
        pause().await;
    }
}

#[test]
fn a_context_ends_by_the_first_cause_above_it_and_by_its_deadline_at_the_latest() {
    everywhere(grown);
}

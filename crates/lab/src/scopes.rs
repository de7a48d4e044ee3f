//! A traced tree of contexts over `patterns::Context`.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use patterns::{Canceller, Cause, Context};

use crate::lab::Lab;
use crate::state::{Ended, Node, State};
use crate::task::Join;
use crate::trace::*;

/// A tree of contexts: whatever becomes of one is shown, and tasks can be run under them.
#[derive(Clone)]
pub struct Scopes(Rc<Tree>);

struct Tree {
    lab: Lab,
    id: ResourceId,
    entries: RefCell<Vec<Entry>>,
}

struct Entry {
    node: Node,
    /// Whether its context hangs from the one it is drawn below.
    linked: bool,
    /// Looked at, not kept alive: who keeps a context keeps it linked.
    scope: Weak<Inner>,
}

/// A context of the tree, and the right to cancel it. Like those it lives as long as one of its
/// handles or its children's.
#[derive(Clone)]
pub struct Scope(Rc<Inner>);

struct Inner {
    tree: Rc<Tree>,
    place: usize,
    name: String,
    context: Context,
    canceller: Canceller,
    /// What enforces its deadline, until a task runs under it.
    watch: RefCell<Option<LocalBoxFuture<'static, Option<Cause>>>>,
    /// Kept alive, as a context keeps the one above.
    _above: Option<Scope>,
}

impl Lab {
    /// An empty tree.
    pub fn scopes(&self, name: &str) -> Scopes {
        let id = self.shown(name);
        Scopes(Rc::new(Tree { lab: self.clone(), id, entries: RefCell::default() }))
    }
}

impl Scopes {
    /// A context below no other.
    pub fn root(&self, name: impl Into<String>) -> Scope {
        let (context, canceller) = Context::root();
        self.0.add(name.into(), None, false, (context, canceller, None))
    }

    /// From now on `action` cancels the scope that its argument names: `query-2` for `query 2`.
    pub fn cancel_on(&self, action: &'static str) {
        // The lab keeps what it calls: that must not keep the lab.
        let tree = Rc::downgrade(&self.0);
        self.0.lab.on(action, move |press| {
            let named = tree.upgrade().zip(press.argument.as_deref());
            if let Some(scope) = named.and_then(|(tree, name)| tree.find(&name.replace('-', " "))) {
                scope.cancel_because("by hand");
            }
        });
    }
}

impl Scope {
    /// A context below this one.
    pub fn child(&self, name: impl Into<String>) -> Scope {
        let (context, canceller) = self.0.context.child();
        self.add(name.into(), true, (context, canceller, None))
    }

    /// A context below this one that ends `limit` from now, or with this one if that is earlier.
    /// The task that runs under it enforces that, unless this one's task does.
    pub fn with_timeout(&self, name: impl Into<String>, limit: Duration) -> Scope {
        let lab = self.0.tree.lab.clone();
        let (context, canceller, watch) = self.0.context.with_timeout(lab, limit);
        let later = context.deadline() == self.0.context.deadline();
        let watch = (!later).then(|| watch.boxed_local());
        self.add(name.into(), true, (context, canceller, watch))
    }

    /// Draws a context below this one, whatever it hangs from: to show what that leads to.
    pub fn below(&self, name: impl Into<String>, made: (Context, Canceller)) -> Scope {
        self.add(name.into(), false, (made.0, made.1, None))
    }

    /// Cancels this and all below it, and says why.
    pub fn cancel_because(&self, words: &str) {
        self.0.canceller.cancel_because(words);
        self.0.tree.look();
    }

    /// The context itself.
    pub fn context(&self) -> &Context {
        &self.0.context
    }

    /// Spawns a task of the scope's name. Its work is dropped when the scope ends first, and the
    /// trace says so; work that is ready at the deadline itself wins.
    #[track_caller]
    pub fn spawn<T: 'static>(
        &self,
        work: impl Future<Output = T> + 'static,
    ) -> Join<Result<T, Cause>> {
        let lab = &self.0.tree.lab;
        let site = lab.site(Location::caller());
        lab.spawn(self.0.name.clone(), self.clone().run(site, work))
    }

    async fn run<W: Future>(self, site: SiteId, work: W) -> Result<W::Output, Cause> {
        let Inner { tree, context, watch, .. } = &*self.0;
        let mut work = pin!(work);
        let watch = watch.take();
        let mut ends = watch.unwrap_or_else(|| context.cancelled().map(Some).boxed_local());
        let ended = poll_fn(|task| {
            if let Some(cause) = context.cause() {
                return Poll::Ready(Err(cause));
            }
            if let Poll::Ready(output) = work.as_mut().poll(task) {
                return Poll::Ready(Ok(output));
            }
            if let Poll::Ready(Some(cause)) = ends.poll_unpin(task) {
                return Poll::Ready(Err(cause));
            }
            tree.lab.wait(tree.id, Wait::Cancel, Some(site));
            Poll::Pending
        })
        .await;
        if ended.is_err() {
            tree.lab.recorder().cut_off();
        }
        tree.look();
        ended
    }

    fn add(&self, name: String, linked: bool, made: Made) -> Scope {
        self.0.tree.add(name, Some(self), linked, made)
    }
}

/// A context, the right to cancel it, and what enforces its deadline.
type Made = (Context, Canceller, Option<LocalBoxFuture<'static, Option<Cause>>>);

impl Tree {
    fn add(
        self: &Rc<Self>,
        name: String,
        above: Option<&Scope>,
        linked: bool,
        made: Made,
    ) -> Scope {
        let (context, canceller, watch) = made;
        let node = Node {
            name: name.clone(),
            parent: above.map(|above| above.0.place as u32),
            // By the program's clock, as the deadline: however late a host is, they fit.
            from: self.lab.now_us(),
            deadline: context.deadline().map(|at| at.as_micros() as Micros),
            ended: None,
        };
        let scope = Scope(Rc::new(Inner {
            tree: Rc::clone(self),
            place: self.entries.borrow().len(),
            name,
            context,
            canceller,
            watch: RefCell::new(watch),
            _above: above.cloned(),
        }));
        let entry = Entry { node, linked, scope: Rc::downgrade(&scope.0) };
        self.entries.borrow_mut().push(entry);
        if !self.look() {
            self.show();
        }
        scope
    }

    fn find(&self, name: &str) -> Option<Scope> {
        let entries = self.entries.borrow();
        let named = entries.iter().rev().filter(|entry| entry.node.name == name);
        named.filter_map(|entry| entry.scope.upgrade()).map(Scope).next()
    }

    /// Looks at what became of each context, and shows it; tells whether anything did.
    fn look(&self) -> bool {
        let mut any = false;
        let mut entries = self.entries.borrow_mut();
        for place in 0..entries.len() {
            let Entry { node, linked, scope } = &entries[place];
            let scope = scope.upgrade().filter(|_| node.ended.is_none());
            let Some(cause) = scope.and_then(|scope| scope.context.cause()) else { continue };
            // Those above come first in the list.
            let above = node.parent.and_then(|above| entries[above as usize].node.ended.as_ref());
            let from_above = *linked && above.is_some();
            entries[place].node.ended = Some(Ended {
                at: self.lab.now_us(),
                by_deadline: cause == Cause::Deadline,
                from_above,
                words: match cause {
                    Cause::Cancelled(words) => words.map(|words| words.as_ref().to_owned()),
                    Cause::Deadline => None,
                },
            });
            any = true;
        }
        drop(entries);
        if any {
            self.show();
        }
        any
    }

    fn show(&self) {
        let nodes = self.entries.borrow().iter().map(|entry| entry.node.clone()).collect();
        self.lab.show(self.id, State::Tree { nodes });
    }
}

impl Drop for Inner {
    /// A context without a handle is unlinked, whether or not it was cancelled.
    fn drop(&mut self) {
        let mut entries = self.tree.entries.borrow_mut();
        let node = &mut entries[self.place].node;
        if node.ended.is_some() {
            return;
        }
        let at = self.tree.lab.now_us();
        node.ended = Some(Ended { at, by_deadline: false, from_above: false, words: None });
        drop(entries);
        self.tree.show();
    }
}

impl std::fmt::Debug for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scopes").field("resource", &self.0.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scope").field("name", &self.0.name).finish_non_exhaustive()
    }
}

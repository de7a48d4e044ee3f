//! The tree behind contexts: one lock for all of it, so that a cancel is one instant.

use super::Cause;
use crate::line::{Left, Line};
use crate::slab::{NONE, Slab};
use crate::sync::lock;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::Waker;
use std::time::Duration;

/// One context. Its children keep it alive; it does not keep them.
pub(super) struct Node {
    tree: Arc<Mutex<Tree>>,
    /// Its entry in the tree.
    key: usize,
    /// Set once, under the lock of the tree; read without.
    cause: Arc<OnceLock<Cause>>,
    pub(super) deadline: Option<Duration>,
    parent: Option<Arc<Node>>,
}

/// All contexts below one root, by key.
#[derive(Default)]
struct Tree {
    entries: Slab<Entry>,
}

/// A context's links. Children form a list, so that any can leave at once.
struct Entry {
    cause: Arc<OnceLock<Cause>>,
    waiters: Line<()>,
    parent: usize,
    children: usize,
    first_child: usize,
    before: usize,
    after: usize,
}

impl Node {
    pub(super) fn root() -> Arc<Self> {
        let tree = Arc::new(Mutex::new(Tree::default()));
        let cause = Arc::<OnceLock<Cause>>::default();
        let key = lock(&tree).add(cause.clone(), NONE);
        Arc::new(Self { tree, key, cause, deadline: None, parent: None })
    }

    pub(super) fn child(parent: &Arc<Self>, deadline: Option<Duration>) -> Arc<Self> {
        let mut tree = lock(&parent.tree);
        // A cancelled parent passes its cause on at birth, and links nothing.
        let cause =
            Arc::new(parent.cause.get().cloned().map_or_else(OnceLock::new, OnceLock::from));
        let link = if cause.get().is_some() { NONE } else { parent.key };
        let key = tree.add(cause.clone(), link);
        drop(tree);
        Arc::new(Self {
            tree: parent.tree.clone(),
            key,
            cause,
            deadline: deadline.or(parent.deadline),
            parent: Some(parent.clone()),
        })
    }

    #[inline]
    pub(super) fn cause(&self) -> Option<&Cause> {
        self.cause.get()
    }

    pub(super) fn children(&self) -> usize {
        lock(&self.tree).entries[self.key].children
    }

    /// Cancels this and all below; wakes only once all are cancelled.
    pub(super) fn cancel(&self, cause: Cause) -> bool {
        let mut woken = Vec::new();
        let first = lock(&self.tree).cancel(self.key, cause, &mut woken);
        woken.into_iter().for_each(Waker::wake);
        first
    }

    /// Stands in line to be woken by a cancel, unless that has happened.
    pub(super) fn wait(&self, key: &mut Option<usize>, waker: &Waker) -> Option<&Cause> {
        let mut tree = lock(&self.tree);
        if self.cause.get().is_none() {
            let stale = tree.entries[self.key].waiters.wait(key, waker);
            drop(tree);
            drop(stale);
        }
        self.cause.get()
    }

    /// Leaves that line.
    pub(super) fn leave(&self, key: usize) -> Left<()> {
        lock(&self.tree).entries[self.key].waiters.leave(key)
    }
}

impl Tree {
    fn add(&mut self, cause: Arc<OnceLock<Cause>>, parent: usize) -> usize {
        let after = self.entries.get(parent).map_or(NONE, |entry| entry.first_child);
        let waiters = Line::default();
        let entry =
            Entry { cause, waiters, parent, children: 0, first_child: NONE, before: NONE, after };
        let key = self.entries.insert(entry);
        if let Some(entry) = self.entries.get_mut(after) {
            entry.before = key;
        }
        if let Some(entry) = self.entries.get_mut(parent) {
            entry.first_child = key;
            entry.children += 1;
        }
        key
    }

    /// Takes an entry out of its parent's list.
    fn unlink(&mut self, key: usize) {
        let entry = &mut self.entries[key];
        let (parent, before, after) = (entry.parent, entry.before, entry.after);
        (entry.parent, entry.before, entry.after) = (NONE, NONE, NONE);
        if let Some(entry) = self.entries.get_mut(before) {
            entry.after = after;
        }
        if let Some(entry) = self.entries.get_mut(after) {
            entry.before = before;
        }
        if let Some(entry) = self.entries.get_mut(parent) {
            entry.children -= 1;
            if before == NONE {
                entry.first_child = after;
            }
        }
    }

    fn cancel(&mut self, key: usize, cause: Cause, woken: &mut Vec<Waker>) -> bool {
        if self.entries[key].cause.get().is_some() {
            return false;
        }
        self.unlink(key);
        // A list of what is left to do rather than recursion: a tree may be deep.
        let mut due = vec![key];
        while let Some(key) = due.pop() {
            let mut child = self.entries[key].first_child;
            while child != NONE {
                due.push(child);
                let after = self.entries[child].after;
                self.unlink(child);
                child = after;
            }
            let entry = &mut self.entries[key];
            // What hangs in the tree is not cancelled yet: cancelling unlinks.
            entry.cause.set(cause.clone()).expect("a linked context has no cause");
            entry.waiters.call_all(woken);
        }
        true
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut woken = Vec::new();
        let mut tree = lock(&self.tree);
        tree.unlink(self.key);
        let mut entry = tree.entries.remove(self.key);
        drop(tree);
        // Only watches can still wait: they end with what they watch.
        entry.waiters.call_all(&mut woken);
        woken.into_iter().for_each(Waker::wake);
        // A loop rather than recursion: a chain of contexts may be long.
        let mut parent = self.parent.take();
        while let Some(node) = parent {
            parent = Arc::into_inner(node).and_then(|mut node| node.parent.take());
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cause, deadline, .. } = self;
        f.debug_struct("Node")
            .field("cause", &cause.get())
            .field("deadline", deadline)
            .finish_non_exhaustive()
    }
}

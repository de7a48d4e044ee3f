//! Values at stable indices: what lets lists be linked without pointers.

/// The index that names no entry.
pub(crate) const NONE: usize = usize::MAX;

/// Values at indices that stay put until removed; freed indices are used again.
#[derive(Debug)]
pub(crate) struct Slab<T> {
    entries: Vec<Entry<T>>,
    /// The first free entry, or [`NONE`].
    free: usize,
}

/// One index of a [`Slab`].
#[derive(Debug)]
enum Entry<T> {
    Full(T),
    /// Free; names the next free entry.
    Free(usize),
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), free: NONE }
    }
}

impl<T> Slab<T> {
    /// Stores `value` and names its index.
    pub(crate) fn insert(&mut self, value: T) -> usize {
        let key = self.free;
        match self.entries.get_mut(key) {
            Some(entry) => {
                if let Entry::Free(next) = *entry {
                    self.free = next;
                }
                *entry = Entry::Full(value);
                key
            }
            None => {
                self.entries.push(Entry::Full(value));
                self.entries.len() - 1
            }
        }
    }

    /// Takes out what `key` names. Panics if that is nothing.
    pub(crate) fn remove(&mut self, key: usize) -> T {
        match std::mem::replace(&mut self.entries[key], Entry::Free(self.free)) {
            Entry::Full(value) => {
                self.free = key;
                value
            }
            Entry::Free(_) => panic!("index {key} names no entry"),
        }
    }

    /// What `key` names, if anything.
    pub(crate) fn get(&self, key: usize) -> Option<&T> {
        match self.entries.get(key) {
            Some(Entry::Full(value)) => Some(value),
            _ => None,
        }
    }

    /// What `key` names, if anything, to be changed.
    pub(crate) fn get_mut(&mut self, key: usize) -> Option<&mut T> {
        match self.entries.get_mut(key) {
            Some(Entry::Full(value)) => Some(value),
            _ => None,
        }
    }
}

impl<T> std::ops::Index<usize> for Slab<T> {
    type Output = T;

    fn index(&self, key: usize) -> &T {
        self.get(key).expect("the index names an entry")
    }
}

impl<T> std::ops::IndexMut<usize> for Slab<T> {
    fn index_mut(&mut self, key: usize) -> &mut T {
        self.get_mut(key).expect("the index names an entry")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_freed_index_is_used_again() {
        let mut slab = Slab::default();
        let (a, b) = (slab.insert('a'), slab.insert('b'));
        assert_eq!(slab.remove(a), 'a');
        assert_eq!(slab.insert('c'), a);
        assert_eq!((slab[a], slab[b], slab.get(9)), ('c', 'b', None));
    }
}

//! Which slot holds which key: a hash table of slot numbers, the keys being kept elsewhere.

/// Open addressing with linear probing, at most three fifths full.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// As many as a power of two.
    places: Vec<Place>,
    used: usize,
}

/// A slot's number, or [`EMPTY`], and the hash of its key: few keys are looked at in vain, and none
/// is hashed again.
#[derive(Clone, Copy, Debug)]
struct Place {
    hash: u32,
    slot: u32,
}

/// No slot has this number.
const EMPTY: Place = Place { hash: 0, slot: u32::MAX };

impl Index {
    /// The slot under `hash` that `is_it` says yes to.
    #[inline]
    pub(super) fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.places.len().wrapping_sub(1);
        let mut place = hash as usize & mask;
        // Two fifths of the places are empty, so the search ends.
        loop {
            let Place { hash: other, slot } = *self.places.get(place)?;
            if slot == EMPTY.slot {
                return None;
            }
            if other == hash && is_it(slot) {
                return Some(slot);
            }
            place = (place + 1) & mask;
        }
    }

    /// Adds a slot that is not in yet.
    pub(super) fn insert(&mut self, hash: u32, slot: u32) {
        if 5 * (self.used + 1) > 3 * self.places.len() {
            let larger = vec![EMPTY; (2 * self.places.len()).max(2)];
            let places = std::mem::replace(&mut self.places, larger);
            for place in places.into_iter().filter(|place| place.slot != EMPTY.slot) {
                self.put(place);
            }
        }
        self.used += 1;
        self.put(Place { hash, slot });
    }

    /// Takes a slot out that is in.
    pub(super) fn remove(&mut self, hash: u32, slot: u32) {
        let mask = self.places.len().wrapping_sub(1);
        let mut gap = hash as usize & mask;
        while self.places[gap].slot != slot {
            gap = (gap + 1) & mask;
        }
        self.used -= 1;
        // Whoever stands behind the gap, and would be searched for across it, moves into it.
        let mut place = gap;
        loop {
            place = (place + 1) & mask;
            let next = self.places[place];
            if next.slot == EMPTY.slot {
                break;
            }
            let home = next.hash as usize & mask;
            if place.wrapping_sub(home) & mask >= place.wrapping_sub(gap) & mask {
                self.places[gap] = next;
                gap = place;
            }
        }
        self.places[gap] = EMPTY;
    }

    /// How many bytes it has taken.
    pub(super) fn memory(&self) -> usize {
        self.places.capacity() * size_of::<Place>()
    }

    fn put(&mut self, new: Place) {
        let mask = self.places.len() - 1;
        let mut place = new.hash as usize & mask;
        while self.places[place].slot != EMPTY.slot {
            place = (place + 1) & mask;
        }
        self.places[place] = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few hashes for many slots, so that they crowd, also around the end.
    fn hash_of(slot: u32) -> u32 {
        slot % 5 * 3 + 60
    }

    #[test]
    fn what_is_in_is_found_whatever_left() {
        let mut index = Index::default();
        let mut inside = [false; 32];
        let mut draw = 1_u32;
        for _ in 0..10_000 {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let slot = draw >> 27;
            if inside[slot as usize] {
                index.remove(hash_of(slot), slot);
            } else {
                index.insert(hash_of(slot), slot);
            }
            inside[slot as usize] ^= true;
            for slot in 0..32 {
                let found = index.find(hash_of(slot), |other| other == slot);
                assert_eq!(found.is_some(), inside[slot as usize]);
            }
        }
    }
}

//! Which slot holds which key: a hash table of slot numbers, the keys being kept elsewhere.

/// Open addressing with linear probing, at most half full.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// A slot's number, or [`EMPTY`]; as many as a power of two.
    places: Vec<u32>,
    used: usize,
}

/// No slot has this number.
const EMPTY: u32 = u32::MAX;

impl Index {
    /// The slot under `hash` that `is_it` says yes to.
    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.places.len().wrapping_sub(1);
        let mut place = hash as usize & mask;
        // Half of the places are empty, so the search ends.
        loop {
            match *self.places.get(place)? {
                EMPTY => return None,
                slot if is_it(slot) => return Some(slot),
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// Adds a slot that is not in yet; `hash_of` tells the hash of any that is.
    pub(super) fn insert(&mut self, hash: u64, slot: u32, hash_of: impl Fn(u32) -> u64) {
        if 2 * (self.used + 1) > self.places.len() {
            let larger = vec![EMPTY; (2 * self.places.len()).max(2)];
            let slots = std::mem::replace(&mut self.places, larger);
            for slot in slots.into_iter().filter(|slot| *slot != EMPTY) {
                self.put(hash_of(slot), slot);
            }
        }
        self.used += 1;
        self.put(hash, slot);
    }

    /// Takes a slot out that is in.
    pub(super) fn remove(&mut self, hash: u64, slot: u32, hash_of: impl Fn(u32) -> u64) {
        let mask = self.places.len().wrapping_sub(1);
        let mut gap = hash as usize & mask;
        while self.places[gap] != slot {
            gap = (gap + 1) & mask;
        }
        self.used -= 1;
        // Whoever stands behind the gap, and would be searched for across it, moves into it.
        let mut place = gap;
        loop {
            place = (place + 1) & mask;
            let next = self.places[place];
            if next == EMPTY {
                break;
            }
            let home = hash_of(next) as usize & mask;
            if place.wrapping_sub(home) & mask >= place.wrapping_sub(gap) & mask {
                self.places[gap] = next;
                gap = place;
            }
        }
        self.places[gap] = EMPTY;
    }

    /// How many bytes it has taken.
    pub(super) fn memory(&self) -> usize {
        self.places.capacity() * size_of::<u32>()
    }

    fn put(&mut self, hash: u64, slot: u32) {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        while self.places[place] != EMPTY {
            place = (place + 1) & mask;
        }
        self.places[place] = slot;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few hashes for many slots, so that they crowd, also around the end.
    fn hash_of(slot: u32) -> u64 {
        u64::from(slot % 5) * 3 + 60
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
                index.remove(hash_of(slot), slot, hash_of);
            } else {
                index.insert(hash_of(slot), slot, hash_of);
            }
            inside[slot as usize] ^= true;
            for slot in 0..32 {
                let found = index.find(hash_of(slot), |other| other == slot);
                assert_eq!(found.is_some(), inside[slot as usize]);
            }
        }
    }
}

//! Channels against a model: any sequence of operations, polls and drops keeps the books straight.
//!
//! After every operation: no more items wait than may; what comes out is what went in, in that
//! order, each once; whoever could go on has been woken, and whoever came first has been woken first.

mod audit;
mod op;
mod order;
mod world;

use op::{capacity, op};
use proptest::collection::vec;
use proptest::prelude::*;
use world::World;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_balance(capacity in capacity(), ops in vec(op(), 1..60)) {
        let mut world = World::new(capacity);
        for op in ops {
            world.apply(op);
        }
        world.settle();
    }
}

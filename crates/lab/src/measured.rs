//! What a whole run comes to, in numbers: whoever has an index of the trace counts them.

use crate::Micros;

/// What a whole run comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// From its begin to its last event.
    pub makespan_us: Micros,
    /// Items delivered in a thousand seconds.
    pub throughput: u64,
    /// The time from an item's making to its delivery that half of them kept. Those that something
    /// stood in for were not served, and do not count.
    pub p50_us: Option<Micros>,
    /// The time that 95 of 100 kept.
    pub p95_us: Option<Micros>,
    /// The time that 99 of 100 kept.
    pub p99_us: Option<Micros>,
    /// For how much of the run the peers had an item in hand, in thousandths, on average.
    pub occupied_permille: u64,
    /// For how much of the run a thread was running something, in thousandths, on average.
    pub running_permille: u64,
    /// How many items vanished in somebody's hands.
    pub lost: usize,
    /// How many items were not delivered and are accounted for: handed back, turned away, or left in
    /// a queue.
    pub given_up: usize,
    /// How many items were delivered.
    pub delivered: usize,
    /// How many times gates let an item pass; `None` without a gate.
    pub admitted: Option<usize>,
    /// How many times gates turned an item away; without a gate, how many items were.
    pub refused: usize,
    /// The most that waited in any one channel; `None` without a channel.
    pub peak: Option<usize>,
}

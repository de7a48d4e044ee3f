//! Ours against the named peers: one table of ratios, the minimum of several interleaved rounds.

mod breaker;
mod channel;
mod frame;
mod measure;
mod percentile;
mod semaphore;
mod virtual_host;

use measure::Table;

fn main() {
    let mut table = Table::default();
    channel::run(&mut table);
    semaphore::run(&mut table);
    percentile::run(&mut table);
    breaker::run(&mut table);
    virtual_host::run(&mut table);
    frame::run(&mut table);
    print!("{table}");
}

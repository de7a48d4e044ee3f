//! Ours against the named peers: one table of ratios, the minimum of several interleaved rounds.
//!
//! With an argument, only the rows whose name contains it.

mod breaker;
mod channel;
mod frame;
mod limit;
mod measure;
mod percentile;
mod semaphore;
mod virtual_host;

use measure::Table;

fn main() {
    let mut table = Table::only(std::env::args().nth(1));
    channel::run(&mut table);
    semaphore::run(&mut table);
    percentile::run(&mut table);
    breaker::run(&mut table);
    limit::run(&mut table);
    virtual_host::run(&mut table);
    frame::run(&mut table);
    print!("{table}");
}

//! When requests arrive: evenly, at random, in bursts, over a day, or as the reader's own did.

use std::time::Duration;

use lab::{Arrival, Lab, Micros, Run};

crate::choices! {
    /// How requests arrive.
    pub enum Arrivals {
        /// One after another, evenly.
        Even = "even",
        /// At random, independently: a Poisson process.
        Random = "random",
        /// Several at once, then nothing for a while.
        Bursts = "bursts",
        /// As over a day: a quiet night, a rise, two peaks.
        Daily = "daily",
        /// The reader's own, from a file.
        Yours = "yours",
    }
}

/// So many come at once in a burst.
const BURST: u64 = 8;

/// The shape of a day, an entry an hour, in shares of its busiest hour.
const DAY: [u64; 24] = [3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 10, 10, 9, 8, 8, 9, 9, 7, 5, 4];

/// `count` arrivals over `span`, in order of time; the reader's own, however many they are, if that
/// is what is chosen and the run has any. `keys` is how many keys they are spread over.
pub fn arrivals(lab: &Lab, kind: Arrivals, count: u32, span: Duration, keys: u32) -> Vec<Arrival> {
    lab.with_trace(|trace| arrivals_of(&trace.run, kind, count, span, keys))
}

/// The [`arrivals`] of a run, for those who look at its trace.
pub fn arrivals_of(
    run: &Run,
    kind: Arrivals,
    count: u32,
    span: Duration,
    keys: u32,
) -> Vec<Arrival> {
    let (count, span) = (u64::from(count.max(1)), super::micros(span));
    let at: Vec<Micros> = match kind {
        Arrivals::Yours if !run.traffic.is_empty() => return run.traffic.clone(),
        Arrivals::Even | Arrivals::Yours => (0..count).map(|n| span * n / count).collect(),
        Arrivals::Random => random(run, count, span),
        Arrivals::Bursts => {
            let bursts = count.div_ceil(BURST);
            (0..count).map(|n| span * (n / BURST) / bursts).collect()
        }
        Arrivals::Daily => daily(run, count, span),
    };
    let arrival = |(n, at)| Arrival { at, key: key(run, n, keys) };
    (0..).zip(at).map(arrival).collect()
}

/// The gaps of a Poisson process, scaled so that the last comes within the span.
fn random(run: &Run, count: u64, span: Micros) -> Vec<Micros> {
    const WHOLE: u64 = 1 << 32;
    let gap = |n| {
        let share = (run.random_for(GAPS ^ n, WHOLE) + 1) as f64 / WHOLE as f64;
        // `libm`: the same bits on every machine.
        (-libm::log(share) * 1_000_000.0) as u64
    };
    let gaps: Vec<u64> = (0..=count).map(gap).collect();
    let whole = gaps.iter().sum::<u64>().max(1);
    let mut sum = 0;
    let at = gaps[..count as usize].iter().map(|gap| {
        sum += gap;
        (u128::from(span) * u128::from(sum) / u128::from(whole)) as Micros
    });
    at.collect()
}

/// Places in the day by its shape, each at random within its share.
fn daily(run: &Run, count: u64, span: Micros) -> Vec<Micros> {
    let whole: u64 = DAY.iter().sum();
    let place = |n: u64| {
        // In millionths of the day's requests.
        let share = (n * 1_000_000 + run.random_for(GAPS ^ n, 1_000_000)) / count;
        let mut before = share * whole;
        let mut hour = 0;
        while hour < 23 && before >= DAY[hour] * 1_000_000 {
            before -= DAY[hour] * 1_000_000;
            hour += 1;
        }
        span / 24 * hour as u64 + span / 24 * before / (DAY[hour] * 1_000_000)
    };
    (0..count).map(place).collect()
}

/// Whose the arrival is: half of them the first key's, half of the rest the second's, and so on.
fn key(run: &Run, n: u64, keys: u32) -> u32 {
    let draw = run.random_for(KEYS ^ n, 1 << 16) as u16;
    draw.leading_zeros().min(keys.saturating_sub(1))
}

/// Streams of randomness of their own.
const GAPS: u64 = 0x6761_7073_0000_0000;
const KEYS: u64 = 0x6b65_7973_0000_0000;

#[cfg(test)]
mod tests {
    use super::*;
    use lab::{Run, VirtualHost};

    fn all(kind: Arrivals, count: u32, seed: u64) -> Vec<Arrival> {
        let found = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        let out = found.clone();
        VirtualHost::new(Run { seed, ..Run::default() }, 1, |lab| {
            Box::pin(async move {
                *out.borrow_mut() = arrivals(&lab, kind, count, Duration::from_secs(10), 4);
            })
        })
        .finish();
        found.take()
    }

    #[test]
    fn every_kind_gives_as_many_as_asked_in_order_and_within_the_span() {
        for kind in [Arrivals::Even, Arrivals::Random, Arrivals::Bursts, Arrivals::Daily] {
            for (count, seed) in [(1, 0), (7, 1), (40, 2), (500, 3)] {
                let found = all(kind, count, seed);
                assert_eq!(found.len(), count as usize, "{kind:?}");
                assert!(found.is_sorted_by_key(|arrival| arrival.at), "{kind:?} {found:?}");
                assert!(found.iter().all(|a| a.at < 10_000_000 && a.key < 4), "{kind:?} {found:?}");
            }
        }
    }

    #[test]
    fn a_burst_comes_at_one_instant_and_a_night_is_quiet() {
        let bursts = all(Arrivals::Bursts, 32, 0);
        assert!(bursts.chunks(8).all(|burst| burst.iter().all(|a| a.at == burst[0].at)));
        let daily = all(Arrivals::Daily, 240, 0);
        let between = |from, to| daily.iter().filter(|a| (from..to).contains(&a.at)).count();
        assert!(between(0, 2_000_000) * 3 < between(3_500_000, 5_500_000));
    }

    #[test]
    fn the_first_key_has_most() {
        let found = all(Arrivals::Random, 400, 5);
        let of = |key| found.iter().filter(|arrival| arrival.key == key).count();
        assert!(
            of(0) > of(1) && of(1) > of(2) && of(3) > 0,
            "{} {} {} {}",
            of(0),
            of(1),
            of(2),
            of(3)
        );
    }
}

//! A short trace as a part of a link: `1.1440.Bk3…`, a version, the pace, and the arrivals.
//!
//! The arrivals are bits, six a character (base64url): a unit, how many, then for each the gap to
//! the one before in that unit, and the key. Numbers are written as Exp-Golomb codes, of the order
//! that comes out shortest: a log of whole seconds takes about five bits a line.

use lab::Arrival;

use super::{MOST, MOST_KEYS, SPAN, Traffic};

/// The longest a trace in a link can be, in characters.
pub const LONGEST: usize = 1_500;

const VERSION: &str = "1";
/// What instants of theirs may be whole multiples of, in microseconds, the coarsest first.
const UNITS: [u64; 9] = [60_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
/// The bits of a unit's place. The place after the last is the run's own microsecond.
const UNIT_BITS: u32 = 4;
/// The bits of an order.
const ORDER_BITS: u32 = 5;
/// The order of keys that says there are none.
const NO_KEYS: u32 = 31;
/// Whoever keeps arrivals apart by a microsecond may come so much later.
const LATEST: u64 = SPAN + MOST as u64;
/// The fastest pace: a thousand years.
const FASTEST: u64 = 366 * 1_000 * 86_400;

/// The text of `traffic`, if it is short enough.
pub(super) fn encode(traffic: &Traffic) -> Option<String> {
    let Traffic { arrivals, pace } = traffic;
    // No arrival takes less than a bit.
    if arrivals.is_empty() || arrivals.len() > LONGEST * 6 || *pace > FASTEST {
        return None;
    }
    let (unit, gaps) = units(traffic);
    let keys: Vec<u64> = arrivals.iter().map(|arrival| u64::from(arrival.key)).collect();
    let keyed = keys.iter().any(|key| *key > 0);
    let (gap_order, key_order) = (shortest(&gaps), if keyed { shortest(&keys) } else { NO_KEYS });
    let all = [(&gaps, gap_order), (&keys, key_order)];
    let bits: u64 = all[..1 + usize::from(keyed)].iter().map(|(of, order)| cost(of, *order)).sum();
    if bits > LONGEST as u64 * 6 {
        return None;
    }
    let mut bits = Bits::default();
    bits.write(unit as u64, UNIT_BITS);
    bits.write(u64::from(gap_order), ORDER_BITS);
    bits.write(u64::from(key_order), ORDER_BITS);
    bits.golomb(arrivals.len() as u64, 0);
    for (gap, key) in gaps.iter().zip(&keys) {
        bits.golomb(*gap, gap_order);
        if keyed {
            bits.golomb(*key, key_order);
        }
    }
    let text = format!("{VERSION}.{pace}.{}", bits.text());
    (text.len() <= LONGEST).then_some(text)
}

/// What [`encode`] wrote, and nothing else.
pub(super) fn decode(text: &str) -> Option<Traffic> {
    if text.len() > LONGEST {
        return None;
    }
    let (pace, data) = text.strip_prefix(VERSION)?.strip_prefix('.')?.split_once('.')?;
    let pace = pace.parse().ok().filter(|pace| (1..=FASTEST).contains(pace))?;
    let mut bits = Read::new(data)?;
    let unit = bits.read(UNIT_BITS)? as usize;
    let gap_order = bits.read(ORDER_BITS)? as u32;
    let key_order = bits.read(ORDER_BITS)? as u32;
    let count = bits.golomb(0).filter(|count| (1..=MOST as u64).contains(count))?;
    let (mut arrivals, mut steps) = (Vec::new(), 0_u64);
    for _ in 0..count {
        steps = steps.checked_add(bits.golomb(gap_order)?)?;
        let at = at(unit, steps, pace).filter(|at| *at <= LATEST)?;
        let key = if key_order == NO_KEYS { 0 } else { bits.golomb(key_order)? };
        let key = u32::try_from(key).ok().filter(|key| *key < MOST_KEYS)?;
        arrivals.push(Arrival { at, key });
    }
    let traffic = Traffic { arrivals: arrivals.into(), pace };
    // One text a trace: what was mutated by hand is not taken for something else.
    (encode(&traffic).as_deref() == Some(text)).then_some(traffic)
}

/// The arrivals in microseconds of theirs, from the first on: exactly as they were if they are whole
/// multiples of something that scaling does not lose, else to within the pace.
pub(super) fn theirs(traffic: &Traffic) -> Vec<u64> {
    let (place, gaps) = units(traffic);
    let unit = UNITS.get(place).copied().unwrap_or(traffic.pace);
    let mut steps = 0;
    let at = gaps.iter().map(|gap| {
        steps += gap;
        steps * unit
    });
    at.collect()
}

/// The place of the coarsest unit that loses nothing, and the gaps in it.
fn units(traffic: &Traffic) -> (usize, Vec<u64>) {
    let fits = |place: usize| {
        let mut before = 0;
        let gaps = traffic.arrivals.iter().map(|arrival| {
            let steps = match UNITS.get(place) {
                Some(unit) => arrival.at.checked_mul(traffic.pace)?.div_ceil(*unit),
                None => arrival.at,
            };
            let gap = steps.checked_sub(before)?;
            before = steps;
            (at(place, steps, traffic.pace)? == arrival.at).then_some(gap)
        });
        gaps.collect::<Option<Vec<u64>>>().map(|gaps| (place, gaps))
    };
    (0..=UNITS.len()).find_map(fits).unwrap_or_default()
}

/// The instant so many units after the first, in the run's time.
fn at(unit: usize, steps: u64, pace: u64) -> Option<u64> {
    match UNITS.get(unit) {
        Some(unit) => Some(steps.checked_mul(*unit)? / pace),
        None => (unit == UNITS.len()).then_some(steps),
    }
}

/// The order in which these take fewest bits.
fn shortest(numbers: &[u64]) -> u32 {
    (0..NO_KEYS).min_by_key(|order| cost(numbers, *order)).unwrap_or(0)
}

/// The bits that these take.
fn cost(numbers: &[u64], order: u32) -> u64 {
    numbers.iter().map(|number| u64::from(length(*number, order))).sum()
}

/// The bits of a number's Exp-Golomb code.
fn length(number: u64, order: u32) -> u32 {
    2 * ((number >> order) + 1).ilog2() + 1 + order
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bits that are written.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn write(&mut self, number: u64, bits: u32) {
        self.0.extend((0..bits).rev().map(|bit| number >> bit & 1 == 1));
    }

    /// As many zeros as the number has bits above its order, less one; then the number.
    fn golomb(&mut self, number: u64, order: u32) {
        let high = (number >> order) + 1;
        self.write(0, high.ilog2());
        self.write(high, high.ilog2() + 1);
        self.write(number, order);
    }

    fn text(&self) -> String {
        let six = |bits: &[bool]| {
            (0..6).fold(0, |sum, bit| sum << 1 | usize::from(bits.get(bit) == Some(&true)))
        };
        self.0.chunks(6).map(|bits| char::from(ALPHABET[six(bits)])).collect()
    }
}

/// Bits that are read.
struct Read(std::vec::IntoIter<bool>);

impl Read {
    fn new(text: &str) -> Option<Self> {
        let mut bits = Vec::with_capacity(text.len() * 6);
        for c in text.bytes() {
            let six = ALPHABET.iter().position(|known| *known == c)?;
            bits.extend((0..6).rev().map(|bit| six >> bit & 1 == 1));
        }
        Some(Read(bits.into_iter()))
    }

    fn read(&mut self, bits: u32) -> Option<u64> {
        (0..bits).try_fold(0, |sum, _| Some(sum << 1 | u64::from(self.0.next()?)))
    }

    fn golomb(&mut self, order: u32) -> Option<u64> {
        let mut zeros = 0;
        while !self.0.next()? {
            zeros += 1;
        }
        // Longer than any number that fits.
        if zeros + order > 60 {
            return None;
        }
        let high = (1 << zeros | self.read(zeros)?) - 1;
        Some(high << order | self.read(order)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::read;

    #[test]
    fn a_log_of_whole_seconds_takes_few_bits() {
        // Four hours, a request every fourteen seconds or so.
        let log = |count: u64| {
            (0..count).map(|n| format!("{}\n", n * 14 + n * n % 11)).collect::<String>()
        };
        let text = read(log(1_000).as_bytes()).expect("a log").traffic.encoded().expect("it fits");
        assert!(text.len() < 1_000, "{}", text.len());
        assert_eq!(read(log(3_000).as_bytes()).expect("a log").traffic.encoded(), None);
    }

    #[test]
    fn a_golomb_code_is_as_long_as_is_said() {
        for number in [0, 1, 2, 3, 7, 8, 100, 65_535, 1 << 40] {
            for order in 0..20 {
                let mut bits = Bits::default();
                bits.golomb(number, order);
                assert_eq!(bits.0.len() as u32, length(number, order));
                assert_eq!(Read(bits.0.into_iter()).golomb(order), Some(number));
            }
        }
    }
}

//! The reader's own traffic: nothing that is read breaks anything, and a link gives it back.

mod common;

use std::time::Duration;

use common::check;
use lab::Arrival;
use patterns::{Decision, Limiter, SlidingLog};
use proptest::prelude::*;
use scenarios::Language;
use scenarios::traffic::{Fingerprint, LONGEST, MOST, MOST_KEYS, Reader, SPAN, Traffic, read};

/// A line as it should be, of any format.
fn any_line() -> impl Strategy<Value = String> {
    let key =
        prop_oneof![Just(""), Just(" alice"), Just(",bob,5"), Just("\t10.0.0.7"), Just(" Zoë")];
    let number = prop_oneof![
        (0..2_000_000_000_u64).prop_map(|s| s.to_string()),
        (0..2_000_000_000_u64, 0..1_000_000_u32).prop_map(|(s, us)| format!("{s}.{us:06}")),
        (100_000_000_000..2_000_000_000_000_u64).prop_map(|ms| ms.to_string()),
    ];
    let clock = || (1970..2100_u32, 1..=12_usize, 1..=28_u32, 0..24_u32, 0..60_u32, 0..60_u32);
    let zone = prop_oneof![Just(""), Just("Z"), Just("+00:00"), Just("-0730"), Just("-05")];
    let iso = (clock(), zone, prop_oneof![Just(""), Just(".5"), Just(",250"), Just(".123456789")])
        .prop_map(|((y, mo, d, h, m, s), zone, fraction)| match s % 3 {
            0 => format!("{y}-{mo:02}-{d:02}T{h:02}:{m:02}:{s:02}{fraction}{zone}"),
            1 => format!("{y}{mo:02}{d:02}T{h:02}{m:02}{s:02}{fraction}{zone}"),
            _ => format!("{y}-{mo:02}-{d:02}"),
        });
    let names =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let log = clock().prop_map(move |(y, mo, d, h, m, s)| {
        let date = format!("{d:02}/{}/{y}:{h:02}:{m:02}:{s:02} -0700", names[mo - 1]);
        format!("10.0.0.{h} - bob [{date}] \"GET /a?b=[c] HTTP/1.1\" 200 {m} \"-\" \"curl\"")
    });
    let plain = (prop_oneof![number, iso], key).prop_map(|(instant, key)| instant + key);
    prop_oneof![3 => plain, 1 => log]
}

/// Whatever was read is traffic as a run can take it, whole or in slices.
fn is_sound(bytes: &[u8]) {
    let whole = read(bytes);
    let slices = Reader::new(bytes.to_vec(), false).and_then(|mut reader| {
        while !reader.advance(3) {}
        reader.finish()
    });
    assert_eq!(whole, slices);
    for language in Language::ALL {
        let said = match &whole {
            Ok(reading) => [reading.say(language), vec![reading.traffic.say(language)]].concat(),
            Err(refusal) => vec![refusal.say(language)],
        };
        for said in said {
            let plain = |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}');
            assert!(said.chars().count() < 900 && said.chars().all(plain), "{said:?}");
        }
    }
    let Ok(reading) = whole else { return };
    let Traffic { arrivals, pace } = &reading.traffic;
    assert!((1..=MOST).contains(&arrivals.len()) && *pace >= 1);
    assert!(arrivals[0].at == 0 && arrivals.is_sorted_by_key(|arrival| arrival.at));
    assert!(arrivals.iter().all(|a| a.at <= SPAN + MOST as u64 && a.key < MOST_KEYS));
    assert_eq!(reading.unreadable > 0, reading.first_unreadable.is_some());
    comes_back(&reading.traffic);
}

fn comes_back(traffic: &Traffic) {
    let file = traffic.fingerprint();
    assert_eq!(Fingerprint::parse(&file.to_string()), Some(file));
    let Some(text) = traffic.encoded() else { return };
    assert!(text.len() <= LONGEST);
    let kept = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    assert!(text.chars().all(kept), "{text}");
    assert_eq!(Traffic::decoded(&text).as_ref(), Some(traffic), "{text}");
}

#[test]
fn every_line_as_it_should_be_is_read() {
    check(20_000, prop::collection::vec(any_line(), 1..8), |lines| {
        let reading = read(lines.join("\r\n").as_bytes()).expect("traffic");
        assert_eq!(
            (reading.traffic.arrivals.len(), reading.unreadable),
            (lines.len(), 0),
            "{lines:?}"
        );
    });
}

#[test]
fn noise_breaks_nothing() {
    check(30_000, prop::collection::vec(any::<u8>(), 0..200), |bytes| is_sound(&bytes));
    check(30_000, "[0-9:.,TZ/ +\\[\\]\"a-cOt\n-]{0,120}", |noise: String| {
        is_sound(noise.as_bytes())
    });
}

#[test]
fn mutated_lines_break_nothing() {
    let mutation = (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8);
    let text = (prop::collection::vec(any_line(), 1..6), prop::collection::vec(mutation, 1..6));
    check(40_000, text, |(lines, mutations)| {
        let mut text = lines.join("\n").into_bytes();
        for (place, byte, way) in mutations {
            let place = place.index(text.len().max(1)).min(text.len().saturating_sub(1));
            match way {
                _ if text.is_empty() => text.push(byte),
                0 => text[place] = byte,
                1 => text.insert(place, byte),
                _ => drop(text.remove(place)),
            }
        }
        is_sound(&text);
    });
}

#[test]
fn a_short_trace_travels_in_a_link_exactly() {
    let arrivals = prop::collection::vec((0..SPAN, 0..MOST_KEYS), 1..500);
    let keyed = (arrivals, 1..200_000_u64, any::<bool>());
    check(3_000, keyed, |(arrivals, pace, keyed)| {
        let mut arrivals: Vec<Arrival> = arrivals
            .into_iter()
            .map(|(at, key)| Arrival { at, key: if keyed { key } else { 0 } })
            .collect();
        arrivals.sort_by_key(|arrival| arrival.at);
        comes_back(&Traffic { arrivals: arrivals.into(), pace });
    });
}

#[test]
fn three_hundred_arrivals_at_any_microsecond_fit_into_a_link() {
    let lines: String =
        (0..300_u64).map(|n| format!("{}\n", n * 33_000 + n * n * 7_919 % 30_011)).collect();
    let reading = read(lines.as_bytes()).expect("traffic");
    assert!(reading.traffic.encoded().is_some_and(|text| text.len() <= LONGEST));
}

#[test]
fn what_is_in_a_link_is_what_was_written_or_nothing() {
    let traffic = read(b"1 a\n2 b\n2.5 a\n9 c\n").expect("traffic").traffic;
    let text = traffic.encoded().expect("it fits");
    let mutation = (any::<prop::sample::Index>(), "[A-Za-z0-9._-]", 0..3_u8);
    check(50_000, prop::collection::vec(mutation, 1..4), |mutations| {
        let mut text = text.clone();
        for (place, c, way) in mutations {
            let place = place.index(text.len().max(1)).min(text.len().saturating_sub(1));
            match way {
                _ if text.is_empty() => text.push_str(&c),
                0 => text.replace_range(place..=place, &c),
                1 => text.insert_str(place, &c),
                _ => drop(text.remove(place)),
            }
        }
        if let Some(found) = Traffic::decoded(&text) {
            assert_eq!(found.encoded(), Some(text));
        }
    });
    for bad in ["", "1", "1.1.", "2.1.AAAA", "1.0.AAAA", "1.1.A!", "1.1.AAAAAAAA", "file.5.1"] {
        assert_eq!(Traffic::decoded(bad), None, "{bad}");
    }
    for bad in
        ["file.0.00000000", "file.20001.00000000", "file.5.xyz", "file.5.0000000a1", "5.00000000"]
    {
        assert_eq!(Fingerprint::parse(bad), None, "{bad}");
    }
}

/// The busiest stretch of so many microseconds, arrival by arrival.
fn most_within(theirs: &[u64], micros: u64) -> (usize, u64) {
    let from =
        |first: &u64| theirs.iter().filter(|at| **at >= *first && **at < first + micros).count();
    let most = theirs.iter().map(from).max().unwrap_or(0);
    let at = theirs.iter().copied().find(|first| from(first) == most).unwrap_or(0);
    (most, at)
}

#[test]
fn the_busiest_stretches_are_those_that_counting_finds() {
    // Steps of a second over two days, or of a millisecond over an hour and a half.
    let unit = prop_oneof![Just((1_000_000, 200_000)), Just((1_000, 5_000_000_u64))];
    let steps = prop::collection::vec((any::<prop::sample::Index>(), 0..3_u32), 1..120);
    check(300, (unit, 1..20_u64, steps), |((unit, most), part, steps)| {
        // Some at one instant.
        let step = |(step, grid): &(prop::sample::Index, u32)| {
            (step.index((most / part) as usize) as u64 >> (grid * 6) << (grid * 6)) * unit
        };
        let mut theirs: Vec<u64> = steps.iter().map(step).collect();
        theirs.sort_unstable();
        let line = |at: &u64| format!("{}.{:06}\n", at / 1_000_000, at % 1_000_000);
        let text: String = theirs.iter().map(line).collect();
        let summary = read(text.as_bytes()).expect("traffic").traffic.summary();
        let (first, last) = (theirs[0], theirs[theirs.len() - 1]);
        assert_eq!(summary.span, last - first);
        for busiest in summary.busiest {
            let micros = busiest.length * 1_000_000;
            assert!(micros <= summary.span);
            assert_eq!((busiest.most, busiest.after + first), most_within(&theirs, micros));
            let mut counts = vec![0; ((last - first) / micros + 1) as usize];
            theirs.iter().for_each(|at| counts[((at - first) / micros) as usize] += 1);
            // The least that so many have no more than.
            let enough = |most: &usize| {
                let within = counts.iter().filter(|count| **count <= *most).count();
                within * 100 >= counts.len() * 99
            };
            let usual = (0..=busiest.most).find(enough);
            assert_eq!(busiest.usual, usual.filter(|_| counts.len() >= 100));
            let refused = |limit: usize| {
                let mut log = SlidingLog::new(limit as u32, Duration::from_micros(micros));
                let refuses =
                    |at: &&u64| log.ask(Duration::from_micros(**at), 1) != Ok(Decision::Admitted);
                theirs.iter().filter(refuses).count()
            };
            assert_eq!(refused(busiest.most), 0);
            let limit = (1..).find(|limit| refused(*limit) * 100 <= theirs.len());
            assert_eq!(Some(busiest.limit), limit);
        }
    });
}

//! Days and seconds since 1970.

/// Seconds since 1970. A minute may have a leap second.
pub(super) fn instant(days: u64, [hour, minute, second]: [u64; 3]) -> Option<u64> {
    (hour < 24 && minute < 60 && second <= 60)
        .then_some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// Days since 1970-01-01 of a date that exists and is not before it. Howard Hinnant,
/// *chrono-Compatible Low-Level Date Algorithms*: years begin in March, so that the leap day is last.
pub(super) fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let long = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1970 || day == 0 || day > long {
        return None;
    }
    let year = year - u64::from(month <= 2);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year;
    (year / 400 * 146_097 + of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_follows_the_one_before() {
        let mut expected = 0;
        for year in 1970..2450 {
            for month in 1..=12 {
                for day in (1..=31).filter_map(|day| days(year, month, day)) {
                    assert_eq!(day, expected, "{year}-{month}");
                    expected += 1;
                }
            }
        }
    }
}

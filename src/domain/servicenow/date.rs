//! Instants as text: `YYYY-MM-DD HH:MM:SS` in UTC, and milliseconds since 1970.

use crate::domain::time::Timestamp;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Days from the first of March of the year 0 to that of `year`. Years are counted from
/// March, so that the leap day is a year's last and the months before it are even.
const fn march(year: i64) -> i64 {
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400)
}

/// The same to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Days since 1970-01-01 of a day of the Gregorian calendar.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    march(year) + (from_march * 153 + 2) / 5 + day - 1 - EPOCH
}

/// The day that `days` counts to.
const fn day_of(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH;
    // 400 years are 146,097 days; the guess is a year off at most.
    let guess = (days * 400).div_euclid(146_097);
    let year = match guess {
        year if march(year) > days => year - 1,
        year if march(year + 1) <= days => year + 1,
        year => year,
    };
    let left = days - march(year);
    let from_march = (left * 5 + 2) / 153;
    let day = left - (from_march * 153 + 2) / 5 + 1;
    if from_march < 10 { (year, from_march + 3, day) } else { (year + 1, from_march - 9, day) }
}

fn padded(number: i64, digits: usize) -> String {
    let number = number.to_string();
    ["0".repeat(digits.saturating_sub(number.len())), number].concat()
}

/// `at` to the second, in UTC; in the years 0 to 9999.
pub fn written(at: Timestamp) -> String {
    let (year, month, day) = day_of(at.0.div_euclid(DAY));
    let second = at.0.rem_euclid(DAY) / 1000;
    let day = [padded(year, 4), padded(month, 2), padded(day, 2)].join("-");
    let time = [second / 3600, second / 60 % 60, second % 60].map(|each| padded(each, 2));
    [day, time.join(":")].join(" ")
}

/// The instant that [`written`] gives as `text`; `None` for any other text, and for days
/// and hours that there are not.
pub fn read(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let numbers = |text: &str, by: char, lengths: [usize; 3]| -> Option<[i64; 3]> {
        let mut parts = text.split(by);
        let mut found = [0; 3];
        for (number, length) in found.iter_mut().zip(lengths) {
            let part = parts.next()?;
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            *number = part.parse().ok().filter(|_| digits)?;
        }
        parts.next().is_none().then_some(found)
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time.trim_end_matches('Z'), ':', [2, 2, 2])?;
    let count = days(year, month, day);
    let is_day = (1..=12).contains(&month) && day_of(count) == (year, month, day);
    let is_time = hour < 24 && minute < 60 && second < 60;
    let seconds = hour * 3600 + minute * 60 + second;
    (is_day && is_time).then_some(Timestamp(count * DAY + seconds * 1000))
}

/// The instant that `text` counts milliseconds to.
pub fn read_millis(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|_| text.len() >= 10).map(Timestamp)
}

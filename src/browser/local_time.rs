//! Instants as the user's own clock on the wall shows them, in fields of dates and
//! times.

use js_sys::Date;
use wasm_bindgen::JsValue;

use crate::domain::time::Timestamp;

/// The instant as an `<input type="datetime-local">` holds it.
pub fn to_field(at: Timestamp) -> String {
    #[allow(clippy::cast_precision_loss)] // exact for any time of interest
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let two = |number: u32| format!("{number:02}");
    let day = [format!("{:04}", date.get_full_year()), two(date.get_month() + 1)];
    let day = [day.join("-"), two(date.get_date())].join("-");
    [day, [two(date.get_hours()), two(date.get_minutes())].join(":")].join("T")
}

/// The instant that the content of such a field stands for.
pub fn from_field(text: &str) -> Option<Timestamp> {
    let value = Date::parse(text);
    #[allow(clippy::cast_possible_truncation)] // whole milliseconds, far within range
    value.is_finite().then_some(Timestamp(value as i64))
}

/// How many minutes this clock is ahead of UTC now; less than none to the west of it.
pub fn offset_minutes() -> i32 {
    #[allow(clippy::cast_possible_truncation)] // less than a day
    let behind = Date::new_0().get_timezone_offset() as i32;
    -behind
}

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

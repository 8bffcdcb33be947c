//! Numbers, times and dates for people, by the browser's own `Intl`.

use js_sys::Intl::{DateTimeFormat, NumberFormat, PluralRules};
use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::domain::time::Timestamp;

/// The first of the viewer's locales in `language`, so that an English text
/// follows an Irish reader's habits; else the language itself. In digits as a countdown
/// has them.
fn locales(language: &str) -> Array {
    let preferred = web_sys::window().map(|window| window.navigator().languages());
    let speaks = |locale: &JsValue| {
        let locale = locale.as_string().unwrap_or_default();
        locale.split('-').next() == Some(language)
    };
    let own = preferred.and_then(|each| each.iter().find(speaks)?.as_string());
    let locale = own.unwrap_or_else(|| language.to_owned());
    let digits = if locale.contains("-u-") { "" } else { "-u-nu-latn" };
    Array::of1(&JsValue::from_str(&[&locale, digits].concat()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // A plain object takes every property.
        drop(Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)));
    }
    options
}

fn moment(language: &str, pairs: &[(&str, &str)], at: Timestamp) -> String {
    #[allow(clippy::cast_precision_loss)] // exact for any time of interest
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let format = DateTimeFormat::new(&locales(language), &options(pairs)).format();
    let text = format.call1(&JsValue::UNDEFINED, &date);
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The time of day, to the second.
pub fn time_of_day(language: &str, at: Timestamp) -> String {
    moment(language, &[("timeStyle", "medium")], at)
}

/// Date and time of day.
pub fn date(language: &str, at: Timestamp) -> String {
    moment(language, &[("dateStyle", "medium"), ("timeStyle", "short")], at)
}

/// An amount of a unit in words: "20 seconds". The unit is one of `Intl`'s, and
/// so is its `width`: long, short or narrow.
pub fn amount(language: &str, unit: &str, width: &str, amount: u64) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", width)]);
    counted(language, &options, amount)
}

/// A whole number.
pub fn number(language: &str, number: u64) -> String {
    counted(language, &Object::new(), number)
}

/// What a language calls that many, by `Intl.PluralRules`: one, few, many, other.
pub fn plural(language: &str, count: u64) -> String {
    PluralRules::new(&locales(language), &Object::new()).select(float(count)).into()
}

fn counted(language: &str, options: &Object, number: u64) -> String {
    let format = NumberFormat::new(&locales(language), options).format();
    let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(float(number)));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[allow(clippy::cast_precision_loss)] // exact for anything counted here
const fn float(number: u64) -> f64 {
    number as f64
}

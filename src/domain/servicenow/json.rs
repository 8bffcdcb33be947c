//! Values as they come from ServiceNow. The Table API gives every value as text, the Wrap
//! Up API some; what is empty may be `null`, `""` or not there at all; a reference is a
//! name, or an object that holds one. All of it is read alike here.

use super::date;
use crate::domain::record::{RecordError, Rule, quoted};
use crate::domain::time::Timestamp;

/// A value of JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Json {
    /// `null`, and what is not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Named values, in their order.
    Object(Vec<(String, Json)>),
}

static NULL: Json = Json::Null;

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl Json {
    /// An object of these.
    pub fn object(fields: Vec<(&str, Self)>) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The value of that name; [`Json::Null`] where there is none.
    pub fn get(&self, name: &str) -> &Self {
        let Self::Object(fields) = self else { return &NULL };
        let found = fields.iter().find(|(known, _)| known == name);
        found.map_or(&NULL, |(_, value)| value)
    }

    /// Whether there is anything.
    pub fn is_nothing(&self) -> bool {
        match self.plain() {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// Whether it is an object.
    pub const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Itself, or what it holds where it stands beside its display value.
    fn plain(&self) -> &Self {
        match self.get("value") {
            Self::Null => self,
            value => value,
        }
    }

    /// The value of the first of `names` that is there, with that name; else the first.
    pub fn first<'a, 'b>(&'a self, names: &[&'b str]) -> (&'b str, &'a Self) {
        let found = names.iter().find(|name| !self.get(name).is_nothing());
        let name = found.or(names.first()).copied().unwrap_or_default();
        (name, self.get(name))
    }

    fn wrong(&self, rule: Rule) -> RecordError {
        let found = match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => quoted(text),
            Self::List(_) => "a list".to_owned(),
            Self::Object(_) => "an object".to_owned(),
        };
        RecordError::new(rule, found)
    }

    /// The text under `name`; empty text is none.
    ///
    /// # Errors
    /// [`RecordError`] for a list or an object.
    pub fn text(&self, name: &str) -> Result<Option<String>, RecordError> {
        match self.get(name).plain() {
            Self::Null => Ok(None),
            Self::Text(text) if text.is_empty() => Ok(None),
            Self::Text(text) => Ok(Some(text.clone())),
            Self::Number(number) => Ok(Some(number.to_string())),
            other => Err(other.wrong(Rule::Text).under(name)),
        }
    }

    /// The same, which must be there.
    ///
    /// # Errors
    /// [`RecordError`] where it is not, and see [`Self::text`].
    pub fn needed(&self, name: &str) -> Result<String, RecordError> {
        self.text(name)?.ok_or_else(|| RecordError::new(Rule::Needed, "").under(name))
    }

    /// The truth under `name`: as one, or as text; `None` where nothing is said.
    ///
    /// # Errors
    /// [`RecordError`] for anything else.
    pub fn truth(&self, name: &str) -> Result<Option<bool>, RecordError> {
        let value = self.get(name).plain();
        match value {
            Self::Null => Ok(None),
            Self::Bool(truth) => Ok(Some(*truth)),
            Self::Text(text) => match text.as_str() {
                "" => Ok(None),
                "true" | "1" => Ok(Some(true)),
                "false" | "0" => Ok(Some(false)),
                _ => Err(value.wrong(Rule::Boolean).under(name)),
            },
            _ => Err(value.wrong(Rule::Boolean).under(name)),
        }
    }

    /// The whole number under `name`: as one, or as text. A length of time may be written
    /// as the instant that long after 1970 began; it is given in seconds.
    ///
    /// # Errors
    /// [`RecordError`] for anything else, and for what is less than 0 or more than `max`.
    pub fn whole(&self, name: &str, max: u32) -> Result<Option<u32>, RecordError> {
        let value = self.get(name).plain();
        if value.is_nothing() {
            return Ok(None);
        }
        let number = match value {
            Self::Text(text) => match date::read(text) {
                Some(after) => u32::try_from(after.0 / 1000).ok(),
                None => text.trim().parse().ok(),
            },
            // The cast saturates; what is cut is no longer the same number.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Self::Number(number) => {
                Some(*number as u32).filter(|whole| (f64::from(*whole) - number).abs() < 0.001)
            }
            _ => None,
        };
        let rule = Rule::WholeNumber { min: 0, max: i64::from(max) };
        let number = number.filter(|number| *number <= max);
        number.map(Some).ok_or_else(|| value.wrong(rule).under(name))
    }

    /// The instant under `name`, in either form.
    ///
    /// # Errors
    /// [`RecordError`] for what is neither.
    pub fn instant(&self, name: &str) -> Result<Option<Timestamp>, RecordError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let rule = || Rule::Own("must be YYYY-MM-DD HH:MM:SS or milliseconds".to_owned());
        let instant = date::read(&text).or_else(|| date::read_millis(&text));
        instant.map(Some).ok_or_else(|| RecordError::new(rule(), quoted(&text)).under(name))
    }

    /// The record that is referred to under `name`: its `sys_id`, or an object that has it.
    ///
    /// # Errors
    /// [`RecordError`] for anything else.
    pub fn reference(&self, name: &str) -> Result<Option<String>, RecordError> {
        let value = self.get(name);
        if value.get("sys_id").is_nothing() {
            return self.text(name);
        }
        value.text("sys_id").map_err(|error| error.under(name))
    }

    /// Its elements; nothing is an empty list.
    ///
    /// # Errors
    /// [`RecordError`] for anything else.
    pub fn elements(&self) -> Result<&[Self], RecordError> {
        match self {
            Self::List(list) => Ok(list),
            value if value.is_nothing() => Ok(&[]),
            value => Err(value.wrong(Rule::List)),
        }
    }
}

#[cfg(feature = "serde")]
mod wire {
    use core::fmt;

    use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::Json;

    impl Serialize for Json {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Null => to.serialize_unit(),
                Self::Bool(truth) => to.serialize_bool(*truth),
                Self::Number(number) => to.serialize_f64(*number),
                Self::Text(text) => to.serialize_str(text),
                Self::List(list) => to.collect_seq(list),
                Self::Object(fields) => to.collect_map(fields.iter().map(|(name, it)| (name, it))),
            }
        }
    }

    struct Any;

    #[allow(clippy::cast_precision_loss)] // as every reader of JSON in a browser does
    impl<'de> Visitor<'de> for Any {
        type Value = Json;

        fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
            to.write_str("JSON")
        }
        fn visit_unit<E>(self) -> Result<Json, E> {
            Ok(Json::Null)
        }
        fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
            Ok(Json::Bool(truth))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
            Ok(Json::Number(number as f64))
        }
        fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
            Ok(Json::Number(number as f64))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
            Ok(Json::Number(number))
        }
        fn visit_str<E>(self, text: &str) -> Result<Json, E> {
            Ok(text.into())
        }
        fn visit_string<E>(self, text: String) -> Result<Json, E> {
            Ok(Json::Text(text))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
            let mut list = Vec::new();
            while let Some(element) = from.next_element()? {
                list.push(element);
            }
            Ok(Json::List(list))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
            let mut fields = Vec::new();
            while let Some(field) = from.next_entry()? {
                fields.push(field);
            }
            Ok(Json::Object(fields))
        }
    }

    impl<'de> Deserialize<'de> for Json {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            from.deserialize_any(Any)
        }
    }
}

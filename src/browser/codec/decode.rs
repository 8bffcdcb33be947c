//! JavaScript to Rust.

use serde::de::{self, DeserializeSeed, Visitor};
use wasm_bindgen::JsValue;

use super::MAX_DEPTH;
use super::access::{Elements, Entries, Fields, Variant};
use super::fault::Fault;
use super::look::{self, describe};
use crate::domain::record::{MAX_SAFE_INTEGER, Rule, quoted};

type Result<T> = core::result::Result<T, Fault>;

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Decoder<'a> {
    value: &'a JsValue,
    depth: u8,
}

impl<'a> Decoder<'a> {
    pub(super) const fn new(value: &'a JsValue, depth: u8) -> Self {
        Self { value, depth }
    }

    /// Reads the value as what `seed` wants.
    pub(super) fn seed<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        match seed.deserialize(self) {
            Ok(value) => Ok(value),
            Err(fault) => Err(fault.finding(self.value)),
        }
    }

    #[cold]
    #[inline(never)]
    fn fault(self, rule: Rule) -> Fault {
        let rule = if self.value.is_undefined() { Rule::Needed } else { rule };
        Fault::new(rule, describe(self.value))
    }

    fn deeper(self) -> Result<u8> {
        if self.depth < MAX_DEPTH {
            Ok(self.depth + 1)
        } else {
            Err(Fault::new(Rule::Depth(MAX_DEPTH), ""))
        }
    }

    fn is_nothing(self) -> bool {
        self.value.is_null() || self.value.is_undefined()
    }

    pub(super) fn nothing(self) -> Result<()> {
        if self.is_nothing() { Ok(()) } else { Err(self.fault(Rule::Empty)) }
    }

    #[inline(never)]
    fn text(self) -> Result<String> {
        self.value.as_string().ok_or_else(|| self.fault(Rule::Text))
    }

    #[inline(never)]
    fn number(self) -> Result<f64> {
        let finite = self.value.as_f64().filter(|number| number.is_finite());
        finite.ok_or_else(|| self.fault(Rule::Number))
    }

    #[inline(never)]
    fn whole(self, min: i64, max: i64) -> Result<i64> {
        // The cast saturates; what is cut or saturated is no longer the same number.
        #[allow(clippy::cast_possible_truncation)]
        let whole =
            self.value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i64);
        let (min, max) = (min.max(-MAX_SAFE_INTEGER), max.min(MAX_SAFE_INTEGER));
        whole
            .filter(|whole| (min..=max).contains(whole))
            .ok_or_else(|| self.fault(Rule::WholeNumber { min, max }))
    }

    fn natural(self, max: i64) -> Result<u64> {
        self.whole(0, max).map(i64::unsigned_abs)
    }

    #[inline(never)]
    fn list(self) -> Result<Elements<'a>> {
        if !look::is_list(self.value)? {
            return Err(self.fault(Rule::List));
        }
        let depth = self.deeper()?;
        Ok(Elements { list: self.value, next: 0, length: look::length(self.value)?, depth })
    }

    #[inline(never)]
    fn elements(self, length: usize) -> Result<Elements<'a>> {
        let list = self.list()?;
        if usize::try_from(list.length) == Ok(length) {
            Ok(list)
        } else {
            Err(Fault::new(Rule::Elements(length), list.length.to_string()))
        }
    }

    /// An object, and how deep what it holds is.
    #[inline(never)]
    fn object(self) -> Result<u8> {
        if self.value.is_object() && !look::is_list(self.value)? {
            self.deeper()
        } else {
            Err(self.fault(Rule::Object))
        }
    }

    #[inline(never)]
    fn entries(self) -> Result<Entries<'a>> {
        let depth = self.object()?;
        let keys = look::own_names(self.value)?.to_vec().into_iter();
        Ok(Entries { object: self.value, keys, entry: (String::new(), JsValue::UNDEFINED), depth })
    }

    /// `"name"` or `{ name: content }`.
    #[inline(never)]
    fn variant(self, names: &'static [&'static str]) -> Result<Variant> {
        let depth = self.deeper()?;
        let (text, key) = match self.value.as_string() {
            Some(text) => (text, None),
            None => self.only_key(names)?,
        };
        let Some((index, name)) = (0..).zip(names).find(|(_, name)| **name == text) else {
            return Err(Fault::new(Rule::OneOf(names), quoted(&text)));
        };
        let content = match key {
            Some(key) => {
                look::property(self.value, &key).map_err(|fault| fault.within(Some(name)))?
            }
            None => JsValue::UNDEFINED,
        };
        Ok(Variant { index, name, content, depth })
    }

    fn only_key(self, names: &'static [&'static str]) -> Result<(String, Option<JsValue>)> {
        if self.value.is_object() {
            let keys = look::own_names(self.value)?;
            let key = keys.get(0);
            if let (1, Some(name)) = (keys.length(), key.as_string()) {
                return Ok((name, Some(key)));
            }
        }
        Err(self.fault(Rule::OneOf(names)))
    }

    pub(super) fn tuple<'de, V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.elements(length)?)
    }

    pub(super) fn fields<'de, V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let depth = self.object()?;
        let mut fields = Fields { object: self.value, names, depth, missing: None };
        match visitor.visit_seq(&mut fields) {
            Ok(value) => Ok(value),
            Err(fault) => Err(fields.explain(fault)),
        }
    }
}

/// Methods that differ only in the bounds of the number, or not at all.
macro_rules! numbers {
    ($($deserialize:ident: $visit:ident($read:ident($($bound:expr),*));)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.$read($($bound),*)?)
        }
    )*};
}
macro_rules! same {
    ($($deserialize:ident: $other:ident;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.$other(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Decoder<'_> {
    type Error = Fault;

    numbers! {
        deserialize_i8: visit_i64(whole(i8::MIN.into(), i8::MAX.into()));
        deserialize_i16: visit_i64(whole(i16::MIN.into(), i16::MAX.into()));
        deserialize_i32: visit_i64(whole(i32::MIN.into(), i32::MAX.into()));
        deserialize_i64: visit_i64(whole(i64::MIN, i64::MAX));
        deserialize_u8: visit_u64(natural(u8::MAX.into()));
        deserialize_u16: visit_u64(natural(u16::MAX.into()));
        deserialize_u32: visit_u64(natural(u32::MAX.into()));
        deserialize_u64: visit_u64(natural(i64::MAX));
        deserialize_f64: visit_f64(number());
        deserialize_string: visit_string(text());
    }
    same! {
        deserialize_f32: deserialize_f64;
        deserialize_char: deserialize_string;
        deserialize_str: deserialize_string;
        deserialize_identifier: deserialize_string;
        deserialize_byte_buf: deserialize_bytes;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.value.as_bool() {
            Some(value) => visitor.visit_bool(value),
            None => Err(self.fault(Rule::Boolean)),
        }
    }
    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        Err(Fault::new(Rule::Own("must not be bytes".into()), ""))
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.nothing()?;
        visitor.visit_unit()
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.list()?)
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.tuple(length, visitor)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(length, visitor)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_map(self.entries()?)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.fields(fields, visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(self.variant(variants)?)
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    /// For what serde reads before it knows the type: tagged, untagged and
    /// flattened ones. The path of an error ends where such a one begins.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_nothing() {
            visitor.visit_unit()
        } else if let Some(value) = self.value.as_bool() {
            visitor.visit_bool(value)
        } else if let Ok(whole) = self.whole(i64::MIN, i64::MAX) {
            visitor.visit_i64(whole)
        } else if self.value.as_f64().is_some() {
            visitor.visit_f64(self.number()?)
        } else if let Some(text) = self.value.as_string() {
            visitor.visit_string(text)
        } else if look::is_list(self.value)? {
            visitor.visit_seq(self.list()?)
        } else {
            visitor.visit_map(self.entries()?)
        }
    }
}

//! What lists, objects and enums give serde, one after the other. Here errors
//! get their path.

use core::slice;
use std::vec;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Visitor};
use wasm_bindgen::JsValue;

use super::decode::Decoder;
use super::look;
use crate::domain::record::{RecordError, Rule};

type Result<T> = core::result::Result<T, RecordError>;

/// The elements of a list.
pub(super) struct Elements<'a> {
    pub(super) list: &'a JsValue,
    pub(super) next: u32,
    pub(super) length: u32,
    pub(super) depth: u8,
}

impl<'de> de::SeqAccess<'de> for Elements<'_> {
    type Error = RecordError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.next >= self.length {
            return Ok(None);
        }
        let index = self.next;
        self.next += 1;
        let read = || {
            let value = look::element(self.list, index)?;
            if value.is_undefined() {
                // A hole: JSON has none, and a list of four thousand million of
                // them is made in one line of JavaScript.
                return Err(RecordError::new(Rule::Needed, ""));
            }
            Decoder::new(&value, self.depth).seed(seed)
        };
        read().map(Some).map_err(|error| error.at(index))
    }
}

/// Which properties of an object are looked at.
pub(super) enum Names {
    /// Those that a struct names, in its order.
    Known(slice::Iter<'static, &'static str>),
    /// Those that the object has.
    Own(vec::IntoIter<JsValue>),
}

/// The properties of an object.
pub(super) struct Entries<'a> {
    pub(super) object: &'a JsValue,
    pub(super) names: Names,
    /// The property that was named last, and is read next.
    pub(super) entry: (String, JsValue),
    pub(super) depth: u8,
}

impl Entries<'_> {
    /// The next name, as text and as it was given: where a name holds a lone
    /// surrogate, only the latter finds its property.
    fn name(&mut self) -> Option<(String, JsValue)> {
        match &mut self.names {
            Names::Known(names) => {
                names.next().map(|name| ((*name).to_owned(), JsValue::from_str(name)))
            }
            Names::Own(names) => names.find_map(|name| name.as_string().map(|text| (text, name))),
        }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = RecordError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        while let Some((name, key)) = self.name() {
            let value = look::property(self.object, &key).map_err(|error| error.under(&name))?;
            if value.is_undefined() {
                continue;
            }
            self.entry = (name, value);
            let name = &self.entry.0;
            let key = seed.deserialize(StrDeserializer::new(name));
            return key.map(Some).map_err(|error: RecordError| error.under(name));
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (name, value) = &self.entry;
        Decoder::new(value, self.depth).seed(seed).map_err(|error| error.under(name))
    }
}

/// A variant of an enum and what it holds; `undefined` for a bare name.
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) content: JsValue,
    pub(super) depth: u8,
}

impl Variant {
    fn read<T>(&self, read: impl FnOnce(Decoder<'_>) -> Result<T>) -> Result<T> {
        read(Decoder::new(&self.content, self.depth)).map_err(|error| error.under(&self.name))
    }
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = RecordError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let variant = seed.deserialize(StrDeserializer::new(&self.name))?;
        Ok((variant, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant {
    type Error = RecordError;

    fn unit_variant(self) -> Result<()> {
        let content = Decoder::new(&self.content, self.depth);
        content.nothing().map_err(|error| error.under(&self.name))
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.read(|content| content.seed(seed))
    }
    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.read(|content| visitor.visit_seq(content.tuple(length)?))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.read(|content| visitor.visit_map(content.fields(fields)?))
    }
}

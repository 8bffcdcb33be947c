//! What lists, objects and enums give serde, one after the other. Here errors
//! get their path.

use std::vec;

use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{self, DeserializeSeed, Visitor};
use wasm_bindgen::JsValue;

use super::decode::Decoder;
use super::fault::Fault;
use super::look;
use crate::domain::record::Rule;

type Result<T> = core::result::Result<T, Fault>;

/// The elements of a list.
pub(super) struct Elements<'a> {
    pub(super) list: &'a JsValue,
    pub(super) next: u32,
    pub(super) length: u32,
    pub(super) depth: u8,
}

impl Elements<'_> {
    #[inline(never)]
    fn step(&mut self) -> Result<Option<JsValue>> {
        if self.next >= self.length {
            return Ok(None);
        }
        let element = look::element(self.list, self.next);
        self.next += 1;
        match element {
            // A hole. JSON has none, and a list of four thousand million of
            // them is made in one line of JavaScript.
            Ok(element) if element.is_undefined() => Err(self.fault(Fault::new(Rule::Needed, ""))),
            Ok(element) => Ok(Some(element)),
            Err(fault) => Err(self.fault(fault)),
        }
    }

    fn fault(&self, fault: Fault) -> Fault {
        fault.at(self.next - 1)
    }
}

impl<'de> de::SeqAccess<'de> for Elements<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(element) = self.step()? else { return Ok(None) };
        match Decoder::new(&element, self.depth).seed(seed) {
            Ok(element) => Ok(Some(element)),
            Err(fault) => Err(self.fault(fault)),
        }
    }
}

/// The fields that a struct names, in its order. Given to serde as a sequence,
/// which leaves the half of its generated code that compares names unused.
pub(super) struct Fields<'a> {
    pub(super) object: &'a JsValue,
    pub(super) names: &'static [&'static str],
    pub(super) depth: u8,
    /// The field read last, which is not there.
    pub(super) missing: Option<&'static str>,
}

impl Fields<'_> {
    #[inline(never)]
    fn step(&mut self) -> Result<Option<(&'static str, JsValue)>> {
        self.missing = None;
        let Some((name, rest)) = self.names.split_first() else { return Ok(None) };
        self.names = rest;
        match look::property(self.object, &JsValue::from_str(name)) {
            Ok(value) => Ok(Some((name, value))),
            Err(fault) => Err(fault.within(Some(name))),
        }
    }

    /// A field that is not there and cannot do without is left to its default;
    /// serde says by a further error when it has none.
    #[cold]
    #[inline(never)]
    fn lack(&mut self, name: &'static str, value: &JsValue, fault: Fault) -> Result<()> {
        if value.is_undefined() && fault.is_here() {
            self.missing = Some(name);
            return Ok(());
        }
        Err(fault.within(Some(name)))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn explain(&self, fault: Fault) -> Fault {
        match self.missing {
            Some(_) if fault.is_here() => Fault::new(Rule::Needed, "").within(self.missing),
            _ => fault,
        }
    }
}

impl<'de> de::SeqAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some((name, value)) = self.step()? else { return Ok(None) };
        match Decoder::new(&value, self.depth).seed(seed) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => self.lack(name, &value, fault).map(|()| None),
        }
    }
}

/// All properties of an object.
pub(super) struct Entries<'a> {
    pub(super) object: &'a JsValue,
    pub(super) keys: vec::IntoIter<JsValue>,
    /// The property that was named last, and is read next.
    pub(super) entry: (String, JsValue),
    pub(super) depth: u8,
}

impl Entries<'_> {
    #[inline(never)]
    fn step(&mut self) -> Result<bool> {
        for key in self.keys.by_ref() {
            // Symbols are no names. A name with a lone surrogate is found only
            // by itself, not by its text.
            let Some(name) = key.as_string() else { continue };
            match look::property(self.object, &key) {
                Ok(value) if value.is_undefined() => {}
                Ok(value) => {
                    self.entry = (name, value);
                    return Ok(true);
                }
                Err(fault) => return Err(fault.within(Some(&name))),
            }
        }
        Ok(false)
    }

    fn fault(&self, fault: Fault) -> Fault {
        fault.within(Some(&self.entry.0))
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.step()? {
            return Ok(None);
        }
        let key = seed.deserialize(StrDeserializer::new(&self.entry.0));
        key.map(Some).map_err(|fault| self.fault(fault))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = Decoder::new(&self.entry.1, self.depth).seed(seed);
        value.map_err(|fault| self.fault(fault))
    }
}

/// A variant of an enum and what it holds; `undefined` for a bare name.
pub(super) struct Variant {
    pub(super) index: u32,
    pub(super) name: &'static str,
    pub(super) content: JsValue,
    pub(super) depth: u8,
}

impl Variant {
    fn content(&self) -> Decoder<'_> {
        Decoder::new(&self.content, self.depth)
    }

    fn fault(&self, fault: Fault) -> Fault {
        fault.within(Some(self.name))
    }
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let variant = seed.deserialize(U32Deserializer::new(self.index))?;
        Ok((variant, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant {
    type Error = Fault;

    fn unit_variant(self) -> Result<()> {
        self.content().nothing().map_err(|fault| self.fault(fault))
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.content().seed(seed).map_err(|fault| self.fault(fault))
    }
    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.content().tuple(length, visitor).map_err(|fault| self.fault(fault))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.content().fields(fields, visitor).map_err(|fault| self.fault(fault))
    }
}

//! Rust to JavaScript.

use js_sys::{Array, Object};
use serde::ser::{self, Serialize};
use wasm_bindgen::JsValue;

use super::MAX_DEPTH;
use super::fault::Fault;
use crate::domain::record::{MAX_SAFE_INTEGER, Rule};

type Encoded = Result<JsValue, Fault>;

/// Writes one value.
#[derive(Clone, Copy)]
pub(super) struct Encoder {
    depth: u8,
}

/// Writes a list; in a variant of that name, if there is one.
pub(super) struct ListEncoder {
    variant: Option<&'static str>,
    items: Array,
    inner: Encoder,
}

/// Writes an object; in a variant of that name, if there is one.
pub(super) struct ObjectEncoder {
    variant: Option<&'static str>,
    /// `[name, value]` each, for `Object.fromEntries`: setting a property would
    /// take the name `__proto__` for something else.
    entries: Array,
    key: JsValue,
    inner: Encoder,
}

impl Encoder {
    pub(super) const fn new() -> Self {
        Self { depth: 0 }
    }

    fn deeper(self) -> Result<Self, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(Rule::Depth(MAX_DEPTH), ""));
        }
        Ok(Self { depth: self.depth + 1 })
    }

    fn list(self, variant: Option<&'static str>) -> Result<ListEncoder, Fault> {
        Ok(ListEncoder { variant, items: Array::new(), inner: self.deeper()? })
    }

    fn object(self, variant: Option<&'static str>) -> Result<ObjectEncoder, Fault> {
        Ok(ObjectEncoder {
            variant,
            entries: Array::new(),
            key: JsValue::UNDEFINED,
            inner: self.deeper()?,
        })
    }
}

fn whole(number: i64) -> Encoded {
    if (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&number) {
        #[allow(clippy::cast_precision_loss)] // just checked
        return Ok(JsValue::from_f64(number as f64));
    }
    Err(too_large(number.to_string()))
}

fn too_large(found: String) -> Fault {
    Fault::new(Rule::WholeNumber { min: -MAX_SAFE_INTEGER, max: MAX_SAFE_INTEGER }, found)
}

fn object(entries: &Array) -> Encoded {
    match Object::from_entries(entries) {
        Ok(object) => Ok(object.into()),
        Err(_) => Err(Fault::new(Rule::Readable, "")),
    }
}

#[inline(never)]
fn within(variant: Option<&str>, value: Encoded) -> Encoded {
    let Some(variant) = variant else { return value };
    let value = value.map_err(|fault| fault.within(Some(variant)))?;
    object(&Array::of1(&Array::of2(&JsValue::from_str(variant), &value)))
}

/// All that fit an `i64` go the same way.
macro_rules! whole_numbers {
    ($($serialize:ident $type:ident)*) => {$(
        fn $serialize(self, value: $type) -> Encoded {
            whole(value.into())
        }
    )*};
}

impl ser::Serializer for Encoder {
    type Ok = JsValue;
    type Error = Fault;
    type SerializeSeq = ListEncoder;
    type SerializeTuple = ListEncoder;
    type SerializeTupleStruct = ListEncoder;
    type SerializeTupleVariant = ListEncoder;
    type SerializeMap = ObjectEncoder;
    type SerializeStruct = ObjectEncoder;
    type SerializeStructVariant = ObjectEncoder;

    fn serialize_bool(self, value: bool) -> Encoded {
        Ok(JsValue::from_bool(value))
    }
    whole_numbers! {
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
    }

    fn serialize_u64(self, value: u64) -> Encoded {
        i64::try_from(value).map_or_else(|_| Err(too_large(value.to_string())), whole)
    }
    fn serialize_f32(self, value: f32) -> Encoded {
        self.serialize_f64(value.into())
    }
    fn serialize_f64(self, value: f64) -> Encoded {
        if value.is_finite() {
            return Ok(JsValue::from_f64(value));
        }
        let found = if value.is_nan() { "NaN" } else { "an infinite number" };
        Err(Fault::new(Rule::Number, found))
    }
    fn serialize_char(self, value: char) -> Encoded {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Encoded {
        Ok(JsValue::from_str(value))
    }
    fn serialize_bytes(self, _: &[u8]) -> Encoded {
        Err(Fault::new(Rule::Text, "bytes"))
    }
    fn serialize_none(self) -> Encoded {
        Ok(JsValue::NULL)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Encoded {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Encoded {
        Ok(JsValue::NULL)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Encoded {
        Ok(JsValue::NULL)
    }
    fn serialize_unit_variant(self, _: &str, _: u32, variant: &'static str) -> Encoded {
        Ok(JsValue::from_str(variant))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &str, value: &T) -> Encoded {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Encoded {
        within(Some(variant), value.serialize(self.deeper()?))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<ListEncoder, Fault> {
        self.list(None)
    }
    fn serialize_tuple(self, _: usize) -> Result<ListEncoder, Fault> {
        self.list(None)
    }
    fn serialize_tuple_struct(self, _: &str, _: usize) -> Result<ListEncoder, Fault> {
        self.list(None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListEncoder, Fault> {
        self.list(Some(variant))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<ObjectEncoder, Fault> {
        self.object(None)
    }
    fn serialize_struct(self, _: &str, _: usize) -> Result<ObjectEncoder, Fault> {
        self.object(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ObjectEncoder, Fault> {
        self.object(Some(variant))
    }
}

impl ListEncoder {
    #[inline(never)]
    fn push(&self, value: Encoded) -> Result<(), Fault> {
        match value {
            Ok(value) => self.items.push(&value),
            Err(fault) => return Err(fault.at(self.items.length()).within(self.variant)),
        };
        Ok(())
    }

    fn finish(self) -> Encoded {
        within(self.variant, Ok(self.items.into()))
    }
}

impl ObjectEncoder {
    #[inline(never)]
    fn push(&self, name: &JsValue, value: Encoded) -> Result<(), Fault> {
        match value {
            Ok(value) => self.entries.push(&Array::of2(name, &value)),
            Err(fault) => {
                let name = name.as_string();
                return Err(fault.within(name.as_deref()).within(self.variant));
            }
        };
        Ok(())
    }

    fn finish(self) -> Encoded {
        within(self.variant, object(&self.entries))
    }
}

/// serde has seven names for the two.
macro_rules! delegate {
    ($encoder:ident: $($kind:ident :: $method:ident ($($name:ident)?))*) => {$(
        impl ser::$kind for $encoder {
            type Ok = JsValue;
            type Error = Fault;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: &'static str,)?
                value: &T,
            ) -> Result<(), Fault> {
                let value = value.serialize(self.inner);
                self.push($(&JsValue::from_str($name),)? value)
            }
            fn end(self) -> Encoded {
                self.finish()
            }
        }
    )*};
}

delegate! { ListEncoder:
    SerializeSeq::serialize_element()
    SerializeTuple::serialize_element()
    SerializeTupleStruct::serialize_field()
    SerializeTupleVariant::serialize_field()
}

delegate! { ObjectEncoder:
    SerializeStruct::serialize_field(name)
    SerializeStructVariant::serialize_field(name)
}

impl ser::SerializeMap for ObjectEncoder {
    type Ok = JsValue;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.key = key.serialize(self.inner)?;
        if self.key.is_string() { Ok(()) } else { Err(Fault::new(Rule::Text, "")) }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = core::mem::replace(&mut self.key, JsValue::UNDEFINED);
        self.push(&key, value.serialize(self.inner))
    }
    fn end(self) -> Encoded {
        self.finish()
    }
}

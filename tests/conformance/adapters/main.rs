//! The conformance kit's page: hands every adapter to JavaScript behind one interface, so
//! that one suite can be run against each of them.

// wasm-bindgen exports what is public, and gives by value; nobody reads its documentation.
#![allow(unreachable_pub, missing_docs, clippy::missing_errors_doc, clippy::needless_pass_by_value)]

mod here;
mod outcome;

use core::fmt;
use std::rc::Rc;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::host::HostBackend;
use interaction_wrap_up::backend::memory::MemoryStore;
use interaction_wrap_up::backend::rest::{RestBackend, SignIn};
use interaction_wrap_up::backend::servicenow::ServiceNowBackend;
use interaction_wrap_up::backend::{About, Backend, Farewell, Parcel};
use interaction_wrap_up::browser::codec;
use interaction_wrap_up::browser::host_object::HostObject;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{AgentId, InteractionId};
use interaction_wrap_up::domain::servicenow::decision::Leaving;
use js_sys::{Array, Function, Object, Promise};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use here::Here;

fn main() {}

enum Place {
    /// A system of record elsewhere.
    There(Rc<dyn Backend>),
    /// A store of this browser's, with whoever uses it.
    Here(Here),
}

/// One page's way to a place that keeps wrap-ups.
#[wasm_bindgen]
pub struct Adapter(Place);

impl fmt::Debug for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adapter").finish_non_exhaustive()
    }
}

fn words(error: impl fmt::Display) -> String {
    error.to_string()
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    codec::from_js(value).map_err(words)
}

fn actor(agent: &str, roles: &[String]) -> Result<Actor, String> {
    let agent = AgentId::new(agent).map_err(words)?;
    let roles = roles.iter().filter_map(|name| Role::named(name)).collect();
    Ok(Actor { agent, roles })
}

/// Headers of a function's that is told whether it is asked again.
fn sign_in(headers: Function) -> Box<SignIn> {
    Box::new(move |again| {
        let answer = headers.call1(&JsValue::NULL, &again.into()).unwrap_or_default();
        Box::pin(async move {
            let answer = JsFuture::from(Promise::resolve(&answer)).await.unwrap_or_default();
            let Some(headers) = answer.dyn_ref::<Object>() else { return Vec::new() };
            let pair = |entry: JsValue| {
                let entry = Array::from(&entry);
                Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
            };
            Object::entries(headers).iter().filter_map(pair).collect()
        })
    })
}

#[wasm_bindgen]
impl Adapter {
    pub fn rest(base: &str, headers: Function) -> Self {
        let backend = RestBackend::new(base).with_sign_in(sign_in(headers));
        Self(Place::There(Rc::new(backend)))
    }

    pub fn servicenow(base: &str, headers: Function) -> Self {
        let backend = ServiceNowBackend::new(base, Leaving::GoOn);
        Self(Place::There(Rc::new(backend.with_sign_in(sign_in(headers)))))
    }

    /// Where `catalog` is given, the object need not have any.
    pub fn host(object: &JsValue) -> Result<Self, String> {
        let object = HostObject::new(object).ok_or("it is no object")?;
        HostBackend::check(&object, None).map_err(words)?;
        let read_catalog = |answer: &JsValue| codec::from_js::<Catalog>(answer);
        Ok(Self(Place::There(Rc::new(HostBackend::new(object, None, read_catalog)))))
    }

    /// The database of that name, in a page of `agent`.
    pub fn browser(name: &str, agent: &str, roles: Vec<String>) -> Result<Self, String> {
        let backend = Rc::new(BrowserBackend::new(name));
        let here = Here::new(backend.clone(), Some(backend), actor(agent, &roles)?);
        Ok(Self(Place::Here(here)))
    }

    /// What that page holds in memory, in the hands of `agent`.
    pub fn memory(name: &str, agent: &str, roles: Vec<String>) -> Result<Self, String> {
        let store: Rc<MemoryStore> = here::in_memory(name);
        Ok(Self(Place::Here(Here::new(store, None, actor(agent, &roles)?))))
    }

    /// Codes and configurations.
    pub async fn catalog(&self) -> JsValue {
        let answer = match &self.0 {
            Place::There(backend) => backend.catalog().await,
            Place::Here(here) => here.catalog().await,
        };
        outcome::of(answer)
    }

    /// Puts codes and configurations into a store of this browser's.
    pub async fn set_up(&self, catalog: &JsValue) -> Result<(), String> {
        let catalog = read(catalog)?;
        match &self.0 {
            Place::There(_) => Err("that is set up elsewhere".to_owned()),
            Place::Here(here) => here.set_up(catalog).await.map_err(words),
        }
    }

    /// Tells one thing.
    pub async fn tell(&self, parcel: &JsValue) -> Result<JsValue, String> {
        let parcel: Parcel = read(parcel)?;
        Ok(match &self.0 {
            Place::There(backend) => outcome::receipt(backend.deliver(&parcel).await),
            Place::Here(here) => outcome::verdict(here.tell(&parcel).await),
        })
    }

    /// The clock there; `null` without one.
    pub async fn time(&self) -> JsValue {
        outcome::of(match &self.0 {
            Place::There(backend) => backend.time().await,
            Place::Here(_) => Ok(None),
        })
    }

    /// The page is there again.
    pub async fn back(&self, segments: &JsValue) -> Result<JsValue, String> {
        let segments: Vec<About> = read(segments)?;
        Ok(match &self.0 {
            Place::There(backend) => outcome::presence(backend.back(&segments).await),
            Place::Here(here) => outcome::presence(here.back(&segments).await),
        })
    }

    /// The page goes.
    pub fn farewell(&self, farewell: &JsValue) -> Result<(), String> {
        let farewell: Farewell = read(farewell)?;
        match &self.0 {
            Place::There(backend) => backend.farewell(&farewell),
            Place::Here(here) => here.farewell(&farewell),
        }
        Ok(())
    }

    /// A conversation's record in a store of this browser's.
    pub async fn conversation(&self, id: &str) -> Result<JsValue, String> {
        let id = InteractionId::new(id).map_err(words)?;
        Ok(match &self.0 {
            Place::There(_) => JsValue::UNDEFINED,
            Place::Here(here) => outcome::of(here.conversation(&id).await),
        })
    }
}

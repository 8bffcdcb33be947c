//! What the element's class holds on to, and asks of.

use std::rc::Rc;

use js_sys::{Function, Promise};
use leptos::mount::{UnmountHandle, mount_to};
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::element::Element;
use super::options::Options;
use super::{failure, methods, state};
use crate::browser::{shadow, style_sheet};

/// An element's hold on what it shows.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    element: Rc<Element>,
    view: Mounted,
}

struct Mounted {
    _view: UnmountHandle<AnyViewState>,
}

impl std::fmt::Debug for Mounted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mounted").finish_non_exhaustive()
    }
}

/// Shows what `options` ask for within `root`, a shadow root; `emit(type, detail,
/// waits)` is told what happens.
///
/// # Errors
/// `{ code, message, field }` for options that cannot be understood.
#[wasm_bindgen]
pub fn mount(root: JsValue, options: &JsValue, emit: Function) -> Result<Handle, JsValue> {
    let options = Options::read(options).map_err(|error| failure::bad_argument(&error))?;
    style_sheet::install_into(&root);
    let element = Element::new(options, emit);
    let shown = element.clone();
    let view = mount_to(shadow::as_parent(root), move || super::element::view(&shown));
    Ok(Handle { element, view: Mounted { _view: view } })
}

#[wasm_bindgen]
impl Handle {
    /// The element's attributes and properties have changed.
    ///
    /// # Errors
    /// As [`mount`]; then nothing changes.
    pub fn update(&self, options: &JsValue) -> Result<(), JsValue> {
        let options = Options::read(options).map_err(|error| failure::bad_argument(&error))?;
        self.element.update(options);
        Ok(())
    }

    /// Does what the element's method of that name does. The promise is rejected with
    /// `{ code, message, field?, detail? }`.
    pub fn call(&self, method: String, argument: JsValue) -> Promise {
        let element = self.element.clone();
        future_to_promise(async move { methods::call(&element, &method, &argument).await })
    }

    /// How what the element shows stands.
    pub fn read(&self) -> JsValue {
        state::read(&self.element)
    }

    /// Takes everything out of the root. No wrap-up ends by it.
    pub fn unmount(self) {
        self.element.leave();
        drop(self.view);
    }
}

//! Files of the user's: reading one that was chosen, and giving one to be saved.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, Url};

/// A file that the user has chosen.
#[derive(Debug, Clone)]
pub struct Chosen(File);

/// The file that was chosen in the `<input type="file">` of an event. The input then
/// has none, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Option<Chosen> {
    let target = event.target()?;
    let input = target.dyn_ref::<HtmlInputElement>()?;
    let file = input.files()?.get(0).map(Chosen);
    input.set_value("");
    file
}

impl Chosen {
    /// What it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How large it is, in bytes.
    pub fn size(&self) -> f64 {
        self.0.size()
    }

    /// Its content; `None` where the browser cannot read it.
    pub async fn read(&self) -> Option<Vec<u8>> {
        let content = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&content).to_vec())
    }
}

/// Gives the user `text` to save as a file called `name`.
pub fn save(name: &str, media_type: &str, text: &str) {
    // Nothing to be done where the browser refuses: the user sees that no file comes.
    drop(try_save(name, media_type, text));
}

fn try_save(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else { return Ok(()) };
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

//! An answer that goes on: read line by line as it comes.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortController;

use super::{FetchError, Request, Response, UnderWay, fetch, options, settled};
use crate::browser::timeout::Timeout;

#[wasm_bindgen]
extern "C" {
    /// What reads a `ReadableStream`; web-sys' would bring its features of writing along.
    type Reader;

    #[wasm_bindgen(catch, method)]
    fn read(this: &Reader) -> Result<js_sys::Promise, JsValue>;

    type Body;

    #[wasm_bindgen(catch, method, js_name = getReader)]
    fn get_reader(this: &Body) -> Result<Reader, JsValue>;
}

/// What came of a request for [`lines`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Lines, until the server ended them.
    Lines,
    /// Something else, whole.
    Answer(Response),
}

/// Sends `request` and gives `line` each line of an answer of that media type as it
/// comes, until the answer ends, or until nothing has come for the request's timeout.
/// Given up before, it is broken off.
///
/// # Errors
/// [`FetchError`]: where no answer came, or it broke off.
pub async fn lines(
    request: &Request,
    media_type: &str,
    line: &dyn Fn(&str),
) -> Result<Heard, FetchError> {
    let Ok(abort) = AbortController::new() else { return Err(FetchError::Unreachable) };
    let _under_way = UnderWay(abort.clone());
    let patience = || {
        let abort = abort.clone();
        Timeout::new(request.timeout, move || abort.abort())
    };
    let mut waiting = patience();
    let answer = settled(fetch(&request.url, &options(request, Some(&abort.signal())))).await;
    let answer = answer.map_err(|_| FetchError::Unreachable)?;
    let answer: web_sys::Response = answer.unchecked_into();
    let head = Response::new(&answer, String::new());
    if head.status != 200 || head.content_type.as_deref() != Some(media_type) {
        let body = settled(answer.text()).await.map_err(|_| FetchError::BrokenOff)?;
        return Ok(Heard::Answer(Response { body: body.as_string().unwrap_or_default(), ..head }));
    }
    let reader = reader(&answer).ok_or(FetchError::BrokenOff)?;
    let mut rest = Vec::new();
    loop {
        let read = settled(reader.read()).await.map_err(|_| FetchError::BrokenOff)?;
        drop(core::mem::replace(&mut waiting, patience()));
        let Ok(piece) = Reflect::get(&read, &"value".into()) else { return Ok(Heard::Lines) };
        if piece.is_undefined() {
            return Ok(Heard::Lines);
        }
        rest.extend(Uint8Array::new(&piece).to_vec());
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let whole: Vec<u8> = rest.drain(..=end).collect();
            line(String::from_utf8_lossy(&whole).trim_end());
        }
    }
}

fn reader(answer: &web_sys::Response) -> Option<Reader> {
    let body = Reflect::get(answer, &"body".into()).ok()?;
    body.unchecked_into::<Body>().get_reader().ok()
}

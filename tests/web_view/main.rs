//! Every view in a real page. One binary, since each costs a link and a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, unreachable_pub)]

mod close_notice;
mod configuration_faults;
mod countdown;
mod dialog;
mod end_wrap_up;
mod gate_notice;
mod page;
mod record_header;
#[path = "../../examples/gallery/samples.rs"]
mod samples;
mod saved_segments;
mod style_sheet;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

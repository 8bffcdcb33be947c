//! The preview workspace of `trunk serve`: a small agent workspace around the
//! widget, with real records in this browser.

mod preview;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(preview::Preview);
}

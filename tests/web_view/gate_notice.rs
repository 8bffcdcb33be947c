use interaction_wrap_up::domain::gate::{GateRefusal, Role};
use interaction_wrap_up::view::GateNotice;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, settle};
use crate::samples::agent;

#[wasm_bindgen_test]
async fn it_says_who_is_kept_out_and_why() {
    let refusal = RwSignal::new(None);
    let page = Page::with(move || view! { class="wrapup", <GateNotice refusal /> }).await;
    assert!(page.find("p").is_none());
    for (each, text) in [
        (
            GateRefusal::NotAssigned(agent()),
            "This wrap-up belongs to amira.haddad. Only they can enter code and notes.",
        ),
        (
            GateRefusal::RoleMissing(Role::InteractionAdmin),
            "Code and notes need the role interaction_admin. You can still end the wrap-up.",
        ),
        (GateRefusal::RoleMissing(Role::Admin), "This needs the role admin."),
    ] {
        refusal.set(Some(each));
        settle().await;
        assert_eq!(page.text("p"), text);
    }
}

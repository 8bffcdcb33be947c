use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::view::{ConfigurationFaults, FaultyConfiguration};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, accessible_name, settle};
use crate::samples::{catalog, code, configuration};

#[wasm_bindgen_test]
async fn it_names_each_field_and_the_rule_it_breaks() {
    let all = RwSignal::new(FaultyConfiguration::all_of(&catalog(configuration())));
    let page =
        Page::with(move || view! { class="wrapup", <ConfigurationFaults faulty=all /> }).await;
    assert!(page.find("section").is_none(), "all is well");

    let broken =
        Configuration { duration_seconds: 0, default_code: Some(code("gone")), ..configuration() };
    all.set(FaultyConfiguration::all_of(&catalog(broken)));
    settle().await;
    assert_eq!(accessible_name(&page.get("section")), "Faulty configurations");
    assert_eq!(page.text("h3"), "Chat, standard chat-standard");
    let faults: Vec<_> = page.all("li li").iter().filter_map(|each| each.text_content()).collect();
    assert_eq!(
        faults,
        [
            "duration_seconds must be from 1 to 86400 seconds, not 0",
            "default_code must be one of the allowed codes; “gone” is not"
        ]
    );
}

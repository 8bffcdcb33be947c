use interaction_wrap_up::domain::id::AgentId;
use interaction_wrap_up::view::{AgentNames, RecordHeader};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, settle};
use crate::samples::{Sample, agent};

#[wasm_bindgen_test]
async fn it_says_what_the_conversation_is_and_whose() {
    let conversation = RwSignal::new(Sample::new().conversation);
    let viewer = RwSignal::new(agent());
    let names = AgentNames::new(|agent| agent.as_str().to_uppercase());
    let view = move || {
        view! { class="wrapup", <RecordHeader conversation agent=viewer names /> }
    };
    let page = Page::with(view).await;
    assert_eq!(page.text("h2"), "CHAT-20417");
    assert_eq!(page.text("[part=state]"), "Wrap up");
    let facts: Vec<_> =
        page.all("dl > div").iter().filter_map(|each| each.text_content()).collect();
    assert_eq!(facts, ["ChannelChat", "Assigned toAMIRA.HADDAD", "ConnectedNobody"]);
    assert_eq!(page.text("[part=capacity]"), "Capacity held");
    assert_eq!(page.text("ul"), "AMIRA.HADDAD · Wrapping up");

    viewer.set(AgentId::new("somebody.else").unwrap());
    settle().await;
    assert_eq!(page.text("[part=capacity]"), "Capacity free");

    viewer.set(agent());
    conversation.set(Sample::new().submit().commit().conversation);
    settle().await;
    assert_eq!(page.text("[part=state]"), "Closed complete");
    assert_eq!(page.text("[part=capacity]"), "Capacity free");
    assert_eq!(page.text("ul"), "AMIRA.HADDAD · Submitted");
}

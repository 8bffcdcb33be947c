//! The preview workspace: what a host page has around the widget.

// The component macro makes public what it writes.
#![allow(unreachable_pub)]

mod agents;
mod conversation_panel;
mod new_conversation;
mod problems;
mod sample;
mod settings;
mod tabs;
mod workspace;

use std::rc::Rc;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::browser::{style_sheet, task};
use interaction_wrap_up::runtime::Desk;
use interaction_wrap_up::view::messages::text;
use leptos::prelude::*;

use workspace::Workspace;

/// Opens the store, then shows the workspace; while the store cannot be opened
/// it says why and what to do.
#[component]
pub(crate) fn Preview() -> impl IntoView {
    style_sheet::install(&document());
    let opened = RwSignal::new_local(None::<Result<Opened, problems::Problems>>);
    let backend = StoredValue::new_local(Rc::new(BrowserBackend::default()));
    let open = move || {
        task::spawn(async move { opened.set(Some(open(backend.get_value()).await)) });
    };
    open();
    move || {
        match opened.get() {
        None => view! { class="preview", <p class="preview-loading" role="status">{text("preview.loading")}</p> }
            .into_any(),
        Some(Ok(Opened { desk, backend, problems })) => {
            view! { class="preview", <Workspace desk backend problems reopen=open /> }.into_any()
        }
        Some(Err(problems)) => {
            view! { class="preview", <main class="preview-closed"><problems::ProblemList problems /></main> }
                .into_any()
        }
    }
    }
}

#[derive(Debug, Clone)]
struct Opened {
    desk: Desk,
    backend: Rc<BrowserBackend>,
    problems: problems::Problems,
}

async fn open(backend: Rc<BrowserBackend>) -> Result<Opened, problems::Problems> {
    backend.set_up(&sample::catalog()).await.map_err(|error| problems::Problems::closed(&error))?;
    let desk = Desk::in_browser(backend.clone());
    let found = desk.open().await.map_err(|error| problems::Problems::closed(&error))?;
    Ok(Opened { desk, backend, problems: problems::Problems::found(&found) })
}

//! The preview workspace: what a host page has around the widget.

// The component macro makes public what it writes.
#![allow(unreachable_pub)]

mod agents;
mod conversation_panel;
mod customers;
mod language;
mod new_conversation;
mod problems;
mod records;
mod sample;
mod settings;
mod tabs;
mod workspace;

use interaction_wrap_up::browser::{style_sheet, task};
use interaction_wrap_up::runtime::Desk;
use interaction_wrap_up::view::messages::text;
use leptos::prelude::*;

use records::Records;
use workspace::Workspace;

/// Opens the store, then shows the workspace; while the store cannot be opened
/// it says why and what to do.
#[component]
pub(crate) fn Preview() -> impl IntoView {
    style_sheet::install(&document());
    let opened = RwSignal::new_local(None::<Result<Opened, problems::Problems>>);
    let open = move || {
        task::spawn(async move {
            language::fetch().await;
            opened.set(Some(open().await));
        });
    };
    open();
    move || {
        match opened.get() {
        None => view! { class="preview", <p class="preview-loading" role="status">{text("preview.loading")}</p> }
            .into_any(),
        Some(Ok(Opened { desk, records, problems })) => {
            view! { class="preview", <Workspace desk records problems reopen=open /> }.into_any()
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
    records: Records,
    problems: problems::Problems,
}

async fn open() -> Result<Opened, problems::Problems> {
    let records = Records::named_by_address();
    let desk = records.desk();
    // Where the store cannot be had, opening the desk tells what to do about it.
    let set_up = records.set_up().await;
    let found = desk.open().await.map_err(|error| problems::Problems::closed(&error))?;
    if set_up.is_err() && desk.catalog().is_none() {
        desk.set_catalog(sample::catalog());
    }
    Ok(Opened { desk, records, problems: problems::Problems::found(&found) })
}

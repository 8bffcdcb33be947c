//! What was typed in pages that went, and not written otherwise.
//!
//! It is put down where that is done at once; only where there is no room for it, or
//! none at all, in the database as well as a page that goes can.

use super::connection::Connection;
use super::record;
use super::schema::TYPED;
use crate::backend::{BackendError, Typed};
use crate::browser::database::Access;
use crate::browser::{codec, parting, task};

/// Under which names it is put down.
fn prefix(connection: &Connection) -> String {
    [connection.name(), "|typed|"].concat()
}

/// Puts it down, without an answer.
pub(super) fn keep(connection: &Connection, typed: &[Typed]) {
    let prefix = prefix(connection);
    let mut refused = Vec::new();
    for each in typed {
        let name = [&prefix, each.id.as_str()].concat();
        if !codec::to_json(each).is_ok_and(|text| parting::put(&name, &text)) {
            refused.extend(record::write(each));
        }
    }
    if refused.is_empty() {
        return;
    }
    let connection = connection.clone();
    task::spawn(async move {
        let kept = async {
            let transaction = connection.begin(&[TYPED], Access::WriteRelaxed).await?;
            for record in &refused {
                transaction.put(TYPED, record)?;
            }
            Ok::<_, BackendError>(transaction.finish().await?)
        };
        // There is nobody left to tell.
        let _ = kept.await;
    });
}

/// What of it is put down and can be read.
pub(super) fn put_down(connection: &Connection) -> Vec<Typed> {
    let all = parting::all(&prefix(connection));
    all.iter().filter_map(|(_, text)| codec::from_json(text).ok()).collect()
}

/// All of it, which is then no longer there. What cannot be read is left where it is.
pub(super) async fn take(connection: &Connection) -> Result<Vec<Typed>, BackendError> {
    let transaction = connection.begin(&[TYPED], Access::WriteRelaxed).await?;
    let records = transaction.all(TYPED).await?;
    // Whoever else takes it waits for this transaction.
    let mut typed = Vec::new();
    for (name, text) in parting::all(&prefix(connection)) {
        if let Ok(each) = codec::from_json(&text) {
            typed.push(each);
            parting::remove(&name);
        }
    }
    let records = record::read_all("draft", &records).unwrap_or_default();
    if !records.is_empty() {
        let cleared = async {
            transaction.clear(TYPED)?;
            transaction.finish().await
        };
        // If not, it is there for the next page.
        if cleared.await.is_ok() {
            typed.extend(records);
        }
    }
    Ok(typed)
}

/// Forgets all of it that is not in the database.
pub(super) fn forget(connection: &Connection) {
    for (name, _) in parting::all(&prefix(connection)) {
        parting::remove(&name);
    }
}

//! What time it is.

use axum::Json;
use serde_json::{Value, json};

use crate::auth::Caller;
use crate::clock;

/// `GET time`. The `Date` of every answer says the same, to the second.
pub async fn read(_: Caller) -> Json<Value> {
    Json(json!({ "time": clock::now() }))
}

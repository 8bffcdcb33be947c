//! Records as ServiceNow keeps and tells them, and what its answers mean: all of the
//! adapter that needs no network. `docs/servicenow.md` says the same to those who set
//! an instance up.
//!
//! ServiceNow is a trademark of its owner, with whom this project is not affiliated.
//!
//! | module | what it does |
//! |--|--|
//! | [`json`] | values as they come, and reading them leniently: references, truths and numbers as text |
//! | [`date`] | the two forms in which instants come |
//! | [`answer`] | what is wrapped in what, and what a failure looks like |
//! | [`condition`] | encoded queries and our conditions |
//! | [`catalog`] | codes and configurations out of their tables |
//! | [`standing`] | how a segment stands there |
//! | [`decision`] | what follows from that for what a page has to tell |
//! | [`written`] | what is sent |
//!
//! The Wrap Up API knows no key under which a closure counts once. So a segment is looked
//! at before anything is written about it, and [`decision`] says whether what is to be
//! told has arrived before.

pub mod answer;
pub mod catalog;
pub mod condition;
pub mod date;
pub mod decision;
pub mod json;
pub mod standing;
pub mod written;

use super::record::{RecordError, Rule, quoted};

/// The tables that are spoken to.
pub mod table {
    /// Conversations.
    pub const INTERACTION: &str = "interaction";
    /// One agent's wrap-up of one conversation.
    pub const SEGMENT: &str = "interaction_wrap_up_segment";
    /// Who gets a wrap-up, and how it runs.
    pub const CONFIGURATION: &str = "interaction_wrap_up_configuration";
    /// Codes.
    pub const CODE: &str = "interaction_wrap_up_code";
}

/// Whether `text` names a record as ServiceNow does: 32 hexadecimal digits.
pub fn is_sys_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `text` as the name of a record, in a path or a query.
///
/// # Errors
/// [`RecordError`], naming `field`.
pub fn sys_id<'a>(field: &str, text: &'a str) -> Result<&'a str, RecordError> {
    if is_sys_id(text) {
        return Ok(text);
    }
    let rule = Rule::Own("must be a sys_id of 32 hexadecimal digits".to_owned());
    Err(RecordError::new(rule, quoted(text)).under(field))
}

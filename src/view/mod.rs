//! What people see and touch. Components are driven by signals, answer through
//! callbacks, and hold no rule: what may be done, and when, they read from the
//! domain.
//!
//! Conventions, each kept by a test:
//! - every text comes from `messages/` ([`messages`]);
//! - every `view!` names the global class `wrapup`, which also keeps it off
//!   `innerHTML`, so that pages may require trusted types;
//! - no inline styles: what is computed goes into custom properties.
// The component macro writes, for each component, a struct of props without Debug
// and functions that are public whatever the component is.
#![allow(missing_debug_implementations, unreachable_pub)]

#[cfg(feature = "admin")]
pub mod admin;
mod agent_names;
mod announcements;
mod aside_notice;
mod assistance;
mod attention;
mod close_notice;
mod close_notices;
mod closing_tab;
mod code_combobox;
mod code_field;
mod code_names;
mod configuration_faults;
mod correction_form;
mod countdown;
mod countdown_bar;
mod delivery_status;
mod dialog;
mod dialog_actions;
mod dialog_header;
mod dialog_keys;
mod end_wrap_up;
mod ending_warning;
mod extend_button;
mod extra_field;
mod floating;
mod forecast;
mod gate_notice;
mod interaction_wrap_up;
mod key_sheet;
mod keys;
mod lapsed_notice;
mod live;
pub mod messages;
mod notes_field;
mod notice;
mod own_snippets;
mod preparing;
mod record_header;
mod rejected_records;
mod remains_list;
mod save_failure;
mod saved_segments;
mod segment_list;
mod shown;
mod sign_out;
mod sign_out_question;
mod snippet_list;
mod suggestion;
mod unique;
mod veto;
pub mod words;

pub use agent_names::AgentNames;
pub use announcements::Announcements;
pub use assistance::{Assist, Assistance};
pub use attention::Attention;
pub use close_notice::CloseNotice;
pub use close_notices::CloseNotices;
pub use closing_tab::closing_tab;
pub use code_field::CodeShelf;
pub use code_names::CodeNames;
pub use configuration_faults::{ConfigurationFaults, FaultyConfiguration};
pub use countdown::CountdownView;
pub use delivery_status::DeliveryStatus;
pub use dialog::{DialogAction, WrapUpDialog};
pub use end_wrap_up::EndWrapUp;
pub use gate_notice::GateNotice;
pub use interaction_wrap_up::{InteractionWrapUp, StyledByHost};
pub use keys::Keys;
pub use lapsed_notice::LapsedNotice;
pub use live::{Live, follow};
pub use notice::{Notice, Told, Unsaved, UnsavedText};
pub use record_header::RecordHeader;
pub use rejected_records::RejectedRecords;
pub use save_failure::SaveFailure;
pub use saved_segments::{MyWrapUps, SavedSegments};
pub use segment_list::Correcting;
pub use shown::Shown;
pub use sign_out::SignOut;
pub use sign_out_question::{SignOutChoice, SignOutQuestion, SignOutStage};
pub use veto::{Objection, Veto};

//! Why a method did nothing, as JavaScript sees it: `{ code, message, field?, detail? }`.

use wasm_bindgen::JsValue;

use super::js;
use crate::backend::BackendError;
use crate::domain::record::RecordError;
use crate::domain::wrap_up::Refusal;
use crate::runtime::NotDone;

pub(super) fn failure(code: &str, message: &str) -> JsValue {
    js::object(&[("code", code.into()), ("message", message.into())])
}

/// An option or an argument that cannot be understood.
pub(super) fn bad_argument(error: &RecordError) -> JsValue {
    let failed = failure("bad_argument", &error.to_string());
    js::set(&failed, &[("field", error.field.as_str().into())]);
    failed
}

/// A command that was not carried out.
pub(super) fn not_done(why: &NotDone) -> JsValue {
    let (code, detail) = match why {
        NotDone::Unknown => ("unknown_interaction", ""),
        NotDone::Refused(refusal) => ("refused", reason(refusal)),
        NotDone::NotSaved(error) => ("not_saved", trouble(error)),
    };
    let failed = failure(code, &why.to_string());
    if !detail.is_empty() {
        js::set(&failed, &[("detail", detail.into())]);
    }
    failed
}

/// A refusal in one word that programs can compare.
fn reason(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Gate(_) => "not_allowed",
        Refusal::WrongState(_) => "wrong_state",
        Refusal::NotConnected(_) => "not_connected",
        Refusal::LastAgent => "last_agent",
        Refusal::SegmentNameMissing | Refusal::SegmentNameTaken(_) => "segment_name",
        Refusal::UnknownSegment => "unknown_segment",
        Refusal::Parked => "parked",
        Refusal::NotParked => "not_parked",
        Refusal::StillTalking => "still_talking",
        Refusal::AlreadyClosed { .. } => "already_closed",
        Refusal::NotClosed => "not_closed",
        Refusal::Busy => "busy",
        Refusal::PastDeadline => "past_deadline",
        Refusal::NoDialog => "no_codes",
        Refusal::NotEarly => "not_early",
        Refusal::NotSuggested => "not_suggested",
        Refusal::CodeNotAllowed => "code_not_allowed",
        Refusal::CodeRequired => "code_required",
        Refusal::NotesTooLong { .. } | Refusal::TextTooLong => "notes_too_long",
        Refusal::NotesRequired => "notes_required",
        Refusal::UnknownField => "unknown_field",
        Refusal::ExtraRequired(_) => "extra_required",
        Refusal::ExtraFaulty(_) => "extra_faulty",
        Refusal::HasItAlready(_) => "has_it_already",
        Refusal::FullTime => "full_time",
        Refusal::NoDeadline => "no_deadline",
        Refusal::NoExtensionLeft(_) | Refusal::ExtensionOutOfTurn { .. } => "no_extension_left",
        Refusal::CorrectionTooLate => "correction_too_late",
        Refusal::NothingToRetry => "nothing_to_retry",
        Refusal::NothingToUndo => "nothing_to_undo",
    }
}

/// What kept something from being stored, in one word.
pub(super) fn trouble(error: &BackendError) -> &'static str {
    match error {
        BackendError::TryAgain { .. } => "try_again",
        BackendError::Conflict => "conflict",
        BackendError::NotSignedIn => "not_signed_in",
        BackendError::Refused { .. } => "refused",
        BackendError::Torn(_) => "torn",
    }
}

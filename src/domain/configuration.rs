//! What an administrator configures, and the checked rules a wrap-up runs by.
//!
//! A [`Configuration`] is the record as it was written down; it may be faulty.
//! [`Configuration::rules`] checks it against the codes there are and gives the
//! [`Rules`] that a segment keeps for its whole life, so that a later change of
//! the configuration never disturbs a wrap-up that runs.

use thiserror::Error;

use super::band::{Bands, BandsError};
use super::channel::Channel;
use super::code::{CodeRef, WrapUpCode};
use super::condition::Condition;
use super::extra::{self, ExtraField, ExtraRule};
use super::id::{CodeId, ConfigurationId};
use super::policy::ExpiryPolicy;
use super::snippet::Snippet;
use super::time::{Millis, Timestamp};

/// The longest duration of a wrap-up, in seconds: one day.
pub const MAX_DURATION_SECONDS: u64 = 86_400;

/// The shortest warning before the end, in seconds: people need that long to ask
/// for more time (WCAG 2.2.1).
pub const MIN_WARNING_SECONDS: u64 = 20;

/// How a wrap-up may end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Mode {
    /// Optional without an enforced duration: the agent ends it when ready. Timed
    /// with one: it ends by itself then, or earlier by its agent.
    #[default]
    Standard,
    /// It lasts the full time; a submit is recorded and counts at 0:00.
    Forced,
    /// A code is required; without one the deadline does not end it. Where the time
    /// is to win, there is [`Configuration::code_required`] in another mode.
    Mandatory,
    /// It starts only for agents who asked for it during the conversation.
    AgentRequested,
}

/// What becomes of an open wrap-up when its agent turns to something else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OnInterruption {
    /// Nothing: it goes on.
    #[default]
    GoOn,
    /// It is parked with its draft and the time that is left.
    Park,
    /// It is closed with what was entered.
    Close,
}

/// [`OnInterruption`] by what interrupts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InterruptionRules {
    /// The agent's presence changes.
    pub status_change: OnInterruption,
    /// The agent places a call.
    pub outbound_call: OnInterruption,
    /// The agent signs out.
    pub logout: OnInterruption,
}

/// When the sweep closes a wrap-up that has no deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SweepAfter {
    /// This many seconds after it opened.
    Seconds(u64),
    /// Never.
    Never,
}

impl Default for SweepAfter {
    /// A quarter of an hour.
    fn default() -> Self {
        Self::Seconds(15 * 60)
    }
}

/// An administrator's record: which interactions get a wrap-up, and how it runs.
#[allow(clippy::struct_excessive_bools)] // each is a switch on the administrator's form
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Configuration {
    /// Its lasting name.
    pub id: ConfigurationId,
    /// What administrators call it.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// The lowest wins when several match; equal ones are decided by id.
    pub order: u32,
    /// From when on it is for conversations that end; `None` for always.
    pub effective_from: Option<Timestamp>,
    /// Until when, that instant not included; `None` for ever.
    pub effective_until: Option<Timestamp>,
    /// For how many percent of the agents, 0 to 100; always the same ones, and the
    /// same and more when it is raised. For the others it is not there.
    #[cfg_attr(feature = "serde", serde(default = "everybody"))]
    pub share_percent: u8,
    /// The channels it is for; empty for any.
    pub channels: Vec<Channel>,
    /// Which interactions on them.
    pub condition: Condition,
    /// How it may end.
    pub mode: Mode,
    /// Whether the duration ends the wrap-up.
    pub enforce_duration: bool,
    /// The duration in seconds, 1 to [`MAX_DURATION_SECONDS`]; read only where enforced.
    pub duration_seconds: u64,
    /// Whether agents see the countdown (or, without a deadline, the time spent).
    pub show_timer: bool,
    /// The colour bands of the countdown.
    pub bands: Bands,
    /// So many seconds before the end its agent is warned, [`MIN_WARNING_SECONDS`]
    /// to [`MAX_DURATION_SECONDS`]; a shorter wrap-up warns when it opens.
    #[cfg_attr(feature = "serde", serde(default = "shortest_warning"))]
    pub warning_seconds: u64,
    /// How many seconds one extension adds; `None` for the duration again.
    pub extension_seconds: Option<u64>,
    /// How often it may be extended.
    pub max_extensions: u32,
    /// What is saved at the deadline.
    pub expiry_policy: ExpiryPolicy,
    /// Whether there is a dialog with codes and notes.
    pub enable_codes: bool,
    /// The codes agents may choose, in the order they are shown.
    pub allowed_codes: Vec<CodeId>,
    /// The code that is saved when nobody chose one.
    pub default_code: Option<CodeId>,
    /// Whether it is submitted or ended with a code only. Unlike in
    /// [`Mode::Mandatory`], the time ends it all the same.
    #[cfg_attr(feature = "serde", serde(default))]
    pub code_required: bool,
    /// Whether it is submitted or ended with notes only; the time ends it all the
    /// same.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes_required: bool,
    /// Further fields of the dialog, in the order they are shown.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra_fields: Vec<ExtraField>,
    /// Texts that agents put into notes by a name.
    #[cfg_attr(feature = "serde", serde(default))]
    pub snippets: Vec<Snippet>,
    /// Whether a code is suggested.
    #[cfg_attr(feature = "serde", serde(default))]
    pub enable_ai_code: bool,
    /// Whether notes are suggested.
    #[cfg_attr(feature = "serde", serde(default))]
    pub enable_ai_notes: bool,
    /// Whether suggestions come from elsewhere, through the backend or the host.
    #[cfg_attr(feature = "serde", serde(default))]
    pub use_third_party_ai: bool,
    /// Whether suggestions are made when the agent asks for them; otherwise as soon as
    /// the dialog opens.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ai_on_request: bool,
    /// Whether a code suggested by AI takes the default's place at the deadline.
    pub use_ai_as_default: bool,
    /// What interruptions do.
    pub on_interruption: InterruptionRules,
    /// Whether the dialog may be opened during the conversation.
    pub early_dialog: bool,
    /// Whether conversations that were never connected get a wrap-up too.
    pub wrap_up_unconnected: bool,
    /// When the sweep takes it, without a deadline.
    pub sweep_after: SweepAfter,
    /// For how many seconds after closing its author or an administrator may
    /// correct it.
    pub correction_seconds: u64,
}

#[cfg(feature = "serde")]
const fn everybody() -> u8 {
    100
}

#[cfg(feature = "serde")]
const fn shortest_warning() -> u64 {
    MIN_WARNING_SECONDS
}

impl Configuration {
    /// A configuration with the defaults of the form, for every interaction:
    /// active, order 100, no enforced duration (60 s once it is), no timer, no codes.
    pub fn new(id: ConfigurationId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            active: true,
            order: 100,
            effective_from: None,
            effective_until: None,
            share_percent: 100,
            channels: Vec::new(),
            condition: Condition::always(),
            mode: Mode::Standard,
            enforce_duration: false,
            duration_seconds: 60,
            show_timer: false,
            bands: Bands::default(),
            warning_seconds: MIN_WARNING_SECONDS,
            extension_seconds: None,
            max_extensions: 10,
            expiry_policy: ExpiryPolicy::default(),
            enable_codes: false,
            allowed_codes: Vec::new(),
            default_code: None,
            code_required: false,
            notes_required: false,
            extra_fields: Vec::new(),
            snippets: Vec::new(),
            enable_ai_code: false,
            enable_ai_notes: false,
            use_third_party_ai: false,
            ai_on_request: false,
            use_ai_as_default: false,
            on_interruption: InterruptionRules::default(),
            early_dialog: false,
            wrap_up_unconnected: false,
            sweep_after: SweepAfter::default(),
            correction_seconds: 24 * 60 * 60,
        }
    }
}

/// The codes an agent may choose in one wrap-up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CodeRules {
    /// Never empty; in the order they are shown.
    pub allowed: Vec<CodeRef>,
    /// One of `allowed`, where there is a default.
    pub default: Option<CodeRef>,
    /// Those of `allowed` that are submitted with notes only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub with_notes: Vec<CodeId>,
}

impl CodeRules {
    /// The allowed code of that id.
    pub fn find(&self, id: &CodeId) -> Option<&CodeRef> {
        self.allowed.iter().find(|code| code.id == *id)
    }

    /// The same codes as agents who speak `language` read them, by what is `known` of
    /// them; `None` where that is as they stand here.
    pub fn in_language(&self, known: &[WrapUpCode], language: &str) -> Option<Self> {
        // Mostly in the order in which they stand there, as in `code_rules`.
        let mut next = 0;
        let mut named: Option<Self> = None;
        for (at, code) in self.allowed.iter().enumerate() {
            let mut places = (next..known.len()).chain(0..next);
            let Some(place) = places.find(|place| known[*place].id == code.id) else { continue };
            next = place + 1;
            let label = code.label_of(&known[place], language);
            if label != code.label {
                let named = named.get_or_insert_with(|| self.clone());
                label.clone_into(&mut named.allowed[at].label);
            }
        }
        let mut named = named?;
        named.default = self.default.as_ref().and_then(|code| named.find(&code.id)).cloned();
        Some(named)
    }
}

/// How long one extension is, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Extensions {
    /// What one adds.
    pub length: Millis,
    /// How many at most.
    pub max: u32,
}

/// A checked configuration: what one segment runs by, from opening to end.
#[allow(clippy::struct_excessive_bools)] // independent switches, see Configuration
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Rules {
    /// How it may end.
    pub mode: Mode,
    /// After how long it ends by itself; `None` for never.
    pub duration: Option<Millis>,
    /// Whether the agent sees the time.
    pub show_timer: bool,
    /// The colour bands.
    pub bands: Bands,
    /// So long before the end its agent is warned.
    #[cfg_attr(feature = "serde", serde(default = "Rules::shortest_warning"))]
    pub warning: Millis,
    /// Extending.
    pub extensions: Extensions,
    /// What is saved at the deadline.
    pub expiry: ExpiryPolicy,
    /// The codes; `None` where there is no dialog.
    pub codes: Option<CodeRules>,
    /// Whether it is closed by its agent with a code only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub code_required: bool,
    /// Whether it is closed by its agent with notes only, whatever the code.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes_required: bool,
    /// Further fields of the dialog.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Vec<ExtraField>,
    /// Whether a code is suggested.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ai_code: bool,
    /// Whether notes are suggested.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ai_notes: bool,
    /// Whether suggestions come from elsewhere.
    #[cfg_attr(feature = "serde", serde(default))]
    pub third_party_ai: bool,
    /// Whether suggestions wait until the agent asks for them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ai_on_request: bool,
    /// Whether an AI's code takes the default's place.
    pub use_ai_as_default: bool,
    /// What interruptions do.
    pub on_interruption: InterruptionRules,
    /// When the sweep takes it, without a deadline; `None` for never.
    pub sweep_after: Option<Millis>,
    /// For how long after closing its author or an administrator may correct it.
    pub correction: Millis,
}

impl Rules {
    /// The shortest warning there is.
    pub const fn shortest_warning() -> Millis {
        Millis::from_seconds(MIN_WARNING_SECONDS)
    }

    /// Whether it is closed by its agent with a code only.
    pub fn requires_code(&self) -> bool {
        self.codes.is_some() && (self.code_required || self.mode == Mode::Mandatory)
    }

    /// Whether it is closed by its agent with notes only, once `code` is chosen.
    pub fn requires_notes(&self, code: Option<&CodeId>) -> bool {
        let with_code = |codes: &CodeRules| code.is_some_and(|id| codes.with_notes.contains(id));
        self.codes.as_ref().is_some_and(|codes| self.notes_required || with_code(codes))
    }

    /// The rules where no usable configuration is known: no codes, no limit, and
    /// the agent ends it. A conversation can always be closed.
    pub fn fallback() -> Self {
        Self {
            mode: Mode::Standard,
            duration: None,
            show_timer: false,
            bands: Bands::default(),
            warning: Self::shortest_warning(),
            extensions: Extensions { length: Millis::ZERO, max: 0 },
            expiry: ExpiryPolicy::KeepEntered,
            codes: None,
            code_required: false,
            notes_required: false,
            extra: Vec::new(),
            ai_code: false,
            ai_notes: false,
            third_party_ai: false,
            ai_on_request: false,
            use_ai_as_default: false,
            on_interruption: InterruptionRules::default(),
            sweep_after: Some(Millis::from_seconds(15 * 60)),
            correction: Millis::ZERO,
        }
    }
}

/// Which rule a configuration breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum ConfigurationRule {
    /// A duration of nothing, or of more than a day.
    #[error("must be from 1 to {MAX_DURATION_SECONDS} seconds, not {0}")]
    DurationOutOfRange(u64),
    /// An extension of nothing, or of more than a day.
    #[error("must be from 1 to {MAX_DURATION_SECONDS} seconds, not {0}")]
    ExtensionOutOfRange(u64),
    /// A warning that comes too late to act on it, or more than a day ahead.
    #[error("must be from {MIN_WARNING_SECONDS} to {MAX_DURATION_SECONDS} seconds, not {0}")]
    WarningOutOfRange(u64),
    /// Codes are enabled and none is allowed.
    #[error("must name at least one code when codes are enabled")]
    NoAllowedCodes,
    /// An allowed code that does not exist.
    #[error("names the code \"{0}\", which does not exist")]
    UnknownCode(CodeId),
    /// Codes are enabled, and each allowed one is inactive.
    #[error("must name at least one active code")]
    NoActiveCode,
    /// The default is not among the allowed codes.
    #[error("must be one of the allowed codes, \"{0}\" is not")]
    DefaultNotAllowed(CodeId),
    /// The default was made inactive.
    #[error("must be an active code, \"{0}\" is inactive")]
    DefaultInactive(CodeId),
    /// A duration is enforced and nothing says which code to save at the end.
    #[error("is needed when codes are enabled and a duration is enforced")]
    DefaultMissing,
    /// Forced or timed without a time.
    #[error("\"forced\" needs an enforced duration")]
    ForcedWithoutDuration,
    /// A code is required and there are none.
    #[error("\"mandatory\" needs codes to be enabled")]
    MandatoryWithoutCodes,
    /// See [`BandsError`].
    #[error(transparent)]
    Bands(BandsError),
    /// See [`ExtraRule`].
    #[error(transparent)]
    Extra(ExtraRule),
}

/// A fault in a configuration: the field as it is named in records, and the rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
#[error("{field} {rule}")]
pub struct ConfigurationError {
    /// The field's name.
    pub field: &'static str,
    /// The rule it breaks.
    pub rule: ConfigurationRule,
}

impl Configuration {
    /// The rules this configuration stands for.
    ///
    /// # Errors
    /// Every fault that is found, in the order of the form's fields; never empty.
    pub fn rules(&self, codes: &[WrapUpCode]) -> Result<Rules, Vec<ConfigurationError>> {
        let mut faults = Vec::new();
        let mut fault = |field, rule| faults.push(ConfigurationError { field, rule });

        match self.mode {
            Mode::Forced if !self.enforce_duration => {
                fault("mode", ConfigurationRule::ForcedWithoutDuration);
            }
            Mode::Mandatory if !self.enable_codes => {
                fault("mode", ConfigurationRule::MandatoryWithoutCodes);
            }
            _ => {}
        }
        let in_range = |seconds| (1..=MAX_DURATION_SECONDS).contains(&seconds);
        if self.enforce_duration && !in_range(self.duration_seconds) {
            let rule = ConfigurationRule::DurationOutOfRange(self.duration_seconds);
            fault("duration_seconds", rule);
        }
        if let Some(seconds) = self.extension_seconds.filter(|seconds| !in_range(*seconds)) {
            fault("extension_seconds", ConfigurationRule::ExtensionOutOfRange(seconds));
        }
        if let Err(error) = self.bands.check() {
            fault("bands", ConfigurationRule::Bands(error));
        }
        if !(MIN_WARNING_SECONDS..=MAX_DURATION_SECONDS).contains(&self.warning_seconds) {
            let rule = ConfigurationRule::WarningOutOfRange(self.warning_seconds);
            fault("warning_seconds", rule);
        }
        let code_rules = self.enable_codes.then(|| self.code_rules(codes, &mut fault));
        if let Some(rule) = extra::rule(&self.extra_fields) {
            fault("extra_fields", ConfigurationRule::Extra(rule));
        }

        if !faults.is_empty() {
            return Err(faults);
        }
        let extension = self.extension_seconds.unwrap_or(self.duration_seconds);
        Ok(Rules {
            mode: self.mode,
            duration: self.enforce_duration.then(|| Millis::from_seconds(self.duration_seconds)),
            show_timer: self.show_timer,
            bands: self.bands.clone(),
            warning: Millis::from_seconds(self.warning_seconds),
            extensions: Extensions {
                length: Millis::from_seconds(extension),
                max: self.max_extensions,
            },
            expiry: self.expiry_policy,
            codes: code_rules,
            code_required: self.code_required,
            notes_required: self.notes_required,
            extra: self.extra_fields.clone(),
            ai_code: self.enable_ai_code,
            ai_notes: self.enable_ai_notes,
            third_party_ai: self.use_third_party_ai,
            ai_on_request: self.ai_on_request,
            use_ai_as_default: self.use_ai_as_default,
            on_interruption: self.on_interruption,
            sweep_after: match self.sweep_after {
                SweepAfter::Seconds(seconds) => Some(Millis::from_seconds(seconds)),
                SweepAfter::Never => None,
            },
            correction: Millis::from_seconds(self.correction_seconds),
        })
    }

    /// The codes on offer: allowed ones that have become inactive are left out,
    /// a default that has is a fault.
    fn code_rules(
        &self,
        codes: &[WrapUpCode],
        fault: &mut impl FnMut(&'static str, ConfigurationRule),
    ) -> CodeRules {
        // Mostly in the order in which they stand there: looked for from the last one on,
        // thousands take no square of it.
        let mut next = 0;
        let mut find = |id: &CodeId| {
            let mut places = (next..codes.len()).chain(0..next);
            let place = places.find(|place| codes[*place].id == *id)?;
            next = place + 1;
            Some(&codes[place])
        };
        let mut allowed = Vec::with_capacity(self.allowed_codes.len());
        let mut with_notes = Vec::new();
        for id in &self.allowed_codes {
            match find(id) {
                None => fault("allowed_codes", ConfigurationRule::UnknownCode(id.clone())),
                Some(code) if code.active => {
                    if code.notes_required {
                        with_notes.push(id.clone());
                    }
                    allowed.push(CodeRef { id: id.clone(), label: code.label.clone() });
                }
                Some(_) => {}
            }
        }
        if self.allowed_codes.is_empty() {
            fault("allowed_codes", ConfigurationRule::NoAllowedCodes);
        } else if allowed.is_empty() {
            fault("allowed_codes", ConfigurationRule::NoActiveCode);
        }
        let default = match &self.default_code {
            None => {
                if self.enforce_duration {
                    fault("default_code", ConfigurationRule::DefaultMissing);
                }
                None
            }
            Some(id) if !self.allowed_codes.contains(id) => {
                fault("default_code", ConfigurationRule::DefaultNotAllowed(id.clone()));
                None
            }
            Some(id) if find(id).is_some_and(|code| !code.active) => {
                fault("default_code", ConfigurationRule::DefaultInactive(id.clone()));
                None
            }
            Some(id) => allowed.iter().find(|code| code.id == *id).cloned(),
        };
        CodeRules { allowed, default, with_notes }
    }
}

//! Names of things. The domain never makes one up: hosts, backends and the
//! runtime's random source do.

use thiserror::Error;

/// The longest id accepted, in bytes of UTF-8. Long enough for every system of
/// record known to us, short enough to be an HTTP `Idempotency-Key`.
pub const MAX_ID_BYTES: usize = 255;

/// Why a text cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum IdError {
    /// An id names something, so it cannot be empty.
    #[error("an id must not be empty")]
    Empty,
    /// Longer than [`MAX_ID_BYTES`].
    #[error("an id must be at most {MAX_ID_BYTES} bytes, this one has {0}")]
    TooLong(usize),
}

fn check(text: &str) -> Result<(), IdError> {
    match text.len() {
        0 => Err(IdError::Empty),
        bytes if bytes > MAX_ID_BYTES => Err(IdError::TooLong(bytes)),
        _ => Ok(()),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        pub struct $name(String);

        impl $name {
            /// Takes `text` as an id.
            ///
            /// # Errors
            /// [`IdError`] when it is empty or longer than [`MAX_ID_BYTES`].
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// The id as its owner wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names one conversation.
    InteractionId
    /// Names one agent's wrap-up of one conversation.
    SegmentId
    /// Names an agent, as the workspace's sign-in does.
    AgentId
    /// Names a wrap-up code; labels may change, ids may not.
    CodeId
    /// Names an administrator's configuration.
    ConfigurationId
    /// Names one accepted closure. Random, made once when the agent (or the
    /// deadline) closes, and sent with every try: the backend counts it once.
    ClosureKey
    /// Names one page for as long as it is loaded. Random: two tabs of one agent
    /// are two pages, and a reload makes another one.
    PageId
}

impl SegmentId {
    /// The id of a segment that is only tried out, and never stored.
    pub(super) fn preview() -> Self {
        Self("preview".to_owned())
    }
}

impl ClosureKey {
    /// The key of a closure that is only tried out, and never stored.
    pub(super) fn preview() -> Self {
        Self("preview".to_owned())
    }
}

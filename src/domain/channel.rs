//! The channel a conversation runs over.

/// How the customer reached the agent. The names are open: a channel we don't
/// know is kept as it is and matches only configurations that name it or any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "String", into = "String"))]
pub enum Channel {
    /// Live chat on a page.
    Chat,
    /// Asynchronous messaging: text messages and messengers.
    Messaging,
    /// A voice call.
    Phone,
    /// E-mail.
    Email,
    /// A video call.
    Video,
    /// A visit in person.
    WalkIn,
    /// Any other, by its own name.
    Other(String),
}

impl Channel {
    /// The name records and configurations use.
    pub fn name(&self) -> &str {
        match self {
            Self::Chat => "chat",
            Self::Messaging => "messaging",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Video => "video",
            Self::WalkIn => "walk_in",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for Channel {
    fn from(name: String) -> Self {
        match name.as_str() {
            "chat" => Self::Chat,
            "messaging" => Self::Messaging,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "video" => Self::Video,
            "walk_in" => Self::WalkIn,
            _ => Self::Other(name),
        }
    }
}

impl From<Channel> for String {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Other(name) => name,
            known => known.name().to_owned(),
        }
    }
}

//! Who may do what. The backend enforces the same; what a page says of roles
//! is a courtesy that spares the agent a refusal.

use thiserror::Error;

use super::id::AgentId;
use super::interaction::Interaction;
use super::segment::{OpenedBy, Segment};

/// A role, by the name records use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// May enter codes and notes for the interactions assigned to them.
    InteractionAdmin,
    /// May force wrap-ups of the team closed.
    Supervisor,
    /// Sets up codes and configurations; may correct any segment.
    Admin,
}

impl Role {
    /// The name records and hosts use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InteractionAdmin => "interaction_admin",
            Self::Supervisor => "interaction_supervisor",
            Self::Admin => "admin",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The role of that name; `None` for roles that mean nothing here.
    pub fn named(name: &str) -> Option<Self> {
        [Self::InteractionAdmin, Self::Supervisor, Self::Admin]
            .into_iter()
            .find(|role| role.name() == name)
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Roles(u8);

impl Roles {
    /// Whether `role` is one of them.
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Adds `role`.
    pub const fn insert(&mut self, role: Role) {
        self.0 |= role.bit();
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(list: I) -> Self {
        let mut roles = Self::default();
        list.into_iter().for_each(|role| roles.insert(role));
        roles
    }
}

impl<const N: usize> From<[Role; N]> for Roles {
    fn from(roles: [Role; N]) -> Self {
        roles.into_iter().collect()
    }
}

/// Whoever gives a command.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Actor {
    /// Who it is.
    pub agent: AgentId,
    /// What they may do.
    pub roles: Roles,
}

/// Why the gate stays shut.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum GateRefusal {
    /// It is another agent's.
    #[error("this wrap-up belongs to {0}")]
    NotAssigned(AgentId),
    /// The role is missing.
    #[error("this needs the role {}", .0.name())]
    RoleMissing(Role),
}

/// Whether `actor` may end this segment: End Wrap Up and closing the tab.
///
/// # Errors
/// [`GateRefusal::NotAssigned`] when it is another agent's.
pub fn may_end(segment: &Segment, actor: &Actor) -> Result<(), GateRefusal> {
    if segment.agent == actor.agent {
        Ok(())
    } else {
        Err(GateRefusal::NotAssigned(segment.agent.clone()))
    }
}

/// Whether `actor` may enter code and notes: the segment is theirs, the
/// interaction has not been assigned to somebody outside of it since (those who
/// left it need no assignment), and they have [`Role::InteractionAdmin`].
///
/// # Errors
/// The [`GateRefusal`]; the assignment is looked at first.
pub fn may_enter(
    interaction: &Interaction,
    segments: &[Segment],
    segment: &Segment,
    actor: &Actor,
) -> Result<(), GateRefusal> {
    may_end(segment, actor)?;
    if let (OpenedBy::ConversationEnd, Some(assigned)) =
        (segment.opened_by, &interaction.assigned_to)
    {
        let took_part = segments.iter().any(|each| each.agent == *assigned);
        if *assigned != actor.agent && !took_part {
            return Err(GateRefusal::NotAssigned(assigned.clone()));
        }
    }
    needs(actor, Role::InteractionAdmin)
}

/// Whether `actor` may correct this segment, once closed: administrators any,
/// others their own, with the role that entering it needs.
///
/// # Errors
/// [`GateRefusal::RoleMissing`].
pub fn may_correct(segment: &Segment, actor: &Actor) -> Result<(), GateRefusal> {
    let admin = needs(actor, Role::Admin);
    if admin.is_err() && segment.agent == actor.agent {
        return needs(actor, Role::InteractionAdmin);
    }
    admin
}

/// Whether `actor` has `role`.
///
/// # Errors
/// [`GateRefusal::RoleMissing`].
pub fn needs(actor: &Actor, role: Role) -> Result<(), GateRefusal> {
    if actor.roles.contains(role) { Ok(()) } else { Err(GateRefusal::RoleMissing(role)) }
}

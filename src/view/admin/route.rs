//! Where in the administration one is, as the page's address has it.

use leptos::prelude::*;

use super::guard::Guard;
use crate::browser::address;
use crate::domain::gate::Role;

/// The parts of the administration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Section {
    /// Wrap-up codes.
    #[default]
    Codes,
    /// Configurations.
    Configurations,
    /// Why an interaction gets its configuration.
    Explain,
    /// Who changed what.
    Audit,
    /// What a team has not finished.
    Team,
    /// What wrapping up costs.
    Numbers,
}

impl Section {
    pub(super) const ALL: [Self; 6] =
        [Self::Codes, Self::Configurations, Self::Explain, Self::Audit, Self::Team, Self::Numbers];

    /// The role it is for.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Codes | Self::Configurations | Self::Explain | Self::Audit => Role::Admin,
            Self::Team | Self::Numbers => Role::Supervisor,
        }
    }

    /// Whether it takes the team's wrap-ups.
    pub(super) const fn is_of_a_team(self) -> bool {
        matches!(self, Self::Team | Self::Numbers)
    }

    /// Its name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Configurations => "configurations",
            Self::Explain => "explain",
            Self::Audit => "audit",
            Self::Team => "team",
            Self::Numbers => "numbers",
        }
    }
}

/// The section, and the record that is open in it.
#[derive(Clone, Copy)]
pub(super) struct Route {
    /// The section.
    pub(super) section: Memo<Section>,
    /// The id of the record; empty for none.
    pub(super) record: Memo<String>,
    place: RwSignal<String>,
    guard: Guard,
}

impl Route {
    /// As the address says, also when it changes.
    pub(super) fn of_address(guard: Guard) -> Self {
        let place = RwSignal::new(address::fragment());
        let section = Memo::new(move |_| {
            let place = place.get();
            let name = place.split('/').next().unwrap_or_default();
            let named = Section::ALL.into_iter().find(|each| each.name() == name);
            named.unwrap_or_default()
        });
        let record = Memo::new(move |_| {
            let place = place.get();
            place.split_once('/').map_or_else(String::new, |(_, record)| record.to_owned())
        });
        let route = Self { section, record, place, guard };
        let listener = address::on_fragment(move || route.follow());
        StoredValue::new_local(listener);
        route
    }

    /// The address was changed, perhaps by the button "Back".
    fn follow(self) {
        let asked = address::fragment();
        let here = self.place.get_untracked();
        if asked == here {
            return;
        }
        if self.guard.holds() {
            address::set_fragment(&here);
        }
        self.guard.then(move || {
            self.place.set(asked.clone());
            address::set_fragment(&asked);
        });
    }

    /// Goes there, once nothing is unsaved.
    pub(super) fn go(self, section: Section, record: &str) {
        let place = place_of(section, record);
        self.guard.then(move || self.show(place.clone()));
    }

    /// Goes there at once: nothing can be unsaved.
    pub(super) fn be_at(self, section: Section, record: &str) {
        self.show(place_of(section, record));
    }

    fn show(self, place: String) {
        address::set_fragment(&place);
        self.place.set(place);
    }
}

fn place_of(section: Section, record: &str) -> String {
    if record.is_empty() {
        section.name().to_owned()
    } else {
        [section.name(), "/", record].concat()
    }
}

//! Faulty configurations, for whoever can mend them.

use leptos::prelude::*;

use super::messages::{text, with};
use super::unique::unique;
use crate::domain::band::BandsError;
use crate::domain::catalog::Catalog;
use crate::domain::configuration::{
    ConfigurationError, ConfigurationRule, MAX_DURATION_SECONDS, MIN_WARNING_SECONDS,
};
use crate::domain::extra::ExtraRule;
use crate::domain::id::ConfigurationId;

/// A configuration that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyConfiguration {
    /// Which.
    pub id: ConfigurationId,
    /// What administrators call it.
    pub name: String,
    /// The field and the rule of each fault.
    pub faults: Vec<ConfigurationError>,
}

impl FaultyConfiguration {
    /// The faulty ones among the active configurations of `catalog`.
    pub fn all_of(catalog: &Catalog) -> Vec<Self> {
        let faulty = catalog.faults().into_iter();
        let owned = faulty.map(|(each, faults)| Self {
            id: each.id.clone(),
            name: each.name.clone(),
            faults,
        });
        owned.collect()
    }
}

/// Which rule a configuration breaks.
pub(super) fn words(rule: &ConfigurationRule) -> String {
    use ConfigurationRule as Rule;
    let number = |key, value: &u64| {
        let (value, limit) = (value.to_string(), MAX_DURATION_SECONDS.to_string());
        with(key, &[("value", &value), ("limit", &limit)])
    };
    let key = match rule {
        Rule::DurationOutOfRange(value) | Rule::ExtensionOutOfRange(value) => {
            return number("faults.duration", value);
        }
        Rule::WarningOutOfRange(value) => {
            let (least, most) = (MIN_WARNING_SECONDS.to_string(), MAX_DURATION_SECONDS.to_string());
            let values = [("value", &*value.to_string()), ("least", &*least), ("limit", &*most)];
            return with("faults.warning", &values);
        }
        Rule::Extra(ExtraRule::NameTwice(name)) => {
            return with("faults.extra_twice", &[("value", name)]);
        }
        Rule::Extra(ExtraRule::Options(name)) => {
            return with("faults.extra_options", &[("value", name)]);
        }
        Rule::Extra(ExtraRule::TooMany) => "faults.extra_many",
        Rule::Extra(ExtraRule::Nameless) => "faults.extra_nameless",
        Rule::UnknownCode(code) => {
            return with("faults.unknown_code", &[("value", code.as_str())]);
        }
        Rule::DefaultNotAllowed(code) => {
            return with("faults.default_not_allowed", &[("value", code.as_str())]);
        }
        Rule::DefaultInactive(code) => {
            return with("faults.default_inactive", &[("value", code.as_str())]);
        }
        Rule::NoAllowedCodes => "faults.no_allowed_codes",
        Rule::NoActiveCode => "faults.no_active_code",
        Rule::DefaultMissing => "faults.default_missing",
        Rule::ForcedWithoutDuration => "faults.forced",
        Rule::MandatoryWithoutCodes => "faults.mandatory",
        Rule::Bands(BandsError::MustBeginAt100) => "faults.bands_start",
        Rule::Bands(BandsError::OutOfOrder) => "faults.bands_order",
        Rule::Bands(BandsError::NotMoreUrgent) => "faults.bands_urgency",
    };
    text(key).to_owned()
}

fn fault(ConfigurationError { field, rule }: ConfigurationError) -> impl IntoView {
    view! { class="wrapup",
        <li class="wrapup-fault"><code>{field}</code>" "{words(&rule)}</li>
    }
}

fn configuration(faulty: FaultyConfiguration) -> impl IntoView {
    let FaultyConfiguration { id, name, faults } = faulty;
    view! { class="wrapup",
        <li class="wrapup-faulty">
            <h3 class="wrapup-faulty-name">{name}" "<code>{id.to_string()}</code></h3>
            <ul class="wrapup-fault-list">{faults.into_iter().map(fault).collect_view()}</ul>
        </li>
    }
}

/// Which configurations are faulty: each field, and the rule it breaks. Nothing
/// where all is well.
#[component]
pub fn ConfigurationFaults(
    /// The faulty ones.
    #[prop(into)]
    faulty: Signal<Vec<FaultyConfiguration>>,
) -> impl IntoView {
    let any = Memo::new(move |_| faulty.with(|faulty| !faulty.is_empty()));
    let entries = move || faulty.get().into_iter().map(configuration).collect_view();
    let section = move || {
        let title = unique("faults");
        view! { class="wrapup",
            <section class="wrapup-faults" aria-labelledby=title part="faults">
                <h2 class="wrapup-title" id=title.clone()>{text("faults.title")}</h2>
                <p class="wrapup-subtitle">{text("faults.effect")}</p>
                <ul class="wrapup-faulty-list">{entries}</ul>
            </section>
        }
    };
    move || any.get().then(section)
}

//! What an element's attributes and properties ask for.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use super::js;
use super::signed::{actor, address, checked};
use crate::assist::host::HostProvider;
use crate::backend::host::HostBackend;
use crate::browser::codec;
use crate::browser::host_object::HostObject;
use crate::domain::catalog::Catalog;
use crate::domain::channel::Channel;
use crate::domain::configuration::Configuration;
use crate::domain::field::{FieldValue, Fields, Number};
use crate::domain::gate::Actor;
use crate::domain::id::{ConfigurationId, InteractionId};
use crate::domain::record::{RecordError, Rule, quoted};
#[cfg(feature = "servicenow")]
use crate::domain::servicenow::decision::Leaving;

/// Where records go.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// They stay in this browser.
    Browser,
    /// To a service that speaks the wrap-up's own contract.
    Rest {
        /// Its address.
        base: String,
        /// Whether cookies sign requests in.
        cookies: bool,
    },
    /// To a `ServiceNow` instance.
    #[cfg(feature = "servicenow")]
    ServiceNow {
        /// Its address.
        base: String,
        /// Whether cookies sign requests in.
        cookies: bool,
        /// What becomes of open wrap-ups whose page goes.
        leaving: Leaving,
    },
    /// To an object of the page's own, under the name it gives itself.
    Host {
        /// Its name.
        name: String,
        /// The object.
        object: HostObject,
    },
}

/// The conversation as the host knows it, for the case that nobody here does yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record {
    pub(super) channel: Option<Channel>,
    pub(super) fields: Fields,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) interaction: Option<InteractionId>,
    /// Who is signed in.
    pub(super) actor: Option<Actor>,
    pub(super) source: Source,
    /// Whether the host has said so itself.
    pub(super) source_is_named: bool,
    /// `headers(again)`: what signs a request in.
    pub(super) headers: Option<Function>,
    pub(super) record: Record,
    pub(super) catalog: Option<Catalog>,
    /// `suggest(question)`: who suggests codes and notes.
    pub(super) assist: Option<HostObject>,
    /// Agents' names by id.
    pub(super) names: Vec<(String, String)>,
    /// How the page shows what is urgent, as it named that.
    pub(super) attention: Vec<String>,
    pub(super) docked: bool,
    pub(super) position: String,
    pub(super) theme: String,
    /// Texts in place of the built-in ones, by key.
    pub(super) messages: Vec<(String, String)>,
    /// The language around the element, as a BCP 47 tag.
    pub(super) lang: Option<String>,
    /// `speak(language)`: a promise of the file with its texts.
    pub(super) speak: Option<Function>,
}

impl Options {
    /// Reads them.
    ///
    /// # Errors
    /// [`RecordError`], naming the property and the rule it breaks.
    pub(super) fn read(given: &JsValue) -> Result<Self, RecordError> {
        let interaction = js::name(given, "interaction")?;
        let interaction = interaction.map(|id| checked("interaction", id, InteractionId::new));
        let named = js::field(given, "backend")?;
        let catalog = catalog(given)?;
        Ok(Self {
            interaction: interaction.transpose()?,
            actor: actor(given)?,
            source: source(given, named.as_ref(), catalog.as_ref())?,
            source_is_named: named.is_some(),
            headers: js::function(given, "headers")?,
            record: record(given)?,
            catalog,
            assist: assist(given).map_err(|error| error.under("assist"))?,
            names: js::texts(given, "names")?,
            attention: js::words(given, "attention")?,
            docked: js::truth(given, "docked")?,
            position: js::text(given, "position")?.unwrap_or_default(),
            theme: js::text(given, "theme")?.unwrap_or_default(),
            messages: js::texts(given, "messages")?,
            lang: js::text(given, "lang")?,
            speak: js::function(given, "speak")?,
        })
    }
}

fn source(
    given: &JsValue,
    named: Option<&JsValue>,
    catalog: Option<&Catalog>,
) -> Result<Source, RecordError> {
    let Some(named) = named else { return Ok(Source::Browser) };
    if let Some(object) = HostObject::new(named) {
        let checked = HostBackend::check(&object, catalog);
        let name = checked.and_then(|()| object.text("name"));
        return Ok(Source::Host { name: name.map_err(|error| error.under("backend"))?, object });
    }
    match named.as_string().as_deref() {
        Some("browser") => Ok(Source::Browser),
        Some("rest") => {
            let (base, cookies) = address(given)?;
            Ok(Source::Rest { base, cookies })
        }
        #[cfg(feature = "servicenow")]
        Some("servicenow") => {
            let (base, cookies) = address(given)?;
            let leaving = match js::text(given, "leaving")?.as_deref() {
                Some("end") => Leaving::End,
                _ => Leaving::GoOn,
            };
            Ok(Source::ServiceNow { base, cookies, leaving })
        }
        other => {
            let found = other.map(quoted).unwrap_or_default();
            Err(RecordError::new(Rule::OneOf(KNOWN), found).under("backend"))
        }
    }
}

/// What can be named as a backend.
const KNOWN: &[&str] = if cfg!(feature = "servicenow") {
    &["browser", "rest", "servicenow"]
} else {
    &["browser", "rest"]
};

/// A function is as good as an object that has it.
fn assist(given: &JsValue) -> Result<Option<HostObject>, RecordError> {
    let Ok(Some(value)) = js::field(given, "assist") else { return Ok(None) };
    let value = if value.is_function() { js::object(&[("suggest", value)]) } else { value };
    let object = HostObject::new(&value).ok_or_else(|| RecordError::new(Rule::Object, ""))?;
    HostProvider::check(&object)?;
    Ok(Some(object))
}

fn record(given: &JsValue) -> Result<Record, RecordError> {
    let Some(record) = js::field(given, "record")? else { return Ok(Record::default()) };
    let under = |error: RecordError| error.under("record");
    let fields = js::field(&record, "fields").map_err(under)?;
    let fields = fields.as_ref().map_or(Ok(Fields::new()), fields_of);
    let fields = fields.map_err(|error| under(error.under("fields")))?;
    let channel = js::name(&record, "channel").map_err(under)?.map(Channel::from);
    Ok(Record { channel, fields })
}

/// Texts, numbers, truths; what is empty in the host's record is as good as not there.
fn fields_of(given: &JsValue) -> Result<Fields, RecordError> {
    let mut fields = Fields::new();
    for name in js::keys(given)? {
        let Some(value) = js::field(given, &name)? else { continue };
        let number = || Number::new(value.as_f64()?).ok();
        let value = match (value.as_string(), value.as_bool()) {
            (Some(text), _) => FieldValue::Text(text),
            (None, Some(truth)) => FieldValue::Boolean(truth),
            (None, None) => {
                let rule = || Rule::Own("must be text, a number, true or false".to_owned());
                let number = number();
                FieldValue::Number(number.ok_or_else(|| RecordError::new(rule(), "").under(&name))?)
            }
        };
        fields.insert(name, value);
    }
    Ok(fields)
}

/// What a page leaves out of its codes and configurations is as on a new form.
fn catalog(given: &JsValue) -> Result<Option<Catalog>, RecordError> {
    let Some(config) = js::field(given, "config")? else { return Ok(None) };
    read_catalog(&config).map(Some).map_err(|error| error.under("config"))
}

/// Codes and configurations as a page writes them.
pub(super) fn read_catalog(config: &JsValue) -> Result<Catalog, RecordError> {
    let form = ConfigurationId::new("form").map(|id| Configuration::new(id, ""));
    let form = form.ok().and_then(|form| codec::to_js(&form).ok()).unwrap_or_default();
    js::set(&form, &[("id", JsValue::UNDEFINED), ("name", JsValue::UNDEFINED)]);
    let code = [("description", "".into()), ("active", true.into()), ("external", false.into())];
    let code = js::object(&code);
    let completed = js::object(&[
        ("configurations", all_over(&form, config, "configurations")),
        ("codes", all_over(&code, config, "codes")),
    ]);
    codec::from_js(&completed)
}

/// The list of that name, each of it with what it lacks; none is an empty one.
fn all_over(form: &JsValue, config: &JsValue, name: &str) -> JsValue {
    let list = js::field(config, name).ok().flatten();
    let Some(list) = list else { return js::list(core::iter::empty()) };
    match list.dyn_ref::<js_sys::Array>() {
        Some(list) => js::list(list.iter().map(|each| js::over(form, &each))),
        None => list,
    }
}

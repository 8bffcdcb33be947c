//! Realistic codes and configurations to try the widget with. The durations are
//! short, so that the bands can be watched.

use interaction_wrap_up::domain::band::Bands;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::{Translation, WrapUpCode};
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::field::FieldValue;
use interaction_wrap_up::domain::id::{CodeId, ConfigurationId, IdError};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::snippet::Snippet;

const CODES: [(&str, &str, &str); 12] = [
    ("resolved", "Resolved", "The customer's question was answered in this conversation."),
    ("follow-up", "Follow-up needed", "Somebody has to come back to the customer."),
    ("callback", "Callback scheduled", "A time for a call was agreed."),
    ("escalated", "Escalated to second line", "Handed to a specialist team."),
    ("refund", "Refund issued", "Money was returned to the customer."),
    ("order-change", "Order changed", "Address, items or date of an order were changed."),
    ("technical", "Technical issue", "A fault of the product or the site."),
    ("billing", "Billing question", "About an invoice or a payment."),
    ("complaint", "Complaint taken", "The customer complained; the record has the details."),
    ("cancelled", "Subscription cancelled", "The customer ended a subscription."),
    ("no-response", "Customer stopped responding", "The customer left without an answer."),
    ("wrong-contact", "Wrong contact or spam", "Nothing to do."),
];

/// The languages that the codes have labels in beside their own.
const LANGUAGES: [&str; 3] = ["ar", "de", "es"];

/// These labels, in the order of the codes.
const LABELS: [[&str; LANGUAGES.len()]; CODES.len()] = [
    ["تم الحل", "Gelöst", "Resuelto"],
    ["تلزم متابعة", "Nachfassen nötig", "Requiere seguimiento"],
    ["تم تحديد موعد اتصال", "Rückruf vereinbart", "Llamada programada"],
    ["أُحيل إلى الخط الثاني", "An zweite Linie übergeben", "Escalado a segunda línea"],
    ["تم رد المبلغ", "Geld erstattet", "Reembolso emitido"],
    ["تم تغيير الطلب", "Bestellung geändert", "Pedido modificado"],
    ["مشكلة تقنية", "Technische Störung", "Problema técnico"],
    ["سؤال عن الفاتورة", "Frage zur Rechnung", "Consulta de facturación"],
    ["تم تسجيل شكوى", "Beschwerde aufgenommen", "Queja registrada"],
    ["أُلغي الاشتراك", "Abonnement gekündigt", "Suscripción cancelada"],
    ["توقف العميل عن الرد", "Kunde antwortet nicht mehr", "El cliente dejó de responder"],
    ["جهة خاطئة أو رسالة مزعجة", "Falscher Kontakt oder Spam", "Contacto erróneo o spam"],
];

/// Texts for notes, by name.
const SNIPPETS: [(&str, &str); 3] = [
    ("callback", "Agreed on a call back at "),
    ("refund", "Refund issued to the original payment method; 3 to 5 working days."),
    ("voicemail", "No answer. Left a voicemail and asked to call back."),
];

fn snippet((name, text): (&str, &str)) -> Snippet {
    Snippet { name: name.to_owned(), text: text.to_owned() }
}

/// What an administrator would have set up.
pub(super) fn catalog() -> Catalog {
    match try_catalog() {
        Ok(catalog) => catalog,
        Err(error) => unreachable!("the sample's ids are valid: {error}"),
    }
}

fn try_catalog() -> Result<Catalog, IdError> {
    let codes = CODES.iter().zip(LABELS).map(|((id, label, description), labels)| {
        let translated = LANGUAGES.iter().zip(labels).map(|(language, label)| Translation {
            language: (*language).to_owned(),
            label: label.to_owned(),
            description: String::new(),
        });
        Ok(WrapUpCode {
            description: (*description).to_owned(),
            translations: translated.collect(),
            ..WrapUpCode::new(CodeId::new(*id)?, *label)
        })
    });
    let codes = codes.collect::<Result<Vec<_>, IdError>>()?;
    let allowed: Vec<_> = codes.iter().map(|code| code.id.clone()).collect();
    let configuration = |id: &str, name: &str, channel| {
        Ok::<_, IdError>(Configuration {
            channels: vec![channel],
            show_timer: true,
            allowed_codes: allowed.clone(),
            default_code: Some(CodeId::new("resolved")?),
            snippets: SNIPPETS.map(snippet).to_vec(),
            ..Configuration::new(ConfigurationId::new(id)?, name)
        })
    };

    // A chat has a dialog and a minute.
    let chat = Configuration {
        enforce_duration: true,
        duration_seconds: 60,
        enable_codes: true,
        early_dialog: true,
        ..configuration("chat", "Chat", Channel::Chat)?
    };
    // Complaints need a code, and keep what was typed.
    let topic = FieldTest {
        field: "topic".to_owned(),
        test: Test::Equals(FieldValue::Text("complaint".to_owned())),
    };
    let complaint = Configuration {
        order: 50,
        channels: Vec::new(),
        condition: Condition::Field(topic),
        mode: Mode::Mandatory,
        duration_seconds: 45,
        expiry_policy: ExpiryPolicy::FillBlanks,
        ..chat.clone()
    };
    let complaint = Configuration {
        id: ConfigurationId::new("complaints")?,
        name: "Complaints".to_owned(),
        ..complaint
    };
    // Messaging fills blanks, and has the scheme of four bands.
    let messaging = Configuration {
        order: 110,
        enforce_duration: true,
        duration_seconds: 40,
        enable_codes: true,
        bands: Bands::four(),
        expiry_policy: ExpiryPolicy::FillBlanks,
        ..configuration("messaging", "Messaging", Channel::Messaging)?
    };
    // A call has half a minute and no codes: End Wrap Up is all there is.
    let voice = Configuration {
        order: 120,
        enforce_duration: true,
        duration_seconds: 30,
        ..configuration("voice", "Voice", Channel::Phone)?
    };
    // Mail takes the time it takes.
    let email = Configuration {
        order: 130,
        enable_codes: true,
        expiry_policy: ExpiryPolicy::KeepEntered,
        ..configuration("email", "Email", Channel::Email)?
    };
    // Video calls are long and have a transcript: code and notes are suggested.
    let video = Configuration {
        order: 140,
        enforce_duration: true,
        duration_seconds: 120,
        enable_codes: true,
        expiry_policy: ExpiryPolicy::FillBlanks,
        enable_ai_code: true,
        enable_ai_notes: true,
        use_ai_as_default: true,
        ..configuration("video", "Video", Channel::Video)?
    };
    let configurations = vec![complaint, chat, messaging, voice, email, video];
    Ok(Catalog { configurations, codes })
}

//! The customers of the preview.

use interaction_wrap_up::domain::field::{FieldValue, Fields};

/// The customers who write and call, again and again in this order.
pub(super) const CUSTOMERS: [Customer; 8] = [
    Customer {
        name: "Mira Lindqvist",
        topic: "delivery",
        says: "My parcel says delivered, but there's nothing here.",
    },
    Customer {
        name: "Tomás Ferreira",
        topic: "billing",
        says: "Why was I charged twice this month?",
    },
    Customer {
        name: "Aiko Tanaka",
        topic: "technical",
        says: "The app closes as soon as I open the camera.",
    },
    Customer {
        name: "Jonas Weber",
        topic: "order",
        says: "Could you send it to my office instead?",
    },
    Customer {
        name: "Leila Haddad",
        topic: "complaint",
        says: "This is the third time I write about it.",
    },
    Customer {
        name: "Samuel Osei",
        topic: "billing",
        says: "I need an invoice with our new address.",
    },
    Customer {
        name: "Ingrid Solberg",
        topic: "cancellation",
        says: "I'd like to end my subscription.",
    },
    Customer { name: "Rahul Mehta", topic: "technical", says: "I cannot sign in since yesterday." },
];

/// A customer of the preview.
pub(super) struct Customer {
    pub(super) name: &'static str,
    pub(super) topic: &'static str,
    pub(super) says: &'static str,
}

impl Customer {
    /// What the interaction's record says of them.
    pub(super) fn fields(&self) -> Fields {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        Fields::from([
            ("customer".to_owned(), text(self.name)),
            ("topic".to_owned(), text(self.topic)),
        ])
    }

    /// The customer of that name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        CUSTOMERS.iter().find(|customer| customer.name == name)
    }
}

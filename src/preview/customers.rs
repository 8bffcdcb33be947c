//! The customers of the preview.

use interaction_wrap_up::assist::extractive::Line;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::field::{FieldValue, Fields};
use interaction_wrap_up::domain::interaction::Interaction;

/// The customers who write and call, again and again in this order.
pub(super) const CUSTOMERS: [Customer; 8] = [
    Customer {
        name: "Mira Lindqvist",
        topic: "delivery",
        talk: [
            "My parcel says delivered, but there's nothing here.",
            "Thanks for reaching out. Let me look into that for you.",
            "I waited at home all day. Can you send the parcel again?",
            "The driver had an old address. I changed the address of your order, and send it again.",
        ],
    },
    Customer {
        name: "Tomás Ferreira",
        topic: "billing",
        talk: [
            "Why was I charged twice this month?",
            "Thanks for reaching out. I see two payments on your invoice of March.",
            "I only have one subscription, so one payment is wrong.",
            "You are right. The second payment is returned to your card within three days.",
        ],
    },
    Customer {
        name: "Aiko Tanaka",
        topic: "technical",
        talk: [
            "The app closes as soon as I open the camera.",
            "Thanks for reaching out. Which version of the app do you have?",
            "Version nine, since the update on Monday. Before that the camera worked.",
            "This is a fault of the update. A new version of the app comes this week.",
        ],
    },
    Customer {
        name: "Jonas Weber",
        topic: "order",
        talk: [
            "Could you send it to my office instead?",
            "Thanks for reaching out. Which order is that, and what is the address?",
            "Order 4471, and the address is Hafenstrasse 12.",
            "I have changed the address of order 4471. It arrives on Friday.",
        ],
    },
    Customer {
        name: "Leila Haddad",
        topic: "complaint",
        talk: [
            "This is the third time I write about it.",
            "I am sorry about that. Let me read what you wrote before.",
            "Nobody answered my complaint about the broken lamp.",
            "I have taken your complaint and handed the lamp to a specialist.",
        ],
    },
    Customer {
        name: "Samuel Osei",
        topic: "billing",
        talk: [
            "I need an invoice with our new address.",
            "Thanks for reaching out. What is the new address of your company?",
            "Harbour Road 9. The invoice of February should have it too.",
            "Both invoices are on their way to you with the new address.",
        ],
    },
    Customer {
        name: "Ingrid Solberg",
        topic: "cancellation",
        talk: [
            "I'd like to end my subscription.",
            "I am sorry to hear that. May I ask why?",
            "I read too little for a subscription that costs this much.",
            "Your subscription is cancelled at the end of the month.",
        ],
    },
    Customer {
        name: "Rahul Mehta",
        topic: "technical",
        talk: [
            "I cannot sign in since yesterday.",
            "Thanks for reaching out. What does the page say when you sign in?",
            "It says that the site has a fault and asks me to come back.",
            "The fault of the site is mended. Please sign in again.",
        ],
    },
];

/// A customer of the preview.
pub(super) struct Customer {
    pub(super) name: &'static str,
    pub(super) topic: &'static str,
    /// What the customer and the agent say in turn.
    pub(super) talk: [&'static str; 4],
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

    /// What they and the agent say, in turn.
    pub(super) fn lines(&self) -> Vec<Line<'static>> {
        let line = |(place, text): (usize, &'static str)| Line { by_agent: place % 2 == 1, text };
        self.talk.into_iter().enumerate().map(line).collect()
    }
}

/// What was said in a conversation; nobody writes calls down.
pub(super) fn transcript(interaction: &Interaction) -> Option<Vec<Line<'static>>> {
    let Some(FieldValue::Text(name)) = interaction.fields.get("customer") else { return None };
    let written = interaction.channel != Channel::Phone;
    Customer::named(name).filter(|_| written).map(Customer::lines)
}

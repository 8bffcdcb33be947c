//! What pages say.

use serde_json::{Value, json};

use super::{Answer, Server, now};

/// Rules as a page has them: a code is asked for, and filled in at the end.
pub(crate) fn rules(expiry: &str) -> Value {
    json!({
        "mode": "standard", "duration": 60_000, "show_timer": true,
        "bands": [
            { "percent": 100, "band": "green" },
            { "percent": 50, "band": "yellow" },
            { "percent": 25, "band": "red" },
        ],
        "extensions": { "length": 60_000, "max": 10 }, "expiry": expiry,
        "codes": {
            "allowed": [
                { "id": "resolved", "label": "Resolved" },
                { "id": "refund", "label": "Refund issued" },
            ],
            "default": { "id": "resolved", "label": "Resolved" },
        },
        "use_ai_as_default": false,
        "on_interruption": { "status_change": "go_on", "outbound_call": "go_on", "logout": "go_on" },
        "sweep_after": 900_000, "correction": 86_400_000,
    })
}

/// One agent's wrap-up of one conversation.
#[derive(Clone)]
pub(crate) struct WrapUp {
    pub(crate) id: String,
    pub(crate) interaction: String,
    pub(crate) agent: String,
    pub(crate) opened_at: i64,
    pub(crate) deadline: Option<i64>,
    pub(crate) expiry: &'static str,
}

impl WrapUp {
    /// Of `agent`, just opened, with a minute to go. `name` is its conversation's.
    pub(crate) fn of(agent: &str, name: &str) -> Self {
        let opened_at = now();
        Self {
            id: format!("{name}-{agent}"),
            interaction: name.to_owned(),
            agent: agent.to_owned(),
            opened_at,
            deadline: Some(opened_at + 60_000),
            expiry: "fill_blanks",
        }
    }

    pub(crate) fn about(&self) -> Value {
        json!({
            "segment": self.id, "interaction": self.interaction, "agent": self.agent,
            "configuration": { "id": "chat", "name": "Chat" }, "opened_by": "conversation_end",
            "opened_at": self.opened_at, "extensions": 0,
        })
    }

    /// `PUT segments/{id}`
    pub(crate) fn opened(&self) -> Value {
        json!({
            "id": self.id, "interaction": self.interaction, "agent": self.agent, "state": "open",
            "configuration": { "id": "chat", "name": "Chat" }, "rules": rules(self.expiry),
            "opened_by": "conversation_end", "opened_at": self.opened_at, "worked_before": 0,
            "extensions": 0, "suggestion": null, "draft": { "code": null, "notes": "" },
            "since": self.opened_at, "deadline": self.deadline, "left": null, "whole": 60_000,
            "recorded": null, "overdue": false, "closure": null, "versions": [], "kept_back": "",
        })
    }

    /// How far it has come, with these notes.
    pub(crate) fn progress(&self, notes: &str) -> Value {
        json!({
            "about": self.about(), "state": "open", "since": self.opened_at,
            "deadline": self.deadline, "left": null, "whole": 60_000, "worked_before": 0,
            "suggestion": null, "recorded": null, "overdue": false,
            "draft": { "code": null, "notes": notes },
        })
    }

    /// `PUT segments/{id}/draft`
    pub(crate) fn draft(&self, revision: u64, notes: &str) -> Value {
        json!({ "revision": revision, "record": self.progress(notes) })
    }

    /// A closure by its agent.
    pub(crate) fn closure(&self, key: &str, notes: &str) -> Value {
        json!({
            "key": key, "kind": "submitted", "by": self.agent, "at": self.opened_at + 5_460,
            "code": { "id": "resolved", "label": "Resolved" }, "notes": notes, "extra": {},
            "duration": 5_460, "required_missing": false,
        })
    }

    /// `POST segments/{id}/closure`
    pub(crate) fn closed(&self, key: &str, notes: &str) -> Value {
        json!({ "about": self.about(), "closure": self.closure(key, notes), "version": null })
    }

    /// `POST segments/{id}/versions`
    pub(crate) fn corrected(&self, key: &str, notes: &str) -> Value {
        let version = json!({
            "key": key, "reason": "correction", "by": self.agent, "at": self.opened_at + 10_000,
            "code": { "id": "refund", "label": "Refund issued" }, "notes": notes, "extra": {},
        });
        json!({ "about": self.about(), "closure": null, "version": version })
    }

    /// A farewell that leaves it behind.
    pub(crate) fn farewell(&self, at: i64, revision: u64, notes: &str) -> Value {
        json!({
            "agent": self.agent, "at": at, "finals": [],
            "segments": [{ "progress": self.progress(notes), "revision": revision, "shortened": false }],
        })
    }

    /// Its conversation, as its agent's page has it.
    pub(crate) fn conversation(&self, revision: u64, state: &str, connected: &[&str]) -> Value {
        json!({ "revision": revision, "changed_at": now(), "record": {
            "id": self.interaction, "channel": "chat",
            "fields": { "customer": { "text": "Mira Lindqvist" } }, "state": state,
            "assigned_to": self.agent, "connected": connected, "preparations": [],
            "opened_at": self.opened_at - 60_000, "ended_at": self.opened_at, "closed_at": null,
            "system_wrap_up": false,
        } })
    }
}

/// What the page of a wrap-up does.
impl WrapUp {
    #[track_caller]
    pub(crate) fn open(&self, server: &Server) -> Value {
        let ask = server.ask(&self.agent, "PUT", &format!("segments/{}", self.id));
        ask.header("Page-Time", &now().to_string()).json(&self.opened()).send().expect(200)
    }

    #[track_caller]
    pub(crate) fn tell(&self, server: &Server, revision: u64, state: &str, connected: &[&str]) {
        let ask = server.ask(&self.agent, "PUT", &format!("interactions/{}", self.interaction));
        let told = ask.json(&self.conversation(revision, state, connected)).send().expect(200);
        assert_eq!(told["interaction"], self.interaction);
    }

    pub(crate) fn put_draft(&self, server: &Server, revision: u64, notes: &str) -> Answer {
        let ask = server.ask(&self.agent, "PUT", &format!("segments/{}/draft", self.id));
        ask.header("Page-Time", &now().to_string()).json(&self.draft(revision, notes)).send()
    }

    pub(crate) fn post_closure(&self, server: &Server, key: &str, notes: &str) -> Answer {
        self.post(server, "closure", key, &self.closed(key, notes))
    }

    pub(crate) fn post_version(&self, server: &Server, key: &str, notes: &str) -> Answer {
        self.post(server, "versions", key, &self.corrected(key, notes))
    }

    pub(crate) fn post(&self, server: &Server, what: &str, key: &str, body: &Value) -> Answer {
        let ask = server.ask(&self.agent, "POST", &format!("segments/{}/{what}", self.id));
        ask.header("Idempotency-Key", key).json(body).send()
    }

    /// Its record on the server.
    #[track_caller]
    pub(crate) fn read(&self, server: &Server) -> Value {
        server.ask(&self.agent, "GET", &format!("segments/{}", self.id)).send().expect(200)
    }
}

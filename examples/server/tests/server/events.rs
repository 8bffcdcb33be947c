//! What open pages are told as it happens.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::administration::{code, make};
use crate::common::{Ask, Server, WrapUp, on_each};
use crate::openapi::check_as;

/// An answer that goes on.
pub(crate) struct Listening(BufReader<TcpStream>);

impl Listening {
    fn to(server: &Server, ask: &Ask) -> Self {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream.write_all(&ask.bytes()).unwrap();
        let mut listening = Self(BufReader::new(stream));
        assert!(listening.line().unwrap().starts_with("HTTP/1.1 200"));
        assert_eq!(listening.next().unwrap().0, "all", "whatever was shown may be old");
        listening
    }

    /// As that agent.
    pub(crate) fn of(server: &Server, agent: &str, roles: &[&str]) -> Self {
        Self::to(server, &server.ask_as(agent, roles, "GET", "events"))
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.0.read_line(&mut line).unwrap() > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event with its data; `None` at the end.
    fn next(&mut self) -> Option<(String, Value)> {
        let mut name = String::new();
        loop {
            let line = self.line()?;
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, serde_json::from_str(data).unwrap()));
            }
        }
    }

    /// The next change, as `[what, segment]`.
    #[track_caller]
    pub(crate) fn change(&mut self) -> Value {
        let (name, data) = self.next().unwrap();
        assert_eq!(name, if data["what"] == "catalog" { "catalog" } else { "changed" });
        check_as("Change", &data);
        json!([data["what"], data["segment"]])
    }
}

#[test]
fn pages_hear_of_their_own_supervisors_of_all_whichever_server_they_ask() {
    on_each(|database| {
        let (one, two) = (Server::start(database), Server::start(database));
        let mut ada = Listening::of(&two, "ada", &["interaction_admin"]);
        let mut sue = Listening::of(&one, "sue", &["interaction_supervisor"]);
        let bens = WrapUp::of("ben", "C-1");
        let adas = WrapUp::of("ada", "C-2");
        bens.open(&one);
        bens.put_draft(&one, 2, "typing is nobody else's business").expect(200);
        bens.post_closure(&one, "ben-close", "done").expect(200);
        adas.open(&one);
        make(&one, "codes/resolved", &code("resolved", "Resolved")).expect(201);
        adas.post_closure(&one, "ada-close", "done").expect(200);
        let (opened, closed) = (json!(["opened", adas.id]), json!(["closed", adas.id]));
        let catalog = json!(["catalog", null]);
        for expected in [&opened, &catalog, &closed] {
            assert_eq!(ada.change(), *expected);
        }
        let of_ben = [json!(["opened", bens.id]), json!(["closed", bens.id])];
        for expected in of_ben.iter().chain([&opened, &catalog, &closed]) {
            assert_eq!(sue.change(), *expected);
        }
    });
}

#[test]
fn what_a_server_closes_by_itself_is_heard_of_and_nobody_is_held_up_by_listeners() {
    on_each(|database| {
        let server = Server::start(database);
        let mut ada = Listening::of(&server, "ada", &["interaction_admin"]);
        let late = WrapUp::of("ada", "C-1");
        let late = WrapUp {
            opened_at: late.opened_at - 100_000,
            deadline: Some(late.opened_at - 10_000),
            ..late
        };
        late.open(&server);
        assert_eq!(ada.change(), json!(["opened", late.id]));
        let (_, closed) = ada.next().unwrap();
        assert_eq!((&closed["what"], &closed["by"]), (&json!("closed"), &Value::Null));
        server.terminate();
        assert!(ada.next().is_none());
        assert!(server.wait());
    });
}

#[test]
fn nobody_listens_without_signing_in() {
    on_each(|database| {
        let server = Server::start(database);
        assert_eq!(server.plain("GET", "/api/events").send().status, 401);
    });
}

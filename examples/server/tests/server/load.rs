//! How much it takes, and that nothing is lost meanwhile: `make load`. Not a part of the
//! other tests: it says how fast a machine is.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{Answer, Ask, Database, Mortal, SECRET, Server, WrapUp, ask, now, token};

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// An agent's page: asks until it is answered, as pages do.
struct Page<'a> {
    address: SocketAddr,
    bearer: String,
    times: Vec<Duration>,
    again: u64,
    over: &'a AtomicBool,
}

impl Page<'_> {
    fn send(&mut self, method: &str, path: &str, key: &str, body: &Value) -> Answer {
        let ask = Ask::new(self.address, method, &format!("/api/{path}"));
        let ask = ask.header("Authorization", &self.bearer).header("Idempotency-Key", key);
        let ask = ask.header("Page-Time", &now().to_string()).json(body);
        loop {
            let begun = Instant::now();
            match ask.try_send() {
                Ok(answer) if answer.status < 500 && answer.status != 429 => {
                    self.times.push(begun.elapsed());
                    return answer;
                }
                _ => {
                    self.again += 1;
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    fn wrap_up(&mut self, wrap_up: &WrapUp) {
        for (method, path, body) in wrap_up.requests() {
            self.send(method, &path, &wrap_up.id, &body).expect(200);
        }
    }
}

impl WrapUp {
    /// What its page asks for, from the opening to the end.
    fn requests(&self) -> [(&'static str, String, Value); 5] {
        let path = format!("segments/{}", self.id);
        let draft = |revision| ("PUT", format!("{path}/draft"), self.draft(revision, &self.id));
        [
            ("PUT", path.clone(), self.opened()),
            (
                "PUT",
                format!("interactions/{}", self.interaction),
                self.conversation(1, "wrap_up", &[]),
            ),
            draft(2),
            draft(3),
            ("POST", format!("{path}/closure"), self.closed(&self.id, &self.id)),
        ]
    }
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

/// The agents that are at work at once.
fn agents() -> u64 {
    setting("LOAD_AGENTS", 50)
}

fn seconds() -> u64 {
    setting("LOAD_SECONDS", 20)
}

/// Does the same over SQLite, and over a PostgreSQL that writes what it confirms to the disk.
fn on_each_for_good(test: impl Fn(&str, &Database, Option<&Mortal>)) {
    test("SQLite", &Database::sqlite(), None);
    if let Some(postgres) = Mortal::start() {
        test("PostgreSQL", &postgres.database, Some(&postgres));
    }
}

/// How many of `done` the server does not have exactly once, as they were told.
fn wrong<'a>(server: &Server, done: impl Iterator<Item = &'a WrapUp>) -> usize {
    let is_wrong = |each: &&WrapUp| {
        let record = each.read(server);
        record["closure"] != each.closure(&each.id, &each.id) || record["versions"] != json!([])
    };
    done.filter(is_wrong).count()
}

/// With a load generator that others know and can repeat: tests/server/load.mjs.
#[test]
#[ignore = "make load"]
fn many_agents_at_once() {
    on_each_for_good(|name, database, _| {
        let server = Server::start(database);
        // What a wrap-up says, but for its name.
        let of = |number: u64, name: &str| WrapUp {
            deadline: None,
            ..WrapUp::of(&format!("agent-{number}"), name)
        };
        let templates: Vec<_> = (0..agents()).map(|number| of(number, "NAME")).collect();
        let requests = |each: &WrapUp| {
            each.requests().map(|(method, path, body)| json!({
                "method": method, "path": format!("/api/{path}"), "key": each.id, "body": body.to_string(),
            }))
        };
        let work: Vec<_> = templates
            .iter()
            .map(|each| {
                json!({
                    "token": token(&each.agent, &["interaction_admin"]), "requests": requests(each),
                })
            })
            .collect();
        let wanted = json!({ "url": format!("http://{}", server.address()), "seconds": seconds(), "agents": work });
        let said = generate(&wanted);
        let done = said["acknowledged"].as_array().unwrap().iter().map(|each| {
            let template = &templates[usize::try_from(each["agent"].as_u64().unwrap()).unwrap()];
            let interaction = each["name"].as_str().unwrap().to_owned();
            let id = template.id.replace("NAME", &interaction);
            WrapUp { id, interaction, ..template.clone() }
        });
        let done: Vec<_> = done.collect();
        let wrong = wrong(&server, done.iter());
        println!(
            "{name}: {} agents, {} s: {} wrap-ups, {wrong} lost or counted twice, {}",
            agents(),
            seconds(),
            done.len(),
            said["figures"],
        );
        for line in sizes(database) {
            println!("  {line}");
        }
        assert_eq!((wrong, &said["failed"]), (0, &json!(0)));
    });
}

/// Has the generator do as it is told; gives what it says.
fn generate(wanted: &Value) -> Value {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut node = Command::new("node");
    node.arg("tests/server/load.mjs")
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut node = node.spawn().unwrap();
    node.stdin.take().unwrap().write_all(wanted.to_string().as_bytes()).unwrap();
    serde_json::from_slice(&node.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
#[ignore = "make load"]
fn many_agents_at_once_while_it_is_killed_again_and_again() {
    on_each_for_good(|name, database, postgres| {
        let (agents, seconds, kills) = (agents(), seconds(), setting("LOAD_KILLS", 4));
        let mut server = Some(Server::start(database));
        let address = server.as_ref().unwrap().address();
        let over = AtomicBool::new(false);
        let done: Mutex<BTreeMap<String, WrapUp>> = Mutex::default();
        let begun = Instant::now();
        let pages: Vec<_> = thread::scope(|scope| {
            let work = (0..agents).map(|number| {
                let (over, done) = (&over, &done);
                scope.spawn(move || {
                    let agent = format!("agent-{number}");
                    let bearer = format!("Bearer {}", token(&agent, &["interaction_admin"]));
                    let mut page = Page { address, bearer, times: Vec::new(), again: 0, over };
                    for each in 0.. {
                        if page.over.load(Ordering::SeqCst) {
                            break;
                        }
                        let wrap_up = WrapUp::of(&agent, &format!("C-{number}-{each}"));
                        page.wrap_up(&wrap_up);
                        done.lock().unwrap().insert(wrap_up.id.clone(), wrap_up);
                    }
                    (page.times, page.again)
                })
            });
            let work: Vec<_> = work.collect();
            for number in 0..kills {
                thread::sleep(Duration::from_secs(seconds) / u32::try_from(kills + 1).unwrap());
                if let (Some(postgres), 0) = (postgres, number % 2) {
                    postgres.kill();
                    continue;
                }
                server.take().unwrap().kill();
                let listen = address.to_string();
                server = Some(Server::with(
                    database,
                    &[("WRAPUP_LISTEN", &listen), ("WRAPUP_JWT_SECRET", SECRET)],
                ));
            }
            thread::sleep(Duration::from_secs(seconds).saturating_sub(begun.elapsed()));
            over.store(true, Ordering::SeqCst);
            work.into_iter().map(|each| each.join().unwrap()).collect()
        });
        let took = begun.elapsed().as_secs_f64();
        let again: u64 = pages.iter().map(|(_, again)| again).sum();
        let mut times: Vec<_> = pages.into_iter().flat_map(|(times, _)| times).collect();
        times.sort_unstable();
        let (server, done) = (server.unwrap(), done.into_inner().unwrap());
        let wrong = wrong(&server, done.values());
        let killed =
            if postgres.is_some() { "the database and the server in turn" } else { "the server" };
        println!(
            "{name}, {killed} killed {kills} times: {agents} agents, {took:.0} s: {} wrap-ups, \
             p50 {:?}, p99 {:?}, {again} asked again, {wrong} lost or counted twice",
            done.len(),
            percentile(&times, 50),
            percentile(&times, 99),
        );
        assert_eq!(wrong, 0);
    });
}

/// What each table takes, with its indexes.
fn sizes(database: &Database) -> Vec<String> {
    let Database::Postgres(_) = database else { return Vec::new() };
    let sql = "SELECT relname::text AS name, reltuples::bigint AS records, \
                 pg_total_relation_size(oid) AS bytes \
               FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
                 AND pg_total_relation_size(oid) > 100000 ORDER BY 3 DESC";
    ask(database, "VACUUM FULL ANALYZE");
    ask(database, sql)
}

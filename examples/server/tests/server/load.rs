//! How much it takes, and that nothing is lost meanwhile: `make load`. Not a part of the
//! other tests: it says how fast a machine is.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{Answer, Ask, Database, SECRET, Server, WrapUp, ask, now, on_each, token};

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
        let path = format!("segments/{}", wrap_up.id);
        self.send("PUT", &path, "", &wrap_up.opened()).expect(200);
        let told = wrap_up.conversation(1, "wrap_up", &[]);
        self.send("PUT", &format!("interactions/{}", wrap_up.interaction), "", &told).expect(200);
        for revision in 2..4 {
            let draft = wrap_up.draft(revision, &wrap_up.id);
            self.send("PUT", &format!("{path}/draft"), "", &draft).expect(200);
        }
        let closed = wrap_up.closed(&wrap_up.id, &wrap_up.id);
        self.send("POST", &format!("{path}/closure"), &wrap_up.id, &closed).expect(200);
    }
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

#[test]
#[ignore = "make load"]
fn many_agents_at_once_while_it_is_killed_again_and_again() {
    on_each(|database| {
        let name = if matches!(database, Database::Sqlite(_)) { "SQLite" } else { "PostgreSQL" };
        let (agents, seconds, kills) =
            (setting("LOAD_AGENTS", 50), setting("LOAD_SECONDS", 20), setting("LOAD_KILLS", 3));
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
            for _ in 0..kills {
                thread::sleep(Duration::from_secs(seconds) / u32::try_from(kills + 1).unwrap());
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
        let wrong = done.values().filter(|each| {
            let record = each.read(&server);
            record["closure"] != each.closure(&each.id, &each.id)
                || record["versions"] != serde_json::json!([])
        });
        let wrong = wrong.count();
        #[allow(clippy::cast_precision_loss)] // counts, far within range
        let (wrap_ups, requests) = (done.len() as f64 / took, times.len() as f64 / took);
        println!(
            "{name}: {agents} agents, {kills} kills, {took:.0} s: {} wrap-ups ({wrap_ups:.0}/s), {requests:.0} requests/s, \
             p50 {:?}, p99 {:?}, {again} asked again, {wrong} lost or counted twice",
            done.len(),
            percentile(&times, 50),
            percentile(&times, 99),
        );
        for line in sizes(database) {
            println!("  {line}");
        }
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

//! A server that dies, and one that is asked to stop: whatever was acknowledged is there,
//! once.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::common::{Database, Mortal, Server, WrapUp, ask, on_each, until, while_held};

#[test]
fn killed_in_the_middle_of_writing_it_loses_nothing_that_was_acknowledged() {
    on_each(|database| {
        let told: Mutex<BTreeMap<String, WrapUp>> = Mutex::default();
        let cut_off: Mutex<Vec<WrapUp>> = Mutex::default();
        for round in 0..3 {
            let server = Server::start(database);
            let count = AtomicUsize::new(0);
            let stop = AtomicUsize::new(0);
            std::thread::scope(|scope| {
                for writer in 0..4 {
                    let (server, told, cut_off) = (&server, &told, &cut_off);
                    let (count, stop) = (&count, &stop);
                    scope.spawn(move || {
                        for each in 0.. {
                            if stop.load(Ordering::SeqCst) == 1 {
                                return;
                            }
                            let wrap_up = WrapUp::of("ada", &format!("C-{round}-{writer}-{each}"));
                            let ask = server.ask(
                                "ada",
                                "POST",
                                &format!("segments/{}/closure", wrap_up.id),
                            );
                            let ask = ask.header("Idempotency-Key", &wrap_up.id);
                            let ask = ask.json(&wrap_up.closed(&wrap_up.id, &wrap_up.interaction));
                            let Ok(answer) = ask.try_send() else {
                                cut_off.lock().unwrap().push(wrap_up);
                                return;
                            };
                            answer.expect(200);
                            told.lock().unwrap().insert(wrap_up.id.clone(), wrap_up);
                            count.fetch_add(1, Ordering::SeqCst);
                        }
                    });
                }
                until("some are closed", || (count.load(Ordering::SeqCst) >= 25).then_some(()));
                // In the middle of it all; the writers find out by themselves.
                let pid = server.pid().to_string();
                let kill = std::process::Command::new("kill").args(["-KILL", &pid]).status();
                assert!(kill.unwrap().success());
                stop.store(1, Ordering::SeqCst);
            });
            server.kill();
        }
        let server = Server::start(database);
        // What got no answer comes again, under its key.
        for wrap_up in cut_off.lock().unwrap().iter() {
            wrap_up.post_closure(&server, &wrap_up.id, &wrap_up.interaction).expect(200);
        }
        let told = told.lock().unwrap();
        for wrap_up in told.values().chain(cut_off.lock().unwrap().iter()) {
            let record = wrap_up.read(&server);
            assert_eq!(record["closure"], wrap_up.closure(&wrap_up.id, &wrap_up.interaction));
            assert_eq!(record["versions"], serde_json::json!([]));
            // And once more: it is known.
            wrap_up.post_closure(&server, &wrap_up.id, &wrap_up.interaction).expect(200);
            wrap_up.post_closure(&server, &wrap_up.id, "other").problem(422, "Idempotency-Key");
        }
        assert_eq!(closures_in_the_trail(&server), told.len() + cut_off.lock().unwrap().len());
    });
}

fn closures_in_the_trail(server: &Server) -> usize {
    let mut cursor = String::new();
    let mut closed = 0;
    loop {
        let path = format!("audit?action=closed&limit=200{cursor}");
        let page = server.ask_as("root", &["admin"], "GET", &path).send().expect(200);
        closed += page["entries"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { return closed };
        cursor = format!("&cursor={next}");
    }
}

#[test]
fn when_the_database_is_killed_nothing_that_was_acknowledged_is_lost() {
    let Some(postgres) = Mortal::start() else { return };
    let server = Server::start(&postgres.database);
    let (stop, closed) = (AtomicBool::new(false), AtomicUsize::new(0));
    let told: Mutex<Vec<WrapUp>> = Mutex::default();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (server, told, stop, closed) = (&server, &told, &stop, &closed);
            scope.spawn(move || {
                for each in 0.. {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let wrap_up = WrapUp::of("ada", &format!("C-{writer}-{each}"));
                    // As pages do, under the same key until it is answered.
                    until("it is closed", || {
                        let answer = wrap_up.post_closure(server, &wrap_up.id, "words");
                        assert!([200, 503].contains(&answer.status), "{answer:?}");
                        (answer.status == 200).then_some(())
                    });
                    told.lock().unwrap().push(wrap_up);
                    closed.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for round in 1..4 {
            until("some are closed", || {
                (closed.load(Ordering::SeqCst) >= 25 * round).then_some(())
            });
            postgres.kill();
        }
        let then = closed.load(Ordering::SeqCst);
        until("it goes on", || (closed.load(Ordering::SeqCst) >= then + 25).then_some(()));
        stop.store(true, Ordering::SeqCst);
    });
    let told = told.into_inner().unwrap();
    for wrap_up in &told {
        let record = wrap_up.read(&server);
        assert_eq!(record["closure"], wrap_up.closure(&wrap_up.id, "words"));
        assert_eq!(record["versions"], serde_json::json!([]));
    }
    assert_eq!(closures_in_the_trail(&server), told.len());
}

#[test]
fn what_was_begun_goes_to_its_end_also_when_whoever_asked_hangs_up() {
    on_each(|database| {
        let Database::Postgres(_) = database else { return };
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        let ask_for_it = server.ask("ada", "POST", &format!("segments/{}/closure", ada.id));
        let bytes = ask_for_it.header("Idempotency-Key", "key").json(&ada.closed("key", "words"));
        let mut stream = TcpStream::connect(server.address()).unwrap();
        while_held(database, "LOCK TABLE segments IN ACCESS EXCLUSIVE MODE", || {
            stream.write_all(&bytes.bytes()).unwrap();
            let waits = "SELECT pid FROM pg_stat_activity \
                         WHERE datname = current_database() AND wait_event_type = 'Lock'";
            until("it is in the middle", || (!ask(database, waits).is_empty()).then_some(()));
            drop(stream);
            // Whoever is answered by now was looked at later than the end of the other.
            assert_eq!(server.plain("GET", "/healthz").send().status, 200);
        });
        // Left half way, a connection would keep its transaction open for whoever is next.
        until("it is closed", || (closures_in_the_trail(&server) == 1).then_some(()));
        assert_eq!(ada.read(&server)["closure"], ada.closure("key", "words"));
    });
}

#[test]
fn asked_to_stop_it_finishes_what_it_has_begun() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        let ask = server.ask("ada", "POST", &format!("segments/{}/closure", ada.id));
        let bytes = ask.header("Idempotency-Key", "key").json(&ada.closed("key", "done")).bytes();
        let mut stream = TcpStream::connect(server.address()).unwrap();
        let (first, rest) = bytes.split_at(bytes.len() - 10);
        stream.write_all(first).unwrap();
        // Whoever is answered on another connection, knows that the first was looked at.
        server.ask("ada", "GET", "time").send().expect(200);
        server.terminate();
        until("it takes no further connections", || TcpStream::connect(server.address()).err());
        stream.write_all(rest).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(server.wait());
        let server = Server::start(database);
        assert_eq!(ada.read(&server)["closure"]["key"], "key");
    });
}

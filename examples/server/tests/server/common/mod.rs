//! Starting, asking and killing servers.

mod client;
mod database;
mod tables;
mod tokens;
mod wire;

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub(crate) use client::{Answer, Ask};
pub(crate) use database::{Database, Mortal, on_each};
pub(crate) use tables::{ask, everything, while_held};
pub(crate) use tokens::{SECRET, sign, token};
pub(crate) use wire::*;

/// What `make` builds and these tests start.
const PROGRAM: &str = env!("CARGO_BIN_EXE_wrap-up-server");

/// The server's clock and ours are one.
pub(crate) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// A name that no other test has.
pub(crate) fn unique(name: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

/// The program over `database`, not yet started.
pub(crate) fn program(database: &Database) -> Command {
    let mut program = Command::new(PROGRAM);
    program
        .env_clear()
        .env("DATABASE_URL", database.url())
        .env("WRAPUP_LISTEN", "127.0.0.1:0")
        .env("WRAPUP_JWT_SECRET", SECRET)
        .env("WRAPUP_TOKEN_SECRET", SECRET)
        .env("WRAPUP_LOG", "warn");
    program
}

impl Server {
    pub(crate) fn start(database: &Database) -> Self {
        Self::with(database, &[])
    }

    /// The same, with settings.
    pub(crate) fn with(database: &Database, settings: &[(&str, &str)]) -> Self {
        let mut program = program(database);
        program.envs(settings.iter().copied()).stdout(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").map(str::parse);
        let address = address.unwrap_or_else(|| panic!("it said {line:?}")).unwrap();
        Self { child, address }
    }

    /// A request to the contract's `path` as `agent`, who may enter codes and notes.
    pub(crate) fn ask(&self, agent: &str, method: &str, path: &str) -> Ask {
        let token = token(agent, &["interaction_admin"]);
        self.plain(method, &format!("/api/{path}"))
            .header("Authorization", &format!("Bearer {token}"))
    }

    /// The same with these roles.
    pub(crate) fn ask_as(&self, agent: &str, roles: &[&str], method: &str, path: &str) -> Ask {
        let token = token(agent, roles);
        self.plain(method, &format!("/api/{path}"))
            .header("Authorization", &format!("Bearer {token}"))
    }

    /// A request without anything.
    pub(crate) fn plain(&self, method: &str, path: &str) -> Ask {
        Ask::new(self.address, method, path)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Pulls the plug.
    pub(crate) fn kill(mut self) {
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as systems do.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Until it has stopped; whether all was well.
    pub(crate) fn wait(mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts what does not start; gives what it says of that.
pub(crate) fn complaint(mut program: Command) -> String {
    let mut child = program.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!child.wait().unwrap().success());
    said
}

/// Asks until something is so; what a server does by itself takes a while.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "it never was: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

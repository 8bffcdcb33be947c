//! The reference server: keeps wrap-ups in SQLite or PostgreSQL, by the contract of
//! `docs/service.md`.
//!
//! | module | what it does |
//! |--|--|
//! | `config` | reads the environment, and says what is wrong with it |
//! | `serve`, `around` | connections; what happens around every request |
//! | `auth`, `limits` | who asks, what they may, how often |
//! | `routes`, `asked`, `body`, `params` | what can be asked, and reading it |
//! | `finishing`, `administration`, `told` | what several routes have in common |
//! | `now` | the same records in the shape of ServiceNow's interfaces |
//! | `store` | records |
//! | `jobs` | what the server closes by itself |
//! | `changes` | what open pages are told of |
//! | `problem`, `metrics` | what is said of what goes wrong, and counted |
//!
//! What counts and what yields to what is decided by the widget's own
//! [`service`](interaction_wrap_up::domain::service) rules.

mod administration;
mod around;
mod asked;
mod auth;
mod body;
mod changes;
mod clock;
mod config;
mod finishing;
mod jobs;
mod limits;
mod metrics;
mod now;
mod params;
mod problem;
mod routes;
mod serve;
mod state;
mod store;
mod told;

use std::io::Write;
use std::process::ExitCode;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use config::Config;
use state::State;
use store::Store;

pub use routes::{BASE, TABLE};

/// What `--help` says.
const HELP: &str = "\
wrap-up-server: keeps wrap-ups in SQLite or PostgreSQL

  --demo   hand out tokens to whoever asks, and serve a page with the widget;
           listens on this machine alone. Never where records matter.
  --help   this

Everything else is set in the environment; README.md has the list.
";

/// Runs the server as the command line and the environment say, until it is told to stop.
pub async fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    let mut demo = false;
    for argument in arguments {
        match argument.as_str() {
            "--demo" => demo = true,
            "--help" => {
                say(HELP);
                return ExitCode::SUCCESS;
            }
            other => return give_up(&format!("{other} is not known; --help says what is")),
        }
    }
    let config = match Config::read(&|name| std::env::var(name).ok(), demo) {
        Ok(config) => config,
        Err(wrong) => return give_up(&wrong.to_string()),
    };
    let Ok(filter) = EnvFilter::try_new(&config.log) else {
        return give_up("WRAPUP_LOG must be a level such as info, or levels by module");
    };
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    match start(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => give_up(&error),
    }
}

fn say(text: &str) {
    // Nobody is left to tell where standard output is closed.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn give_up(error: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

async fn start(config: Config) -> Result<(), String> {
    let listen = config.listen;
    let store = Store::open(&config.database).await;
    // The address may hold a password: it is not repeated.
    let store = store.map_err(|error| format!("DATABASE_URL cannot be opened: {error}"))?;
    let (stop, stopping) = watch::channel(false);
    let state = State::new(config, store, stopping.clone()).map_err(|wrong| wrong.to_string())?;
    if state.config.demo {
        routes::demo_catalog(&state).await.map_err(|error| error.to_string())?;
    }
    let place = state.store.last_place().await.map_err(|error| error.to_string())?;
    let connections = state.config.connections;
    let listener = TcpListener::bind(listen).await;
    let listener =
        listener.map_err(|error| format!("WRAPUP_LISTEN {listen} cannot be had: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    say(&format!("listening on http://{address}\n"));
    let jobs = tokio::spawn(jobs::run(state.clone(), stopping.clone()));
    let telling = tokio::spawn(changes::run(state.clone(), place, stopping.clone()));
    let serving =
        tokio::spawn(serve::serve(listener, routes::router(state.clone()), connections, stopping));
    told_to_stop().await.map_err(|error| error.to_string())?;
    tracing::info!("stopping: what is under way is finished");
    let _ = stop.send(true);
    for task in [serving, jobs, telling] {
        if let Err(error) = task.await {
            tracing::error!(%error, "a part of the server failed");
        }
    }
    state.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Until somebody presses Ctrl+C, or the system asks it to stop.
async fn told_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

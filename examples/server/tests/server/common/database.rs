//! A database for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use super::unique;

/// A database that is there until the test ends.
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique("sqlite"));
        fs::create_dir_all(&folder).unwrap();
        Self::Sqlite(folder)
    }

    /// `None` where there is no PostgreSQL to be had.
    fn postgres() -> Option<Self> {
        static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
        let cluster = CLUSTER.get_or_init(|| Cluster::start("off")).as_ref()?;
        Some(Self::Postgres(cluster.create(&unique("wrapup"))))
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.join("records.db").display()),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Sqlite(folder) = self {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Does the same over every kind of database that can be had.
pub(crate) fn on_each(test: impl Fn(&Database)) {
    test(&Database::sqlite());
    match Database::postgres() {
        Some(database) => test(&database),
        // WRAPUP_TEST_POSTGRES=1 makes sure that it is tested.
        None if std::env::var_os("WRAPUP_TEST_POSTGRES").is_some() => {
            panic!("no PostgreSQL was found")
        }
        None => {}
    }
}

/// A database in a PostgreSQL that one test has for itself and may kill.
pub(crate) struct Mortal {
    /// What servers are given.
    pub(crate) database: Database,
    cluster: Cluster,
}

impl Mortal {
    /// `None` where there is no PostgreSQL to be had. What is committed is written to the
    /// disk first, as it is by default.
    pub(crate) fn start() -> Option<Self> {
        let cluster = Cluster::start("on")?;
        let database = Database::Postgres(cluster.create("wrapup"));
        Some(Self { database, cluster })
    }

    /// Pulls the plug. It comes again by itself, as system services do.
    pub(crate) fn kill(&self) {
        let pid = fs::read_to_string(self.cluster.folder.join("data/postmaster.pid")).unwrap();
        let kill = Command::new("kill").args(["-KILL", pid.lines().next().unwrap()]).status();
        assert!(kill.unwrap().success());
    }
}

/// A PostgreSQL of our own, in a directory of its own, gone with the tests.
struct Cluster {
    folder: PathBuf,
    bin: PathBuf,
    /// Held for as long as it is needed.
    input: Option<ChildStdin>,
}

impl Cluster {
    fn start(fsync: &str) -> Option<Self> {
        let bin = find("initdb")?;
        let folder = std::env::temp_dir().join(unique("wrapup-postgres"));
        fs::create_dir_all(&folder).unwrap();
        let data = folder.join("data");
        if is_root() {
            // PostgreSQL refuses to be root.
            let own = Command::new("chown").arg(USER).arg(&folder).status();
            own.ok().filter(std::process::ExitStatus::success)?;
        }
        let mut cluster = Self { folder: folder.clone(), bin, input: None };
        let mut initdb = cluster.command("initdb");
        initdb.args(["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "-D"]);
        if !initdb.arg(&data).stdout(Stdio::null()).status().ok()?.success() {
            return None;
        }
        fs::write(folder.join("up"), "").unwrap();
        let watch = format!(
            // It ends with the tests, however they end: then nobody holds its input. Until
            // then it begins anew whenever it dies.
            "cd \"{}\"; while [ -e up ]; do \"{}\" -D data -k \"$PWD\" -c listen_addresses= -c fsync={fsync}; \
             sleep 0.1; done >>log 2>&1 & \
             cat; rm up; while kill -0 $!; do kill -QUIT $(head -n 1 data/postmaster.pid); sleep 0.1; done; \
             wait; rm -rf \"$PWD\"",
            folder.display(),
            cluster.bin.join("postgres").display(),
        );
        let mut shell = as_user("sh");
        shell
            .args(["-c", &watch])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        cluster.input = shell.spawn().ok()?.stdin;
        super::until("PostgreSQL answers", || {
            let mut ready = cluster.command("psql");
            ready.args(["-qc", "SELECT 1", "postgres"]).stdout(Stdio::null()).stderr(Stdio::null());
            ready.status().ok()?.success().then_some(())
        });
        Some(cluster)
    }

    /// One of its programs, which finds it.
    fn command(&self, name: &str) -> Command {
        let mut command = as_user(self.bin.join(name).to_str().unwrap());
        command.env("PGHOST", &self.folder).env("PGUSER", "postgres").current_dir("/");
        command
    }

    fn create(&self, name: &str) -> String {
        let sql = format!("CREATE DATABASE \"{name}\"");
        assert!(self.command("psql").args(["-qc", &sql, "postgres"]).status().unwrap().success());
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/{name}")
    }
}

/// As whom PostgreSQL runs where these tests are root.
const USER: &str = "nobody";

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.starts_with(b"0\n"))
}

/// A program as somebody who is not root.
fn as_user(program: &str) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", "nogroup", "--clear-groups", program]);
    command
}

/// The folder of PostgreSQL's programs.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let on_path = std::env::split_paths(&path).find(|folder| folder.join(program).is_file());
    let debian = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut bins: Vec<_> =
            versions.flatten().map(|version| version.path().join("bin")).collect();
        bins.sort();
        bins.pop()
    };
    let real = on_path.and_then(|folder| fs::canonicalize(folder.join(program)).ok());
    let bin = real.and_then(|real| real.parent().map(Path::to_owned)).or_else(debian)?;
    ["initdb", "postgres", "psql"].iter().all(|name| bin.join(name).is_file()).then_some(bin)
}

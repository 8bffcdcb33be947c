// A PostgreSQL of our own, in a directory of its own, gone with the tests.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { accessSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** As whom it runs where the tests are root, which it refuses to be. */
const USER = "nobody";
const isRoot = process.getuid?.() === 0;

/** The folder of its programs; `null` where there are none. */
export function programs(): string | null {
  const there = (folder: string) => {
    try {
      for (const name of ["initdb", "postgres", "psql"]) accessSync(join(folder, name));
      return true;
    } catch {
      return false;
    }
  };
  const onPath = (process.env.PATH ?? "").split(":").flatMap((folder) => {
    try {
      return [dirname(realpathSync(join(folder, "initdb")))];
    } catch {
      return [];
    }
  });
  const debian = "/usr/lib/postgresql";
  let versions: string[] = [];
  try {
    versions = readdirSync(debian).toSorted().reverse();
  } catch {
    // None is installed that way.
  }
  return [...onPath, ...versions.map((version) => join(debian, version, "bin"))].find(there) ?? null;
}

const as = (program: string, args: string[]): [string, string[]] =>
  isRoot ? ["setpriv", ["--reuid", USER, "--regid", "nogroup", "--clear-groups", program, ...args]] : [program, args];

export class Cluster {
  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(bin: string): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), "wrapup-postgres-"));
    if (isRoot) execFileSync("chown", [USER, folder]);
    const data = join(folder, "data");
    const make = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "-D", data];
    execFileSync(...as(join(bin, "initdb"), make), { stdio: "ignore", cwd: "/" });
    const run = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"];
    const child = spawn(...as(join(bin, "postgres"), run), { stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
    let said = "";
    await new Promise<void>((ready, failed) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("ready to accept connections")) ready();
      });
      child.once("exit", () => failed(new Error(`PostgreSQL ended: ${said}`)));
    });
    return new Cluster(bin, folder, child);
  }

  /** The address of a new database. */
  create(name: string): string {
    const make = ["-h", this.folder, "-U", "postgres", "-qc", `CREATE DATABASE "${name}"`, "postgres"];
    execFileSync(...as(join(this.bin, "psql"), make), { stdio: "ignore", cwd: "/" });
    return `postgres://postgres@${encodeURIComponent(this.folder)}/${name}`;
  }

  async close(): Promise<void> {
    const gone = new Promise((gone) => this.child.once("exit", gone));
    this.child.kill("SIGQUIT");
    await gone;
    await rm(this.folder, { recursive: true, force: true });
  }
}

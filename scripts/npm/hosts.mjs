// Builds the pages of examples/hosts from the packed tarball, each with its own tool, into
// target/hosts/NAME.   node scripts/npm/hosts.mjs [name…]
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const hosts = "examples/hosts";
const tarball = resolve("dist/interaction-wrap-up.tgz");
const all = readdirSync(hosts).filter((name) => name !== "shared");
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;

const run = (cwd, command, ...args) =>
  execFileSync(command, args, { cwd, stdio: "inherit", env: { ...process.env, CI: "1", NG_CLI_ANALYTICS: "false" } });

/** Puts what the tarball holds into a folder, as npm does. */
function unpack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(folder, "tar", "-xzf", tarball, "--strip-components=1");
}

const same = (a, b) => existsSync(b) && readFileSync(a, "utf8") === readFileSync(b, "utf8");

/** Installs what the lock file names; the package itself is new with every build. */
function install(folder) {
  const [lock, installed] = [join(folder, "package-lock.json"), join(folder, "node_modules/.installed-lock")];
  if (!same(lock, installed)) {
    run(folder, "npm", "ci", "--no-progress");
    copyFileSync(lock, installed);
  }
  unpack(join(folder, "node_modules/interaction-wrap-up"));
}

for (const name of wanted) {
  const folder = join(hosts, name);
  const out = join("target/hosts", name);
  if (!existsSync(folder)) throw new Error(`there is no host called "${name}"; there are ${all.join(", ")}`);
  console.log(`==> Building the page of ${name}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  if (existsSync(join(folder, "package.json"))) {
    install(folder);
    run(folder, "npm", "run", "--silent", "build");
    cpSync(join(folder, "dist"), out, { recursive: true });
  } else {
    // Served as it is, with the package beside it.
    cpSync(folder, out, { recursive: true });
    cpSync(join(hosts, "shared"), join(out, "shared"), { recursive: true });
    unpack(join(out, "package"));
  }
}

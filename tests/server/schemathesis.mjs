// Holds the reference server against docs/openapi.yaml: schemathesis makes requests out of the
// document, right ones and wrong ones, and looks whether the answers are what it says.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const folder = await mkdtemp(join(tmpdir(), "wrap-up-schemathesis-"));
const program = resolve(process.env.CARGO_TARGET_DIR ?? "examples/server/target", "debug/wrap-up-server");
const settings = {
  WRAPUP_LISTEN: "127.0.0.1:0",
  DATABASE_URL: `sqlite:${join(folder, "records.db")}`,
  WRAPUP_LOG: "warn",
  // As fast as it can be asked.
  WRAPUP_RATE: "100000",
};
const server = spawn(program, ["--demo"], { env: settings, stdio: ["ignore", "pipe", "inherit"] });
const stop = () => server.kill("SIGKILL");
process.once("exit", stop);
try {
  const [line] = await once(createInterface(server.stdout), "line");
  const origin = line.replace("listening on ", "");
  // Who may do anything gets furthest in.
  const roles = ["interaction_admin", "interaction_supervisor", "admin"];
  const headers = { "content-type": "application/json" };
  const signed = await fetch(`${origin}/demo/token`, { method: "POST", headers, body: JSON.stringify({ agent: "ada", roles }) });
  const { token } = await signed.json();
  const settled = ["--config-file", "tests/server/schemathesis/schemathesis.toml", "run", "docs/openapi.yaml"];
  // What was found before is not looked for again: each run of a seed is the same.
  const same = ["--seed", process.env.SEED ?? "1", "--generation-database", "none"];
  const env = { ...process.env, WRAPUP_API: `${origin}/api`, WRAPUP_TOKEN: token };
  const run = spawn("schemathesis", [...settled, ...same], { env, stdio: "inherit" });
  const [code] = await once(run, "exit");
  process.exitCode = code ?? 1;
} finally {
  stop();
  await rm(folder, { recursive: true });
}

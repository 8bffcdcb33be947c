// Processes that a test starts, with all that they start themselves.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** Whoever ends without stopping them leaves none behind. */
const running = new Set<number>();
process.once("exit", () => {
  for (const pid of running) signal([...descendants(pid), pid], "SIGKILL");
});

export function run(command: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
  const stdio = ["ignore", "ignore", "ignore", "pipe"] as const;
  const child = spawn(command, args, { stdio: [...stdio], env: { ...process.env, ...environment } });
  const { pid } = child;
  // Without one it did not start, and says so by an event.
  if (pid !== undefined) {
    running.add(pid);
    child.once("exit", () => running.delete(pid));
  }
  return child;
}

/** A process, and what of it is to be known. */
interface Known {
  pid: number;
  parent: number;
  /** What it was called with. */
  command: string;
}

/** Every process there is. One that has just gone is left out. */
function processes(): Known[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, "utf8");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // The name, which comes before in brackets, may have spaces.
        const parent = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
}

/** Whatever `pid` has started, and they; those whose command matches. */
export function descendants(pid: number, command = /(?:)/): number[] {
  const all = processes();
  const below = (parent: number): Known[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid)
    .filter((each) => command.test(each.command))
    .map((each) => each.pid);
}

/** Signals processes; those that have gone meanwhile do not mind. */
export function signal(pids: number[], name: NodeJS.Signals): void {
  // Numbers below mean whole groups of processes, and everybody.
  for (const pid of pids.filter((each) => each > 1)) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

const isAlive = (pid: number) => processes().some((each) => each.pid === pid && each.command !== "");

/** Until none of them is there any more. Only a parent is told when a process ends, so others have to look. */
export async function ended(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((passed) => setTimeout(passed, 20));
}

/** Ends a process at once, with all below it. */
export async function killAll(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const all = [...descendants(child.pid), child.pid];
  const exited = once(child, "exit");
  signal(all, "SIGKILL");
  await exited;
  await ended(all);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return address.port;
}

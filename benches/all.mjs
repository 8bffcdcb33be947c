// Measures everything, one part after the other. What fails does not keep the rest from
// being measured, and is said again at the end.
import { spawnSync } from "node:child_process";

const parts = ["check", "size", "start", "tick", "time", "input", "memory"];
const failed = parts.filter((part) => {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, [`benches/${part}.mjs`], { stdio: "inherit" });
  console.log(`    ${part} took ${((performance.now() - began) / 60_000).toFixed(1)} minutes\n`);
  // Without them nothing else means anything.
  if (part === "check" && status !== 0) process.exit(1);
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`error: see ${failed.join(", ")} above`);
  process.exit(1);
}

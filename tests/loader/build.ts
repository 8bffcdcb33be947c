// The class as it is shipped, over a module that only remembers; twice, to have two versions.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { buildLoader } from "../../scripts/npm/loader.mjs";

export const site = "target/loader";

/** The smallest module there is. */
const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

export default async function build(): Promise<void> {
  rmSync(site, { recursive: true, force: true });
  for (const [folder, version] of Object.entries({ one: "1.0.0", two: "2.0.0" })) {
    await buildLoader(`${site}/${folder}`, { glue: "tests/loader/fake/glue.js", version });
    writeFileSync(`${site}/${folder}/wrap_up_bg.wasm`, empty);
  }
  mkdirSync(site, { recursive: true });
  writeFileSync(`${site}/index.html`, "<!doctype html><title>loader</title><body></body>");
  writeFileSync(
    `${site}/early.html`,
    `<!doctype html><title>loader</title><script type="module" src="one/define.js"></script>
     <interaction-wrap-up interaction="C-1" agent="ada"></interaction-wrap-up>`,
  );
}

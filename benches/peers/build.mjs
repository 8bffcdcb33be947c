// Builds every peer into DIRECTORY/NAME, all with the same tool and settings.
//
//   node build.mjs DIRECTORY
import { join, resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import solid from "vite-plugin-solid";

const directory = resolve(process.argv[2]);
const peers = {
  vanilla: {},
  lit: {},
  preact: { oxc: { jsx: { runtime: "automatic", importSource: "preact" } } },
  react: { plugins: [react()] },
  solid: { plugins: [solid({ hot: false })] },
  svelte: { plugins: [svelte({ configFile: false })] },
};

for (const [name, own] of Object.entries(peers)) {
  await build({
    root: join(import.meta.dirname, name),
    base: "./",
    configFile: false,
    logLevel: "warn",
    ...own,
    build: { target: "es2022", outDir: join(directory, name), emptyOutDir: true, modulePreload: { polyfill: false } },
  });
}

// Builds the JavaScript of the package: the class and its registration as they are,
// minified, and what they import later in one file with wasm-bindgen's glue.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const source = "src/embed/npm";

/** The crate's version, which is the package's. */
export const version = readFileSync("Cargo.toml", "utf8").match(/^version = "(.*)"$/m)[1];

/** The files that a page loads before it needs a wrap-up. */
export const critical = ["index.js", "define.js"];

/**
 * Builds the package's scripts into a directory.
 * @param {string} directory
 * @param {{ glue: string, admin?: string, version?: string }} options the glue's file, the administration's
 *   where that is wanted; another version, to try two
 */
export async function buildLoader(directory, options) {
  mkdirSync(directory, { recursive: true });
  const common = {
    outdir: directory,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    define: { VERSION: JSON.stringify(options.version ?? version) },
  };
  await build({ ...common, entryPoints: critical.map((file) => join(source, file)) });
  const glue = (file) => ({
    name: "glue",
    setup: (builder) => builder.onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: resolve(file) })),
  });
  // Files of their own, fetched when they are wanted.
  const apart = {
    name: "apart",
    setup: (builder) => builder.onResolve({ filter: /^\.\/(messages\/|index\.js$)/ }, ({ path }) => ({ path, external: true })),
  };
  const bundled = (file, from) => build({ ...common, entryPoints: [join(source, file)], bundle: true, plugins: [glue(from), apart] });
  await bundled("wrap_up.js", options.glue);
  if (options.admin) await bundled("admin.js", options.admin);
}

// A static server for the tests: one directory, a free port of 127.0.0.1.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves the files of a directory until it is closed.
 * @param {string | string[]} directory or several: the first that has a file
 * @param {(pathname: string) => Record<string, string>} [headers] further or other ones
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(directory, headers = () => ({})) {
  const directories = [directory].flat();
  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      // normalize() keeps ".." from climbing out, since the path starts with "/".
      const file = await find(directories, normalize(decodeURIComponent(pathname)));
      response.writeHead(200, {
        "content-type": types[extname(file)] ?? "application/octet-stream",
        // Asked for anew each time. "no-store" would keep pages out of the back/forward cache.
        "cache-control": "no-cache",
        ...headers(pathname),
      });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string[]} directories
 * @param {string} path
 * @returns {Promise<string>}
 */
async function find(directories, path) {
  for (const directory of directories) {
    const file = join(directory, path);
    const found = await stat(file).catch(() => null);
    if (found === null) continue;
    return found.isDirectory() ? find([directory], join(path, "index.html")) : file;
  }
  throw new Error(`there is no ${path}`);
}

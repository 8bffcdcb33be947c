// A server that answers as servers do when things go wrong.
import { createServer } from "node:http";

/**
 * What a request looked like when it came.
 * @typedef {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: string }} Asked
 */

const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const EXPOSED = { "access-control-expose-headers": "Date, Retry-After" };

/** @type {Record<string, (response: import("node:http").ServerResponse, asked: Asked) => void>} */
const answers = {
  "/echo": (response, asked) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(asked)),
  "/kept": (response) => response.writeHead(200, { "cache-control": "max-age=3600" }).end("fresh"),
  "/moved": (response) => response.writeHead(307, { location: "/echo" }).end(),
  "/busy": (response) => response.writeHead(503, { ...EXPOSED, date: DATE, "retry-after": "7" }).end("busy"),
  "/busy-until": (response) =>
    response.writeHead(429, { ...EXPOSED, date: DATE, "retry-after": "Sun, 06 Nov 1994 08:50:37 GMT" }).end(),
  "/busy-unexposed": (response) => response.writeHead(503, { date: DATE, "retry-after": "7" }).end(),
  "/silent": () => {},
  "/slow-body": (response) => response.writeHead(200).write("half of it"),
  "/torn-length": (response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("ten bytes.", () => response.destroy());
  },
  "/torn-chunks": (response) => {
    response.writeHead(200);
    response.write("ten bytes.", () => response.destroy());
  },
  "/reset": (response) => response.destroy(),
  "/forbidden": (response) => {
    response.removeHeader("access-control-allow-origin");
    response.writeHead(200).end("not for every page");
  },
};

/**
 * Serves until it is closed; every page may ask it, with cookies too.
 * @returns {Promise<{ url: string, asked: Asked[], arrival: (path: string) => Promise<Asked>, close: () => Promise<void> }>}
 */
export async function serveAnswers() {
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Set<() => void>} */
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("access-control-allow-headers", "authorization, content-type");
    response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const { method = "", headers } = request;
    const one = { method, path: pathname, headers, body };
    asked.push(one);
    for (const look of waiting) look();
    const answer = answers[pathname];
    if (answer === undefined) response.writeHead(200).end();
    else answer(response, one);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    arrival: (path) =>
      new Promise((arrived) => {
        const look = () => {
          const one = asked.find((each) => each.path === path);
          if (one === undefined) return;
          waiting.delete(look);
          arrived(one);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

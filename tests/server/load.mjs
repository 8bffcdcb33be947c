// Wrap-ups at a server, as fast as it takes them, made by autocannon. What is wanted comes as
// JSON by the standard input; what came of it goes to the standard output.
import { json } from "node:stream/consumers";
import autocannon from "autocannon";

/**
 * What each agent's page asks for, one after the other; NAME stands for the conversation's.
 * @typedef {{ method: "PUT" | "POST", path: string, key: string, body: string }} Asked
 * @typedef {{ url: string, seconds: number, agents: { token: string, requests: Asked[] }[] }} Wanted
 * @typedef {{ agent: number, name: string }} WrapUp
 */

const { url, seconds, agents } = /** @type {Wanted} */ (await json(process.stdin));
const steps = agents[0]?.requests.length ?? 0;
/** @type {WrapUp[]} */
const acknowledged = [];
let begun = 0;

/**
 * One of the requests of a wrap-up, for whoever's turn it is.
 * @param {number} step
 * @returns {autocannon.Request}
 */
function request(step) {
  return {
    setupRequest(request, context) {
      if (step === 0) Object.assign(context, { agent: begun % agents.length, name: `load-${begun++}` });
      const { agent, name } = /** @type {WrapUp} */ (context);
      const { token = "", requests = [] } = agents[agent] ?? {};
      const { method, path, key, body } = /** @type {Asked} */ (requests[step]);
      const named = (/** @type {string} */ text) => text.replaceAll("NAME", name);
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "idempotency-key": named(key),
        "page-time": String(Date.now()),
      };
      return { ...request, method, path: named(path), headers, body: named(body) };
    },
    onResponse(status, _, context) {
      const { agent, name } = /** @type {WrapUp} */ (context);
      if (status === 200 && step === steps - 1) acknowledged.push({ agent, name });
    },
  };
}

const { requests, latency, errors, timeouts, non2xx, duration } = await autocannon({
  url,
  connections: agents.length,
  duration: seconds,
  requests: Array.from({ length: steps }, (_, step) => request(step)),
});
const figures = {
  wrap_ups_a_second: Math.round(acknowledged.length / duration),
  requests_a_second: requests.average,
  milliseconds: { p50: latency.p50, p99: latency.p99, max: latency.max },
};
console.log(JSON.stringify({ acknowledged, figures, failed: errors + timeouts + non2xx }));

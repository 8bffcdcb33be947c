// Wrap-ups at a server, as fast as it takes them, made by autocannon. What is wanted comes as
// JSON by the standard input; what came of it goes to the standard output.
import { json } from "node:stream/consumers";
import autocannon from "autocannon";

const { url, seconds, agents } = await json(process.stdin);
const acknowledged = [];
let begun = 0;

/** One of the requests of a wrap-up, for whoever's turn it is. */
function request(_, step) {
  return {
    setupRequest(request, wrapUp) {
      if (step === 0) Object.assign(wrapUp, { agent: begun % agents.length, name: `load-${begun++}` });
      const { token, requests } = agents[wrapUp.agent];
      const named = (text) => text.replaceAll("NAME", wrapUp.name);
      const { method, path, key, body } = requests[step];
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "idempotency-key": named(key),
        "page-time": String(Date.now()),
      };
      return { ...request, method, path: named(path), headers, body: named(body) };
    },
    onResponse(status, _, { agent, name }) {
      if (status === 200 && step === agents[0].requests.length - 1) acknowledged.push({ agent, name });
    },
  };
}

const { requests, latency, errors, timeouts, non2xx, duration } = await autocannon({
  url,
  connections: agents.length,
  duration: seconds,
  requests: agents[0].requests.map(request),
});
const figures = {
  wrap_ups_a_second: Math.round(acknowledged.length / duration),
  requests_a_second: requests.average,
  milliseconds: { p50: latency.p50, p99: latency.p99, max: latency.max },
};
console.log(JSON.stringify({ acknowledged, figures, failed: errors + timeouts + non2xx }));

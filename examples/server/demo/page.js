// A host page as small as it can be: it signs in, says what happens to a conversation,
// and lists what the server has.
const wrapUp = document.querySelector("interaction-wrap-up");
const list = document.querySelector("#segments");
let token = null;

const signIn = async () => {
  const response = await fetch("/demo/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ agent: "ada" }),
  });
  ({ token } = await response.json());
};

const headers = async (again) => {
  if (token === null || again) await signIn();
  return { Authorization: `Bearer ${token}` };
};

const words = ({ interaction, closure }) =>
  closure === null ? `${interaction}: open` : `${interaction}: ${closure.kind}, ${closure.code?.label ?? "no code"}. ${closure.notes}`;

async function show() {
  const response = await fetch("/api/segments?limit=20", { headers: await headers(false) });
  const { segments } = await response.json();
  const lines = segments.map((segment) => {
    const line = document.createElement("li");
    line.textContent = words(segment);
    return line;
  });
  list.replaceChildren(...lines);
}

const next = () => {
  wrapUp.interaction = `C-${Date.now()}`;
};

wrapUp.headers = headers;
wrapUp.record = { channel: "chat", fields: { customer: "Mira Lindqvist" } };
next();
const on = (id, act) => document.querySelector(id).addEventListener("click", act);
on("#connect", () => wrapUp.connected());
on("#end", () => wrapUp.conversationEnded({ by: "agent" }));
on("#next", next);
await show();
setInterval(show, 2_000);

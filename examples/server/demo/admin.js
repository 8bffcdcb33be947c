// The administration over this server. Whoever opens it is an administrator; with
// ?agent=sue&roles=interaction_supervisor it is somebody else.
import { administer } from "./package/admin.js";

const asked = new URLSearchParams(location.search);
const agent = asked.get("agent") ?? "root";
const roles = (asked.get("roles") ?? "admin").split(" ");
let token = null;

const signIn = async () => {
  const response = await fetch("/demo/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ agent, roles }),
  });
  ({ token } = await response.json());
};

const headers = async (again) => {
  if (token === null || again) await signIn();
  return { Authorization: `Bearer ${token}` };
};

await administer({ baseUrl: "/api", agent, roles, headers });

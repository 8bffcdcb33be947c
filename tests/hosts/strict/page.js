// Notes what the policy forbids and what the element says, from before it is there.
globalThis.violations = [];
globalThis.told = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
  globalThis.violations.push({ violatedDirective, blockedURI, sample }),
);
document.addEventListener("wrapup-error", ({ detail }) => globalThis.told.push(detail));

const element = document.createElement("interaction-wrap-up");
Object.assign(element, {
  interaction: "C-1",
  agent: "ada",
  roles: ["interaction_admin"],
  backend: "browser",
  record: { channel: "chat" },
  config: {
    codes: [{ id: "resolved", label: "Resolved" }],
    configurations: [
      {
        id: "chat",
        name: "Chat",
        enforce_duration: true,
        duration_seconds: 600,
        show_timer: true,
        enable_codes: true,
        allowed_codes: ["resolved"],
        default_code: "resolved",
      },
    ],
  },
});
document.body.append(element);
import("./package/define.js");

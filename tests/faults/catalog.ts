// What an administrator has set up at the service: few codes, short times.

const CODES = [
  ["resolved", "Resolved"],
  ["refund", "Refund issued"],
  ["complaint", "Complaint taken"],
] as const;

const codes = CODES.map(([id, label]) => ({ id, label, description: "", active: true, external: false }));

const configuration = (id: string, channel: string, change: Record<string, unknown>) => ({
  id,
  name: id,
  active: true,
  order: 100,
  channels: [channel],
  condition: { all: [] },
  mode: "standard",
  enforce_duration: true,
  duration_seconds: 60,
  show_timer: true,
  bands: [
    { percent: 100, band: "green" },
    { percent: 50, band: "yellow" },
    { percent: 25, band: "red" },
  ],
  extension_seconds: null,
  max_extensions: 10,
  expiry_policy: "fill_blanks",
  enable_codes: true,
  allowed_codes: codes.map(({ id }) => id),
  default_code: "resolved",
  use_ai_as_default: false,
  on_interruption: { status_change: "go_on", outbound_call: "go_on", logout: "go_on" },
  early_dialog: false,
  wrap_up_unconnected: false,
  sweep_after: { seconds: 900 },
  correction_seconds: 86_400,
  ...change,
});

/** How long a wrap-up lasts whose end is awaited, in seconds. */
export const SHORT = 3;

/**
 * Chats have a minute and lose their notes with it, messages a few seconds and keep
 * them, calls have no dialog, mail no limit. Video calls end while the test waits too, but
 * leave a slow driver the time to type first.
 */
export const catalog = {
  codes,
  configurations: [
    configuration("chat", "chat", { expiry_policy: "default_and_discard" }),
    configuration("messaging", "messaging", { duration_seconds: SHORT, max_extensions: 2 }),
    configuration("voice", "phone", { enable_codes: false, allowed_codes: [], default_code: null }),
    configuration("video", "video", { duration_seconds: 4 * SHORT }),
    configuration("email", "email", { enforce_duration: false, expiry_policy: "keep_entered" }),
  ],
};

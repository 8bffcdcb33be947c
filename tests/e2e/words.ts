// The sentences people read, by key, so that a better wording breaks no test.
import messages from "../../messages/en.json" with { type: "json" };

/** The text of `key` with each `{name}` replaced by its value. */
export function words(key: keyof typeof messages, values: Record<string, string> = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

// What main.rs hands to JavaScript.

/** A request, as the page reads it. */
export interface Wanted {
  method: string;
  url: string;
  headers: [string, string][];
  body: string | null;
  keepalive: boolean;
  credentials: boolean;
  timeout: number;
}

/** What the page exports. */
export interface Primitives {
  send(wanted: Wanted): Promise<unknown>;
  send_on_gone(wanted: Wanted): void;
  arm(wanted: Wanted, after?: number): string;
  activated(): boolean;
  disarm(): void;
  ask_before_leaving(ask: boolean): void;
  note_life(): void;
  is_online(): boolean;
  write_on_gone(id: string, strict: boolean, looking: boolean): Promise<void>;
  written(): Promise<string[]>;
}

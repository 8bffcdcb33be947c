import type { RequestHeaders, Role } from "./index.js";

/** Where codes and configurations are, and who sets them up. */
export interface AdministrationOptions {
  /** What it is shown in; the page's body without one. */
  root?: HTMLElement | null;
  /** The service, as the element's `base-url`. */
  baseUrl: string;
  /** Who has signed in. */
  agent: string;
  /** What they may do, as far as this page knows; the service decides. */
  roles: readonly (Role | (string & {}))[];
  /** What signs requests in: headers, or a function that gives them, asked anew after a 401. */
  headers?: RequestHeaders | null;
  /** Whether cookies go along. */
  cookies?: boolean;
  /** What people are called, by id. */
  names?: Record<string, string> | null;
  /** Where `admin_bg.wasm` is, where not beside the script. */
  wasmUrl?: string | URL | null;
  /** A hash that it must have. */
  integrity?: string | null;
}

/** The administration as it is shown. */
export interface Administering {
  /** Takes it off the page. What is typed and not saved is gone. */
  close(): void;
}

/**
 * Shows the administration of a service: codes, configurations, why a conversation gets
 * its own, and who changed what. It is a page of its own: it styles the document, and
 * keeps its place in the address behind the `#`.
 *
 * Rejects with a `WrapUpError` (`bad_argument`, with the `field`) for what it cannot understand.
 */
export declare function administer(options: AdministrationOptions): Promise<Administering>;

// Makes the page's storage fail the way a browser would.
import type { Page } from "@playwright/test";

type Breakable = typeof globalThis & { storageIsFull?: boolean };

export interface Saving {
  /** From now on nothing can be written. */
  fails(): Promise<void>;
  /** Saving works again. */
  works(): Promise<void>;
}

/**
 * Prepares a page, before it is opened, for storage that runs full. As in the
 * browser it is the transaction that fails, after its records were taken.
 */
export async function failSaving(page: Page): Promise<Saving> {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...record) {
      const request = put.apply(this, record);
      const { name, transaction } = this;
      if (name === "segments" && (globalThis as Breakable).storageIsFull === true) {
        request.addEventListener("success", () => {
          const value = new DOMException("Encountered full disk.", "QuotaExceededError");
          Object.defineProperty(transaction, "error", { value });
          transaction.abort();
        });
      }
      return request;
    };
  });
  const full = (is: boolean) =>
    page.evaluate((is) => {
      (globalThis as Breakable).storageIsFull = is;
    }, is);
  return { fails: () => full(true), works: () => full(false) };
}

// Codes by the thousand, for tests and measurements.
const KINDS = ["Refund", "Invoice", "Delivery", "Account", "Warranty", "Contract", "Login", "Complaint", "Order", "Appointment"];
const WHATS = ["late", "wrong amount", "cancelled", "confirmed", "disputed", "damaged", "missing", "doubled", "explained", "refused"];

/**
 * So many codes in a tree of three levels, the same each time.
 * @param {number} count
 */
export function many(count) {
  return Array.from({ length: count }, (_, number) => {
    const name = `${KINDS[number % 10]} ${WHATS[Math.floor(number / 10) % 10]} ${number}`;
    const parent = number < 10 ? null : `code-${number < 100 ? number % 10 : 10 + (number % 90)}`;
    return {
      id: `code-${number}`,
      label: name,
      description: `When the ${name.toLowerCase()} was what the customer got in touch about, in writing or by voice.`,
      synonyms: number % 3 === 0 ? [`Réclamation ${number}`] : [],
      parent,
    };
  });
}

/**
 * Runs in the page: puts `codes` in the place of those on offer in a chat, and the rules
 * of its configuration in the place of the former ones. It counts once the page is loaded anew.
 * @param {{ codes: { id: string }[], rules: Record<string, unknown> }} offered
 */
export async function offerInPage({ codes, rules }) {
  /** @param {IDBRequest} request */
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answer(indexedDB.open("interaction-wrap-up"));
  const transaction = database.transaction(["codes", "configurations"], "readwrite");
  const store = transaction.objectStore("codes");
  const [like] = await answer(store.getAll());
  const plain = { ...like, description: "", parent: null, synonyms: [], shortcut: null };
  for (const code of codes) store.put({ ...plain, ...code });
  const configurations = transaction.objectStore("configurations");
  const allowed_codes = codes.map(({ id }) => id);
  for (const each of await answer(configurations.getAll())) {
    // Whatever else would match the sample's customers is switched off.
    if (each.id === "chat") {
      configurations.put({ ...each, allowed_codes, default_code: allowed_codes[0], expiry_policy: "fill_blanks", ...rules });
    } else {
      configurations.put({ ...each, active: false });
    }
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

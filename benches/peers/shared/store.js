// The records of wrap-ups in IndexedDB.

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  const request = indexedDB.open("wrap-up", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("segments", { keyPath: "id" }).createIndex("state", "state");
  };
  return answer(request);
}

export class Store {
  #database = open();

  /** Those that are still open. */
  async openOnes() {
    const database = await this.#database;
    return await answer(database.transaction("segments").objectStore("segments").index("state").getAll("open"));
  }

  /** Resolves once the record is kept; on disk, where it is closed. */
  async put(segment) {
    const database = await this.#database;
    const durability = segment.state === "closed" ? "strict" : "relaxed";
    const transaction = database.transaction("segments", "readwrite", { durability });
    transaction.objectStore("segments").put(segment);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

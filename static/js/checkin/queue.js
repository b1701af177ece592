// What was scanned and not yet answered, kept on the phone. One key per scan: two tabs never overwrite each other,
// and an entry leaves only when its own verdict came.
export class Queue {
  constructor(eventId, storage = window.localStorage) {
    this.prefix = `accueil:${eventId}:`;
    this.storage = storage;
    this.memory = new Map(); // for phones whose storage is full or closed
  }

  // Returns false when the phone could not keep it beyond this page.
  add(scan) {
    this.memory.set(scan.scan_id, scan);
    try {
      this.storage.setItem(this.prefix + scan.scan_id, JSON.stringify(scan));
      return true;
    } catch {
      return false;
    }
  }

  drop(scanId) {
    this.memory.delete(scanId);
    try {
      this.storage.removeItem(this.prefix + scanId);
    } catch {
      // Nothing was kept there.
    }
  }

  all() {
    const found = new Map(this.memory);
    try {
      for (const key of Object.keys(this.storage)) {
        if (!key.startsWith(this.prefix)) continue;
        const scan = JSON.parse(this.storage.getItem(key));
        found.set(scan.scan_id, scan);
      }
    } catch {
      // Closed storage: memory is all there is.
    }
    return [...found.values()].sort((a, b) => (a.scanned_at < b.scanned_at ? -1 : 1));
  }

  get size() {
    return this.all().length;
  }
}

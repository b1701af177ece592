// What a recruiter typed and the server has not confirmed, kept on the phone by stand. One key per interview and kind
// of thing: the latest typing is all that counts, and an entry leaves only when the server answered for it.
export class Unsent {
  constructor(stand, storage = window.localStorage) {
    this.prefix = `recruteur:${stand}:`;
    this.storage = storage;
    this.memory = new Map(); // for phones whose storage is full or closed
  }

  // Returns false when the phone could not keep it beyond this page.
  keep(kind, interview, value) {
    const key = `${this.prefix}${kind}:${interview}`;
    this.memory.set(key, value);
    try {
      this.storage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  find(kind, interview) {
    return this.read(`${this.prefix}${kind}:${interview}`);
  }

  read(key) {
    try {
      return JSON.parse(this.storage.getItem(key)) ?? this.memory.get(key) ?? null;
    } catch {
      return this.memory.get(key) ?? null;
    }
  }

  // Only what was sent is dropped: something typed since stays.
  drop(kind, interview, sent = null) {
    const key = `${this.prefix}${kind}:${interview}`;
    if (sent && this.read(key)?.written_at !== sent.written_at) return;
    this.memory.delete(key);
    try {
      this.storage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  }

  all(kind) {
    const start = `${this.prefix}${kind}:`;
    const keys = new Set([...this.memory.keys()].filter((key) => key.startsWith(start)));
    try {
      for (const key of Object.keys(this.storage)) if (key.startsWith(start)) keys.add(key);
    } catch {
      // Closed storage: memory is all there is.
    }
    const found = [...keys].map((key) => this.read(key)).filter(Boolean);
    return found.sort((a, b) => (a.written_at < b.written_at ? -1 : 1));
  }
}

// Sends the queue in batches, again and again until each entry has its own verdict.
const BATCH = 50;
const PATIENCE_MS = 8000;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];

export class Sync {
  // post: address; onVerdicts(verdicts, counts), onState({ online, queued, trouble })
  constructor(queue, { post, csrf, onVerdicts, onState }) {
    Object.assign(this, { queue, post, csrf, onVerdicts, onState, failures: 0, running: null, timer: 0 });
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.tell(false));
  }

  // Everybody who asks while a round is under way waits for the next one.
  flush() {
    this.running = (this.running ?? Promise.resolve()).then(() => this.round());
    return this.running;
  }

  async round() {
    clearTimeout(this.timer);
    let waiting = this.queue.all();
    while (waiting.length) {
      const batch = waiting.slice(0, BATCH);
      if (!(await this.send(batch))) return;
      const left = this.queue.all();
      // An answer that settles nothing would be asked for ever.
      if (left.length >= waiting.length) return this.later("");
      waiting = left;
    }
    this.tell(navigator.onLine);
  }

  async send(batch) {
    let answer;
    try {
      answer = await fetch(this.post, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify({ scans: batch }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!answer.ok) return this.refused(answer.status);
      const { verdicts, counts } = await answer.json();
      for (const verdict of verdicts) this.queue.drop(verdict.scan_id);
      this.failures = 0;
      this.onVerdicts(verdicts, counts);
      return true;
    } catch {
      return this.later("");
    }
  }

  refused(status) {
    const trouble = status === 401 || status === 404 ? "notPaired" : status === 400 ? "reload" : "";
    return this.later(trouble, status === 429 || status >= 500);
  }

  later(trouble, online = false) {
    const pause = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
    this.timer = setTimeout(() => this.flush(), pause);
    this.tell(online || trouble !== "", trouble);
    return false;
  }

  tell(online, trouble = "") {
    this.onState({ online, queued: this.queue.size, trouble });
  }
}

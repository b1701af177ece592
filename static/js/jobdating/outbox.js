// Sends outcomes and notes: kept on the phone first, sent when there is a network, dropped when the server answered.
import { Unsent } from "./unsent.js";

const PATIENCE_MS = 8000;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];

export class Outbox {
  // home: the employer's address. onState({ waiting, refused, isKept }).
  constructor(stand, home, onState) {
    Object.assign(this, { home, onState, kept: new Unsent(stand), failures: 0, timer: 0, running: null, isKept: true });
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => !document.hidden && this.flush());
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("input", (event) => this.typed(event));
  }

  // A form that appeared: what was typed for it before the page went away comes back.
  adopt() {
    for (const form of document.querySelectorAll("[data-outcome]")) {
      if (form.dataset.adopted) continue;
      form.dataset.adopted = "1";
      const { outcome: interview } = form.dataset;
      const draft = this.kept.find("draft", interview) ?? this.kept.find("send", interview);
      if (draft?.notes !== undefined) form.elements.notes.value = draft.notes;
      if (draft?.seen !== undefined) form.elements.seen.value = draft.seen;
      const sent = this.kept.find("send", interview);
      if (sent?.kind || sent?.reason) press(form, sent);
    }
  }

  typed(event) {
    const form = event.target.closest?.("[data-outcome]");
    if (!form || event.target.name !== "notes") return;
    const draft = { interview: form.dataset.outcome, ...words(form) };
    this.isKept = this.kept.keep("draft", form.dataset.outcome, draft);
    if (!this.isKept) this.tell();
  }

  submitted(event) {
    const form = event.target.closest("[data-outcome]");
    if (!form) return;
    event.preventDefault();
    const pressed = event.submitter?.name ? { [event.submitter.name]: event.submitter.value } : {};
    this.add(form, pressed);
    press(form, pressed);
    this.flush();
  }

  // One entry per interview: the newest notes, and the newest outcome even when only notes came after it.
  add(form, pressed) {
    const { outcome: interview } = form.dataset;
    const before = this.kept.find("send", interview) ?? {};
    const chosen = "kind" in pressed || "reason" in pressed ? pressed : pick(before, ["kind", "reason"]);
    const entry = { interview, ...chosen, ...words(form) };
    this.isKept = this.kept.keep("send", interview, entry);
    this.kept.drop("draft", interview);
    this.tell();
  }

  // Notes of the form on the page that nobody saved by a button.
  async saveTyped() {
    for (const form of document.querySelectorAll("[data-outcome]")) {
      if (this.kept.find("draft", form.dataset.outcome)) this.add(form, {});
    }
    await this.flush();
  }

  flush() {
    this.running = (this.running ?? Promise.resolve()).then(() => this.round());
    return this.running;
  }

  async round() {
    clearTimeout(this.timer);
    this.tell();
    for (const entry of this.kept.all("send")) {
      if (!(await this.send(entry))) return this.later();
    }
    this.failures = 0;
    this.tell();
  }

  // False when it is worth trying again later.
  async send(entry) {
    const body = new FormData();
    for (const name of ["kind", "reason", "notes", "seen", "written_at"]) if (name in entry) body.set(name, entry[name]);
    body.set("csrf_token", document.querySelector("input[name=csrf_token]")?.value ?? "");
    const answer = await fetch(`${this.home}/entretiens/${entry.interview}/suite`, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    const said = answer ? await answer.json().catch(() => null) : null;
    if (!said || answer.status === 400 || answer.status === 429 || answer.status >= 500) return false;
    // What the server will not have stays in the form, for the person to decide.
    if (answer.ok) take(entry, said);
    else this.kept.keep("draft", entry.interview, entry);
    this.kept.drop("send", entry.interview, entry);
    this.refused = answer.ok ? "" : (said.message ?? String(answer.status));
    return true;
  }

  later() {
    const pause = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
    this.timer = setTimeout(() => this.flush(), pause);
    this.tell();
  }

  tell() {
    this.onState({ waiting: this.kept.all("send").length, refused: this.refused ?? "", isKept: this.isKept });
  }
}

// What was typed, and which notes the person had before their eyes: a colleague may write some meanwhile.
function words(form) {
  return { notes: form.elements.notes.value, seen: form.elements.seen.value, written_at: new Date().toISOString() };
}

// The notes as the server keeps them now, unless the person types on.
function take(entry, said) {
  const form = document.querySelector(`[data-outcome="${entry.interview}"]`);
  if (!form || form.elements.notes.value !== entry.notes) return;
  form.elements.notes.value = said.notes;
  form.elements.seen.value = said.seen;
}

function pick(from, names) {
  return Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
}

// The pressed outcome is marked at once; the server's answer comes later.
function press(form, { kind, reason }) {
  if (kind === undefined && reason === undefined) return;
  for (const button of form.querySelectorAll("button[name]")) {
    const isIt = (button.name === "kind" && kind && button.value === kind) || (button.name === "reason" && reason && button.value === reason);
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(Boolean(isIt)));
  }
}

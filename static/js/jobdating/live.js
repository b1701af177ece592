// Keeps a live page right: asks what is new, swaps the parts that changed, and catches up at once after sleep.
const EVERY_MS = 5000;
const LONGEST_MS = 60000;
const PATIENCE_MS = 10000;

export class Live {
  // root: the element with data-state, data-tag, data-zone, data-locale. onSwap(parts) after each change,
  // onNetwork(isLost, lastMoment) when the answer stops or comes back.
  constructor(root, { every = EVERY_MS, onSwap = () => {}, onNetwork = () => {} } = {}) {
    Object.assign(this, { root, every, onSwap, onNetwork, tag: root.dataset.tag, failures: 0, timer: 0, asking: null });
    this.last = this.heard();
    this.again = () => !document.hidden && this.ask();
    document.addEventListener("visibilitychange", this.again);
    window.addEventListener("online", this.again);
    window.addEventListener("pageshow", (event) => event.persisted && this.ask());
    this.later();
  }

  // What the server's clock said when this page was made; the device's own may be wrong.
  heard() {
    const told = document.querySelector("[data-now]")?.dataset.now;
    if (told) this.offset = new Date(told).getTime() - Date.now();
    return new Date();
  }

  now() {
    return new Date(Date.now() + (this.offset ?? 0));
  }

  // Jitter keeps sixty pages from asking in the same instant.
  later() {
    clearTimeout(this.timer);
    const pause = Math.min(this.every * 2 ** this.failures, LONGEST_MS);
    this.timer = setTimeout(() => this.ask(), pause * (0.8 + Math.random() * 0.4));
  }

  // One question at a time: whoever asks meanwhile waits for the same answer.
  ask() {
    this.asking ??= this.poll().finally(() => {
      this.asking = null;
      this.later();
    });
    return this.asking;
  }

  async poll() {
    const answer = await fetch(this.root.dataset.state, {
      headers: { "If-None-Match": `"${this.tag}"`, Accept: "text/html" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 304)) return this.lost(answer?.status ?? 0);
    try {
      if (answer.status === 200) this.take(await answer.text(), answer.headers.get("ETag"));
    } catch {
      return this.lost(0);
    }
    this.found();
  }

  take(html, tag) {
    this.swap(html);
    if (tag) this.tag = tag.replaceAll('"', "").replace(/^W\//, "");
    this.heard();
  }

  lost(status) {
    this.failures = Math.min(this.failures + 1, 6);
    this.onNetwork(true, this.last, status);
  }

  found() {
    this.failures = 0;
    this.last = new Date();
    this.onNetwork(false, this.last, 200);
  }

  // The parts of `html` take the place of those of the page. One that names what it keeps (data-keep) stays as long
  // as it speaks of the same thing: somebody may be typing in it. Focus returns to the same button.
  swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement;
    const changed = [];
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || (part.dataset.keep && part.dataset.keep === next.dataset.keep)) continue;
      if (part.outerHTML === next.outerHTML) continue;
      const opened = [...part.querySelectorAll("details")].map((one) => one.open);
      part.replaceWith(next);
      next.querySelectorAll("details").forEach((one, at) => (one.open ||= opened[at] ?? false));
      changed.push(next);
    }
    if (focused && !document.contains(focused)) refocus(focused, changed);
    this.onSwap(changed);
  }

  // A one-tap form sent without leaving the page. False when the network is not there: nothing was done.
  async send(form, submitter) {
    const body = new FormData(form, submitter);
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    const html = answer ? await answer.text().catch(() => null) : null;
    if (html === null || !answer.headers.get("Content-Type")?.startsWith("text/html") || answer.status >= 500) return false;
    this.swap(html);
    this.showWords(html);
    this.ask();
    return true;
  }

  // What the answer says to the person: the notices above its content.
  showWords(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const said = [...fresh.querySelectorAll("main .flashes > *, main .notice[role]:not([hidden])")];
    const place = document.querySelector("[data-said]") ?? makePlace(this.root);
    place.replaceChildren(...said);
  }

  // «9 h 30» on the event's own clock.
  time(moment) {
    const { zone, locale } = this.root.dataset;
    const at = new Date(moment);
    if (locale !== "fr") return at.toLocaleTimeString("en-GB", { timeZone: zone, hour: "numeric", minute: "2-digit", hour12: true });
    const [hour, minute] = at.toLocaleTimeString("fr-FR", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).split(":");
    return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
  }
}

function makePlace(root) {
  const place = document.createElement("div");
  place.dataset.said = "";
  place.setAttribute("role", "status");
  root.before(place);
  return place;
}

// The button with the same destination, else the part itself is gone and focus goes to the page's main part.
function refocus(old, changed) {
  const action = old.closest("form")?.getAttribute("action");
  const twin = action && changed.flatMap((part) => [...part.querySelectorAll("form")]).find((form) => form.getAttribute("action") === action);
  (twin?.querySelector("button") ?? document.getElementById("contenu"))?.focus({ preventScroll: true });
}

// One-tap forms anywhere in the page, also in parts that were swapped in. onFailure(words) when nothing was sent.
export function sendActsInPlace(live, onFailure, before = async () => {}) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    await before(form);
    const isSent = await live.send(form, event.submitter);
    delete form.dataset.busy;
    onFailure(isSent ? "" : live.root.dataset.failed);
  });
}

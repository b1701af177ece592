// Shows a verdict over the whole screen, then gives the camera back.
import { signal } from "./signals.js";

// Good news passes by itself; what staff must talk about stays until they have.
const STAYS_MS = { welcome: 2600, already: 6000, waiting: 2600 };

export class Verdicts {
  constructor(door, onReturn) {
    Object.assign(this, { door, words: door.dataset, onReturn, timer: 0, shown: "" });
    this.screen = document.getElementById("staff-screen");
    this.view = document.getElementById("verdict-view");
    this.scanView = document.getElementById("scan-view");
    this.actions = document.getElementById("verdict-actions");
    this.next = document.getElementById("next");
    this.next.addEventListener("click", () => this.hide());
    for (const id of ["undo", "admit"]) {
      document.getElementById(id).addEventListener("click", (event) => this.leave(event));
    }
  }

  // Pages behind these links need the network; losing this one without it would help nobody.
  leave(event) {
    if (navigator.onLine) return;
    event.preventDefault();
    this.line("hint", this.words.needsNetwork);
  }

  show(answer) {
    const template = this.door.querySelector(`template[data-verdict-of="${CSS.escape(answer.verdict)}"]`);
    const { screen } = template.dataset;
    this.view.replaceChildren(template.content.cloneNode(true));
    this.fill(answer);
    this.shown = answer.scan_id;
    this.screen.dataset.verdict = screen;
    this.scanView.hidden = true;
    this.view.hidden = this.actions.hidden = false;
    this.link("undo", ["accepted", "left"].includes(answer.verdict), `passages/${answer.scan_id}/annuler`);
    const mayAdmit = ["not_confirmed", "cancelled"].includes(answer.verdict) && answer.registration_id;
    this.link("admit", mayAdmit, `personnes/${answer.registration_id}/admettre`);
    this.next.focus();
    signal(screen);
    clearTimeout(this.timer);
    if (STAYS_MS[screen]) this.timer = setTimeout(() => this.hide(), STAYS_MS[screen]);
  }

  fill(answer) {
    const { words } = this;
    this.line("name", [answer.first_name, answer.last_name].filter(Boolean).join(" "));
    this.line("notice", { other_slot: words.otherSlot, other_day: words.otherDay }[answer.notice]);
    if (answer.interview) this.fillInterview(answer.interview);
    else if (answer.slot_starts_at) {
      const span = `${this.time(answer.slot_starts_at)} – ${this.time(answer.slot_ends_at)}`;
      this.line("slot", words.slot.replace("{time}", span));
    }
    if (answer.verdict === "already_in" && answer.first_in_at) {
      const sentence = answer.first_in_place ? words.first : words.firstAlone;
      this.line("first", sentence.replace("{time}", this.time(answer.first_in_at)).replace("{place}", answer.first_in_place));
    }
  }

  fillInterview({ starts_at: at, table, stand, is_first: isFirst }) {
    const { words } = this;
    this.line("interview", (isFirst ? words.interview : words.nextInterview).replace("{time}", this.time(at)));
    this.line("table", [words.table.replace("{number}", table), stand].filter(Boolean).join(" · "));
  }

  line(part, text) {
    const line = this.view.querySelector(`[data-part="${part}"]`);
    if (!line || !text) return;
    line.textContent = text;
    line.hidden = false;
  }

  link(id, isOffered, path) {
    const link = document.getElementById(id);
    link.hidden = !isOffered;
    link.href = isOffered ? `${this.words.here}/${path}` : "#";
  }

  // «9 h 30» on the event's own clock, whatever the phone's zone.
  time(moment) {
    const { zone, locale } = this.words;
    const at = new Date(moment);
    if (locale !== "fr") return at.toLocaleTimeString("en-GB", { timeZone: zone, hour: "numeric", minute: "2-digit", hour12: true });
    const [hour, minute] = at.toLocaleTimeString("fr-FR", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).split(":");
    return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
  }

  hide() {
    clearTimeout(this.timer);
    if (!this.shown) return;
    this.shown = "";
    delete this.screen.dataset.verdict;
    this.view.hidden = this.actions.hidden = true;
    this.scanView.hidden = false;
    this.onReturn();
  }
}

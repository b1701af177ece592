// The recruiter's phone: who is now, a timer, and words that survive a lost network.
import { Live, sendActsInPlace } from "./live.js";
import { Outbox } from "./outbox.js";

const root = document.querySelector("[data-live-page]");
const network = document.querySelector("[data-network]");
const unsent = document.querySelector("[data-unsent]");

function say(words) {
  network.textContent = words;
  network.hidden = !words;
}

const THANKS_MS = 6000;
let hadSome = false;
let thanks = 0;

function onState({ waiting, refused, isKept }) {
  const words = root.dataset;
  if (!waiting && !refused && !hadSome) return; // nothing was ever kept, or it has been said already
  hadSome = waiting > 0;
  clearTimeout(thanks);
  unsent.hidden = false;
  unsent.classList.toggle("desk__unsent--done", !waiting && !refused);
  if (refused) unsent.textContent = words.refused.replace("{why}", refused);
  else if (waiting) unsent.textContent = isKept ? words.kept : words.notKept;
  else unsent.textContent = words.sent;
  if (!waiting && !refused) thanks = setTimeout(() => (unsent.hidden = true), THANKS_MS);
}

const outbox = new Outbox(root.dataset.stand, location.pathname.replace(/\/$/, ""), onState);
const live = new Live(root, {
  onSwap() {
    outbox.adopt();
    tick();
  },
  onNetwork(isLost, last) {
    say(isLost ? root.dataset.lost.replace("{time}", live.time(last)) : "");
    if (!isLost) outbox.flush();
  },
});

// Notes typed and not saved leave with the person they are about.
sendActsInPlace(live, say, async (form) => {
  if (form.action.endsWith("/suivant") || form.action.endsWith("/terminer")) await outbox.saveTyped();
});

function tick() {
  const now = live.now();
  const clock = document.querySelector("[data-clock]");
  clock.textContent = live.time(now);
  const timer = document.querySelector("[data-until]");
  if (!timer) return;
  const left = Math.round((new Date(timer.dataset.until) - now) / 1000);
  const [minutes, seconds] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
  timer.textContent = `${left < 0 ? "+" : ""}${minutes}:${String(seconds).padStart(2, "0")}`;
  timer.classList.add("desk-now__timer--runs");
  timer.classList.toggle("desk-now__timer--over", left < 0);
}

document.documentElement.dataset.scripted = "";
outbox.adopt();
outbox.flush();
tick();
setInterval(tick, 1000);

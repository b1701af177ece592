// The hall screen: asks, swaps, tells the time, turns its pages, and never shows an error instead of the calls.
import { Live } from "./live.js";

const EVERY_MS = 4000;
const PAGE_MS = 12000;
const FRESH_MS = 6 * 3600 * 1000; // a new page now and then: nothing of an old version stays on the wall
const root = document.querySelector("[data-live-page]");
const network = document.querySelector("[data-network]");
const pageNumber = document.querySelector("[data-page-number]");
const clock = document.querySelector("[data-hall-clock]");
const opened = Date.now();
let page = 0;

const live = new Live(root, {
  every: EVERY_MS,
  onSwap: turn,
  onNetwork(isLost, last) {
    network.textContent = isLost ? root.dataset.lost.replace("{time}", live.time(last)) : "";
    network.hidden = !isLost;
    // Only when the server is there: a page that fails to load would stay on the wall for the day.
    if (!isLost && Date.now() - opened > FRESH_MS) location.reload();
  },
});

function tick() {
  const { zone, locale } = root.dataset;
  const words = live.now().toLocaleTimeString(locale === "fr" ? "fr-FR" : "en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  clock.textContent = locale === "fr" ? words.replace(/^0/, "") : words;
}

// More rows than the screen holds: one screenful after the other.
function turn() {
  const rows = [...document.querySelectorAll(".hall__row")];
  rows.forEach((row) => (row.hidden = false));
  const room = rows.length ? fitting(rows) : 0;
  const pages = room ? Math.ceil(rows.length / room) : 1;
  page %= pages;
  rows.forEach((row, at) => (row.hidden = pages > 1 && Math.floor(at / room) !== page));
  pageNumber.hidden = pages < 2;
  pageNumber.textContent = root.dataset.page.replace("{number}", page + 1).replace("{count}", pages);
}

function fitting(rows) {
  const bottom = window.innerHeight - document.querySelector(".hall__foot").offsetHeight - 12;
  const fit = rows.filter((row) => row.getBoundingClientRect().bottom + window.scrollY <= bottom).length;
  return Math.max(fit, 1);
}

// The screen must not go to sleep; the lock is lost whenever the page was hidden.
async function stayAwake() {
  if (document.hidden || !("wakeLock" in navigator)) return;
  await navigator.wakeLock.request("screen").catch(() => null);
}

tick();
turn();
stayAwake();
setInterval(tick, 1000);
setInterval(() => {
  page += 1;
  turn();
}, PAGE_MS);
document.addEventListener("visibilitychange", stayAwake);
window.addEventListener("resize", turn);

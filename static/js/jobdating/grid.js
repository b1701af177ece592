// The grid: one stop of the Tab key, arrows inside, interviews taken and dropped by keyboard or by pointer.
// Every change is asked of the server, which says what it would break before it is done; the page is refreshed by itself.
import { say } from "../components/announce.js";
import { followState } from "./gridRefresh.js";
import { sendFree, sendLock, sendMove } from "./gridMoves.js";
import { comesBack, remember } from "./gridPlace.js";

const box = document.getElementById("grid");
const words = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), box.dataset[name]);

let taken = null; // the interview in hand, by its id: the chips themselves are replaced at each refresh
let here = { row: 0, column: 1 };

const table = () => box.querySelector("table.grid");
const cell = (row, column) => table().tBodies[0].rows[row]?.cells[column];
const chipAt = (row, column) => cell(row, column)?.querySelector(".chip");
const placeOf = (chip) => {
  const row = chip.closest("tr");
  return { row: row.sectionRowIndex, column: chip.closest("td").cellIndex, table: row.dataset.table, number: row.dataset.number };
};
const timeOf = (column) => table().tHead.rows[0].cells[column].textContent.trim();
const nameOf = (chip) => chip.querySelector(".chip__name")?.textContent.trim() ?? "";
const takenChip = () => (taken ? box.querySelector(`[data-interview="${taken}"]`) : null);

function dress() {
  const grid = table();
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-describedby", box.dataset.help);
  for (const row of grid.rows) row.setAttribute("role", "row");
  for (const head of grid.tHead.rows[0].cells) head.setAttribute("role", "columnheader");
  for (const row of grid.tBodies[0].rows) {
    row.cells[0].setAttribute("role", "rowheader");
    for (const one of [...row.cells].slice(1)) one.setAttribute("role", "gridcell");
  }
  for (const chip of grid.querySelectorAll(".chip")) {
    chip.tabIndex = -1;
    chip.draggable = "movable" in chip.dataset;
  }
  here = { row: Math.min(here.row, grid.tBodies[0].rows.length - 1), column: Math.min(here.column, grid.rows[0].cells.length - 1) };
  const stop = chipAt(here.row, here.column);
  if (stop) stop.tabIndex = 0;
  // The region scrolls with its chips: one stop is enough.
  box.querySelector(".grid-scroll").tabIndex = -1;
  mark();
}

function mark() {
  for (const chip of box.querySelectorAll(".chip--taken")) chip.classList.remove("chip--taken");
  takenChip()?.classList.add("chip--taken");
}

// On the day the grid opens at the present round, with the one before it.
function showNow() {
  const now = table().tHead.querySelector(".grid__now");
  if (!now) return;
  const region = box.querySelector(".grid-scroll");
  const before = table().tHead.rows[0].cells[0].offsetWidth + now.offsetWidth;
  region.scrollLeft += now.getBoundingClientRect().left - region.getBoundingClientRect().left - before;
  here.column = now.cellIndex;
}

function focusAt(row, column) {
  const chip = chipAt(row, column);
  if (!chip) return;
  for (const other of box.querySelectorAll('.chip[tabindex="0"]')) other.tabIndex = -1;
  here = { row, column };
  chip.tabIndex = 0;
  chip.focus();
  chip.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function take(chip) {
  if (!("movable" in chip.dataset)) return say(words("stays"));
  taken = chip.dataset.interview;
  mark();
  say(words("taken", { name: nameOf(chip) }));
}

function giveUp(silently = false) {
  const chip = takenChip();
  taken = null;
  mark();
  if (!silently) say(words("givenUp"));
  if (chip && !silently) {
    const { row, column } = placeOf(chip);
    focusAt(row, column);
  }
}

async function drop(target) {
  const moving = takenChip();
  if (!moving || moving === target) return giveUp();
  const place = placeOf(target);
  taken = null;
  mark();
  box.classList.add("grid--busy");
  const done = await sendMove(box, moving, target, place);
  box.classList.remove("grid--busy");
  await refresher.now();
  focusAt(place.row, place.column);
  if (done) say(done);
}

const acts = { v: sendLock, V: sendLock, Delete: sendFree };

async function change(chip, act) {
  if (!("movable" in chip.dataset)) return say(words("stays"));
  const { row, column } = placeOf(chip);
  const done = await act(box, chip);
  await refresher.now();
  focusAt(row, column);
  say(done);
}

const steps = {
  ArrowUp: (at) => ({ ...at, row: Math.max(at.row - 1, 0) }),
  ArrowDown: (at) => ({ ...at, row: Math.min(at.row + 1, table().tBodies[0].rows.length - 1) }),
  ArrowLeft: (at) => ({ ...at, column: Math.max(at.column - 1, 1) }),
  ArrowRight: (at) => ({ ...at, column: Math.min(at.column + 1, table().rows[0].cells.length - 1) }),
  Home: (at) => ({ ...at, column: 1 }),
  End: (at) => ({ ...at, column: table().rows[0].cells.length - 1 }),
};

box?.addEventListener("keydown", (event) => {
  const chip = event.target.closest(".chip");
  if (!chip || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in steps) {
    event.preventDefault();
    const next = steps[event.key](placeOf(chip));
    focusAt(next.row, next.column);
    if (taken) say(words("place", { table: placeOf(chipAt(next.row, next.column)).number, time: timeOf(next.column) }));
  } else if (event.key === "Enter" && taken) {
    event.preventDefault();
    drop(chip);
  } else if (event.key === "Enter" && "interview" in chip.dataset) {
    event.preventDefault();
    take(chip);
  } else if (event.key === "Escape" && taken) {
    event.preventDefault();
    giveUp();
  } else if (event.key in acts && !taken && "interview" in chip.dataset) {
    event.preventDefault();
    change(chip, acts[event.key]);
  } else if (event.key === "F2" && chip.href) {
    remember(box, here);
    window.location.assign(chip.href);
  }
});

box?.addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (chip?.href) remember(box, placeOf(chip));
});

box?.addEventListener("focusin", (event) => {
  const chip = event.target.closest(".chip");
  if (chip && chip.tabIndex !== 0) {
    const { row, column } = placeOf(chip);
    focusAt(row, column);
  }
});

box?.addEventListener("dragstart", (event) => {
  const chip = event.target.closest?.(".chip[data-movable]");
  if (!chip) return event.preventDefault();
  taken = chip.dataset.interview;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", taken);
  mark();
});
box?.addEventListener("dragover", (event) => {
  const chip = event.target.closest("td")?.querySelector(".chip");
  for (const other of box.querySelectorAll(".chip--over")) if (other !== chip) other.classList.remove("chip--over");
  if (!taken || !chip) return;
  event.preventDefault();
  chip.classList.add("chip--over");
});
box?.addEventListener("drop", (event) => {
  const chip = event.target.closest("td")?.querySelector(".chip");
  if (!taken || !chip) return;
  event.preventDefault();
  drop(chip);
});
box?.addEventListener("dragend", () => {
  for (const chip of box.querySelectorAll(".chip--over")) chip.classList.remove("chip--over");
  if (taken) giveUp(true);
});
const refresher = box && followState(box, (changed, had) => {
  dress();
  if (had) chipAt(here.row, here.column)?.focus();
  if (changed) say(words("changed"));
});
if (box) {
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  showNow();
  dress();
  comesBack(box, ({ row, column }) => focusAt(row, column));
  document.fonts.ready.then(() => box.contains(document.activeElement) || showNow()); // columns grow with their letters
}

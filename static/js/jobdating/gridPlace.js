// Whoever opens an interview or a free place comes back to the same place of the grid, and hears what was done.
import { say } from "../components/announce.js";

const MINUTES = 15;
const keyOf = (box) => `grid ${box.dataset.address} ${box.dataset.plan}`;

export function remember(box, { row, column }) {
  try {
    sessionStorage.setItem(keyOf(box), JSON.stringify({ row, column, until: Date.now() + MINUTES * 60_000 }));
  } catch {
    // Without storage the page opens at its top, as any other.
  }
}

export function comesBack(box, focus) {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(keyOf(box)));
    sessionStorage.removeItem(keyOf(box));
  } catch {
    return;
  }
  if (!place || place.until < Date.now()) return;
  focus(place);
  const flashes = [...document.querySelectorAll(".flashes > *")].map((one) => one.textContent.trim());
  if (flashes.length) say(flashes.join(" "));
}

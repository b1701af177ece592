// <button hidden data-copy="#field" data-done="Copié">: appears where the clipboard works.
import { say } from "./announce.js";

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const label = button.querySelector("[data-copy-label]") ?? button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.done;
  say(button.dataset.done);
  setTimeout(() => (label.textContent = before), 3000);
}

export function enableCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

// <a data-share data-share-url data-share-title data-done="Lien copié">: the phone's share sheet, else the link goes to the clipboard.
import { say } from "./announce.js";

async function share(link) {
  const { shareUrl: url, shareTitle: title } = link.dataset;
  if (navigator.share) {
    await navigator.share({ url, title }).catch((error) => {
      if (error.name !== "AbortError") location.assign(link.href);
    });
    return;
  }
  await navigator.clipboard.writeText(url);
  const label = link.querySelector("[data-share-label]");
  const before = label.textContent;
  label.textContent = link.dataset.done;
  say(link.dataset.done);
  setTimeout(() => (label.textContent = before), 3000);
}

export function enableShareLinks() {
  // Without either way the link stays what it is: a mail to write.
  if (!navigator.share && !navigator.clipboard) return;
  for (const link of document.querySelectorAll("[data-share]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      share(link);
    });
  }
}

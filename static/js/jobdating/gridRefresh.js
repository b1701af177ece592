// Asks every few seconds whether the grid changed: 304 costs nothing, else the new grid takes the old one's place.
const EVERY_MS = 5000;

export function followState(box, onChange) {
  let tag = box.dataset.tag;
  let asking = null;

  async function ask(byItself) {
    const headers = { "If-None-Match": `"${tag}"` };
    const answer = await fetch(box.dataset.state, { headers, cache: "no-store" }).catch(() => null);
    if (!answer || answer.status !== 200) return;
    const html = await answer.text();
    tag = (answer.headers.get("ETag") ?? "").replace(/^W\//, "").replaceAll('"', "");
    const had = box.contains(document.activeElement);
    const { scrollTop = 0, scrollLeft = 0 } = box.querySelector(".grid-scroll") ?? {};
    const fresh = new DOMParser().parseFromString(html, "text/html");
    box.replaceChildren(...fresh.body.childNodes);
    const region = box.querySelector(".grid-scroll");
    if (region) Object.assign(region, { scrollTop, scrollLeft });
    onChange(byItself, had);
  }

  // One question at a time: whoever asks meanwhile waits for the next one.
  const now = (byItself = false) => (asking = (asking ?? Promise.resolve()).then(() => ask(byItself)));
  const quietly = () => {
    if (!document.hidden && !document.querySelector("dialog[open]")) now(true);
  };
  setInterval(quietly, EVERY_MS);
  document.addEventListener("visibilitychange", quietly);
  window.addEventListener("online", quietly);
  return { now };
}

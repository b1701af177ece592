// «62 / 86 arrivés» and the hour, kept fresh; the server answers 304 while nothing moved.
const EVERY_MS = 10000;

export function showCounts({ arrived, expected }) {
  document.getElementById("arrived").textContent = arrived;
  document.getElementById("expected").textContent = expected;
}

export function keepCounts(address, tellTime) {
  async function refresh() {
    document.getElementById("clock").textContent = tellTime(new Date());
    if (document.hidden || !navigator.onLine) return;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) showCounts(await answer.json());
  }
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", refresh);
}

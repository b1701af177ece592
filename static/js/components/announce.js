// One polite live region for the whole page: what changed on screen is also said.
let region;

export function say(words) {
  if (!region) {
    region = document.createElement("p");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = "";
  // A region that is filled in the same turn as it appears is not read.
  setTimeout(() => (region.textContent = words), 100);
}

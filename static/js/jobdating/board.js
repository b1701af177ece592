// The organiser's live board.
import { Live, sendActsInPlace } from "./live.js";

const root = document.querySelector("[data-live-page]");
const network = root.querySelector("[data-network]");

function say(words) {
  network.textContent = words;
  network.hidden = !words;
}

const live = new Live(root, {
  onNetwork(isLost, last, status) {
    if (status === 401 || status === 403 || status === 404) return location.reload();
    say(isLost ? root.dataset.lost.replace("{time}", live.time(last)) : "");
  },
});
sendActsInPlace(live, say);

// <div id="plan-progress" data-refresh="2">: looks again every few seconds while a plan is being computed, and shows the
// whole page anew once it is there.
const box = document.getElementById("plan-progress");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(window.location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("plan-progress");
  if (!fresh) window.location.reload();
  else box.replaceChildren(...fresh.childNodes);
}

if (box) setInterval(look, 1000 * Number(box.dataset.refresh));

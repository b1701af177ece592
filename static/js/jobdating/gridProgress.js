// <div id="plan-progress" data-refresh="2">: looks again every few seconds while a plan is being computed.
const box = document.getElementById("plan-progress");

if (box) {
  setInterval(() => {
    if (!document.hidden) window.location.reload();
  }, 1000 * Number(box.dataset.refresh));
}

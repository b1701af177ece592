// <form data-confirm-leave>: the browser asks before typed words are lost. Sending the form never asks.
function snapshot(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
}

export function warnBeforeLosingWords() {
  for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
    const start = snapshot(form);
    // A form shown again with mistakes holds words that are saved nowhere.
    const isReshown = form.querySelector("[data-error-summary]") !== null;
    let isLeavingOnPurpose = false;
    form.addEventListener("submit", () => (isLeavingOnPurpose = true));
    window.addEventListener("pageshow", () => (isLeavingOnPurpose = false));
    window.addEventListener("beforeunload", (event) => {
      if (!isLeavingOnPurpose && (isReshown || snapshot(form) !== start)) event.preventDefault();
    });
  }
}

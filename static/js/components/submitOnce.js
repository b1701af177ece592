// <form data-submit-once data-busy="Envoi…">: a second click within a few seconds does nothing.
// The server stays the judge of repeats; the lock always opens again, so a lost answer or the back button never blocks anyone.
const LOCK_MS = 8000;

function release(form) {
  delete form.dataset.sending;
  // form.elements, not querySelectorAll: a phone's bar holds buttons tied to a form by their form attribute.
  for (const button of [...form.elements].filter((element) => "locked" in element.dataset)) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("data-locked");
    const words = button.querySelector("span") ?? button;
    if (button.dataset.words) words.textContent = button.dataset.words;
  }
}

function lock(form, button) {
  form.dataset.sending = "yes";
  if (button) {
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("data-locked", "");
    if (form.dataset.busy) {
      const words = button.querySelector("span") ?? button;
      button.dataset.words = words.textContent;
      words.textContent = form.dataset.busy;
    }
  }
  setTimeout(() => release(form), LOCK_MS);
}

export function guardDoubleSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-submit-once]") || event.defaultPrevented) return;
    if (form.dataset.sending) event.preventDefault();
    // After this turn: a disabled or renamed button would otherwise change what is sent.
    else setTimeout(() => lock(form, event.submitter), 0);
  });
  // Pages brought back by the back button keep their state: open every lock.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) release(form);
  });
}

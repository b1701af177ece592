// The consent names each employer chosen; adding one asks again, so what was ticked before no longer holds.
export function nameInConsent(consents) {
  const box = consents.querySelector("[data-consent-box]");
  const tick = box.querySelector("input");
  const named = consents.querySelector('[name="nommes"]');
  const covered = new Set(consents.dataset.covered.split(",").filter(Boolean));
  let before = new Set(named.value.split(",").filter(Boolean));
  document.addEventListener("ranking", ({ detail }) => {
    const ids = detail.map((one) => one.id);
    const isAsked = ids.some((id) => !covered.has(id));
    if (ids.some((id) => !before.has(id) && !covered.has(id)) || !isAsked) tick.checked = false;
    before = new Set(ids);
    box.hidden = !isAsked;
    named.value = isAsked ? ids.join(",") : "";
    consents.querySelector("[data-consent-later]").hidden = isAsked || ids.length > 0;
    consents.querySelector("[data-consent-names]").textContent = detail.map((one) => one.name).join(", ");
  });
}

// Brings the person to the list of mistakes; each link focuses its field, even inside a closed <details>.
export function focusErrorSummary(root = document) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    field.focus({ preventScroll: true });
    (field.closest(".field, .choices") ?? field).scrollIntoView({ block: "center" });
  });
}

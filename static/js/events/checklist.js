// The creation page's checklist follows what is typed. The server makes it again when the page is saved.
const NEEDS = ["place", "seats"];

function isFilled(form, need) {
  const fields = [...form.querySelectorAll(`[data-needed="${need}"]`)];
  if (need === "seats") return fields.some((field) => Number(field.value) > 0) && dayIsFilled(form);
  const commune = form.elements.commune;
  return fields.every((field) => field.value.trim() !== "") && (!commune || commune.value.trim() !== "");
}

function dayIsFilled(form) {
  return form.elements.day.value !== "";
}

function mark(item, isDone) {
  if (item.classList.contains("checklist__item--done") === isDone) return;
  item.classList.toggle("checklist__item--done", isDone);
  item.querySelector("[data-ring]").hidden = isDone;
  item.querySelector("[data-check]").hidden = !isDone;
}

function follow(form) {
  const items = form.querySelectorAll("[data-check-item]");
  const refresh = () => {
    for (const item of items) if (NEEDS.includes(item.dataset.checkItem)) mark(item, isFilled(form, item.dataset.checkItem));
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
}

for (const form of document.querySelectorAll("form[data-event-checklist]")) follow(form);

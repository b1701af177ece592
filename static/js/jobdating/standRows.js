// The employer's form gains a row in place: without this, the same button asks the server for the page with one more row.
import { say } from "../components/announce.js";

function lastNumber(rows, name) {
  const numbers = [...rows.querySelectorAll(`[name^="${name}-"]`)].map((field) => Number(field.name.split("-")[1]));
  return Math.max(-1, ...numbers);
}

function filled(template, name, index, shown) {
  const copy = template.content.cloneNode(true);
  for (const one of copy.querySelectorAll("*")) {
    for (const attribute of [...one.attributes]) {
      if (attribute.value.includes("__n__")) one.setAttribute(attribute.name, attribute.value.replaceAll("__n__", index));
    }
  }
  const legend = copy.querySelector("legend");
  legend.textContent = legend.textContent.replace("__number__", shown);
  return copy;
}

function add(form, button) {
  const name = button.dataset.addRow;
  const rows = form.querySelector(`[data-rows="${name}"]`);
  const template = form.querySelector(`template[data-row="${name}"]`);
  const shown = rows.children.length + 1;
  rows.append(filled(template, name, lastNumber(rows, name) + 1, shown));
  const row = rows.lastElementChild;
  row.querySelector("input:not([type=hidden]), select").focus();
  say(button.dataset.done);
}

for (const form of document.querySelectorAll("form[data-stand-rows]")) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    event.preventDefault();
    add(form, button);
  });
}

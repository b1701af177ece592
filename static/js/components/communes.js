// <input data-commune="/communes.json">: the text input becomes a combobox with a list (ARIA 1.2, list autocomplete, manual choice).
// The text stays editable and is what the server reads; a choice also fills the hidden field named by data-commune-code.
import { say } from "./announce.js";

const PAUSE_MS = 150;
const SHORTEST = 2;

class CommuneBox {
  constructor(input) {
    this.input = input;
    this.code = input.dataset.communeCode ? document.getElementById(input.dataset.communeCode) : null;
    this.active = -1;
    this.found = [];
    this.build();
    this.listen();
  }

  build() {
    const { input } = this;
    const box = document.createElement("div");
    box.className = "combobox";
    input.before(box);
    this.list = document.createElement("ul");
    this.list.className = "combobox__list";
    this.list.id = `${input.id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.listLabel);
    this.list.hidden = true;
    box.append(input, this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
  }

  listen() {
    const { input } = this;
    input.addEventListener("input", () => {
      if (this.code) this.code.value = "";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE_MS);
    });
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    // mousedown, not click: the input must not lose focus before the choice is read.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  async search() {
    const words = this.input.value.trim();
    this.request?.abort();
    if (words.length < SHORTEST) return this.close();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.input.dataset.commune}?q=${encodeURIComponent(words)}`, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      // No network: the input goes on as plain text, and the server finds the commune.
      this.close();
    }
    return undefined;
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.found = found;
    this.active = -1;
    this.list.replaceChildren(...found.map((commune, index) => this.option(commune, index)));
    const { dataset } = this.input;
    if (found.length) this.open();
    else this.close();
    say(found.length === 0 ? dataset.none : found.length === 1 ? dataset.one : dataset.many.replace("{n}", found.length));
  }

  option(commune, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = commune.label;
    return option;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  move(to) {
    const options = [...this.list.children];
    if (!options.length) return;
    this.open();
    this.active = (to + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  choose(index) {
    const commune = this.found[index];
    this.input.value = commune.label;
    if (this.code) this.code.value = commune.code;
    this.close();
  }

  onKey(event) {
    if (event.key === "ArrowDown") this.move(this.active + 1);
    else if (event.key === "ArrowUp") this.move(this.active < 0 ? -1 : this.active - 1);
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.active);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
  }
}

export function enableCommuneBoxes() {
  for (const input of document.querySelectorAll("input[data-commune]")) new CommuneBox(input);
}

// Employers in order of preference: the selects of the page stay what is sent, this only makes them easier to set.
// By pointer (the handle is dragged), by keyboard (buttons), and each move is said.
import { say } from "../components/announce.js";
import { nameInConsent } from "./consents.js";

const SVG = "http://www.w3.org/2000/svg";
const STROKES = {
  up: "M12 20V5M5.5 11.5L12 5l6.5 6.5",
  down: "M12 4v15M5.5 12.5L12 19l6.5-6.5",
  remove: "M5.5 5.5l13 13M18.5 5.5l-13 13",
  drag: "M9 5.5v.01M15 5.5v.01M9 12v.01M15 12v.01M9 18.5v.01M15 18.5v.01",
};

function element(name, className, words) {
  const made = document.createElement(name);
  made.className = className;
  if (words) made.textContent = words;
  return made;
}

function drawing(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

class Ranking {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.most = Number(this.words.most);
    this.employers = new Map([...section.querySelectorAll("[data-employer]")].map((row) => [row.dataset.employer, this.prepare(row)]));
    this.box = element("div", "ranking");
    const title = element("h3", "ranking__title", this.words.title);
    title.id = "ranking-title";
    this.none = element("p", "ranking__none", this.words.none);
    this.list = element("ol", "ranking__list");
    this.list.setAttribute("aria-labelledby", title.id);
    this.box.append(title, this.none, this.list);
    section.querySelector(".employers").after(this.box);
    const ranked = [...this.employers].filter(([, one]) => one.select.value);
    this.chosen = ranked.sort((a, b) => a[1].select.value - b[1].select.value).map(([id]) => id);
    this.draw();
  }

  prepare(row) {
    const select = row.querySelector("select");
    const toggle = element("button", "button button--small button--secondary");
    toggle.type = "button";
    toggle.addEventListener("click", () => this.toggle(row.dataset.employer));
    const badge = element("span", "ranking__rank");
    badge.setAttribute("aria-hidden", "true");
    row.querySelector(".employer__choice").append(badge, toggle);
    select.hidden = true;
    row.querySelector("label").hidden = true;
    return { row, select, badge, toggle, name: row.dataset.name };
  }

  phrase(key, id) {
    const filled = { name: id ? this.employers.get(id).name : "", rank: this.chosen.indexOf(id) + 1, count: this.chosen.length, most: this.most };
    return this.words[key].replace(/\{(\w+)\}/g, (_whole, word) => filled[word]);
  }

  toggle(id) {
    if (this.chosen.includes(id)) return this.remove(id);
    if (this.chosen.length >= this.most) return say(this.phrase("full"));
    this.chosen.push(id);
    this.draw();
    say(this.phrase("said", id));
  }

  remove(id) {
    const at = this.chosen.indexOf(id);
    const fromList = this.list.contains(document.activeElement);
    this.chosen.splice(at, 1);
    this.draw();
    say(this.phrase("removed", id));
    if (!fromList) return;
    const next = this.chosen[Math.min(at, this.chosen.length - 1)];
    if (next) this.button(next, "remove").focus();
    else this.employers.get(id).toggle.focus();
  }

  move(id, by, act) {
    const at = this.chosen.indexOf(id);
    const to = at + by;
    if (to < 0) return say(this.phrase("first", id));
    if (to >= this.chosen.length) return say(this.phrase("last", id));
    this.place(id, to);
    say(this.phrase("said", id));
    this.button(id, act).focus();
  }

  place(id, to) {
    this.chosen.splice(this.chosen.indexOf(id), 1);
    this.chosen.splice(to, 0, id);
    this.draw();
  }

  button(id, act) {
    return this.list.querySelector(`[data-item="${id}"] [data-act="${act}"]`);
  }

  draw() {
    for (const [id, one] of this.employers) {
      const rank = this.chosen.indexOf(id) + 1;
      if (rank && ![...one.select.options].some((option) => option.value === String(rank))) one.select.add(new Option(rank, rank));
      one.select.value = rank ? String(rank) : "";
      one.badge.textContent = rank || "";
      one.row.classList.toggle("employer--chosen", rank > 0);
      one.toggle.textContent = rank ? this.words.remove : this.words.add;
      one.toggle.setAttribute("aria-label", `${one.toggle.textContent} – ${one.name}`);
    }
    this.none.hidden = this.chosen.length > 0;
    this.list.replaceChildren(...this.chosen.map((id, at) => this.item(id, at)));
    this.section.dispatchEvent(new CustomEvent("ranking", { bubbles: true, detail: this.chosen.map((id) => ({ id, name: this.employers.get(id).name })) }));
  }

  item(id, at) {
    const item = element("li", "ranking__item");
    item.dataset.item = id;
    const handle = element("span", "ranking__act ranking__drag");
    handle.append(drawing("drag"));
    handle.title = this.words.drag;
    handle.addEventListener("pointerdown", (event) => this.drag(event, id));
    const acts = element("span", "ranking__acts");
    const last = this.chosen.length - 1;
    acts.append(
      this.act(id, "up", () => this.move(id, -1, "up"), at === 0),
      this.act(id, "down", () => this.move(id, 1, "down"), at === last),
      this.act(id, "remove", () => this.remove(id), false),
    );
    item.append(handle, element("span", "ranking__rank", String(at + 1)), element("span", "ranking__name", this.employers.get(id).name), acts);
    return item;
  }

  act(id, name, run, off) {
    const button = element("button", "ranking__act");
    button.type = "button";
    button.dataset.act = name;
    button.setAttribute("aria-label", `${this.words[name]} – ${this.employers.get(id).name}`);
    if (off) button.setAttribute("aria-disabled", "true");
    button.append(drawing(name));
    button.addEventListener("click", run);
    return button;
  }

  // The others step aside: the item held stays where it is in the document, or a finger would lose it.
  drag(event, id) {
    event.preventDefault();
    const item = event.currentTarget.closest("li");
    item.classList.add("ranking__item--dragged");
    const follow = ({ clientY }) => {
      const above = item.previousElementSibling;
      const below = item.nextElementSibling;
      if (above && clientY < above.getBoundingClientRect().bottom) item.after(above);
      else if (below && clientY > below.getBoundingClientRect().top) item.before(below);
    };
    const stop = () => {
      document.removeEventListener("pointermove", follow);
      for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, stop);
      this.chosen = [...this.list.children].map((one) => one.dataset.item);
      this.draw();
      say(this.phrase("said", id));
    };
    document.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, stop);
  }
}

const consents = document.querySelector("[data-consents]");
if (consents) nameInConsent(consents);
for (const section of document.querySelectorAll("[data-ranking]")) new Ranking(section);

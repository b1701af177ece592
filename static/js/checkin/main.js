// The door: ties camera, queue, network and verdicts together. A scan is stored before anything is said about it.
import { keepCounts, showCounts } from "./counts.js";
import { Queue } from "./queue.js";
import { Scanner } from "./scanner.js";
import { prepareSound } from "./signals.js";
import { Sync } from "./sync.js";
import { Verdicts } from "./verdicts.js";

// Longer than this without an answer, staff are told that the scan waits.
const ANSWER_MS = 1500;
const door = document.getElementById("door");
const words = door.dataset;
const get = (id) => document.getElementById(id);

const queue = new Queue(words.event);
const verdicts = new Verdicts(door, backToCamera);
const sync = new Sync(queue, { post: words.post, csrf: words.csrf, onVerdicts, onState });
let scanner = null;
let expected = ""; // the scan whose verdict the screen waits for

function backToCamera() {
  expected = ""; // staff moved on: news of that scan must not cover the next one
  scanner?.pause(false);
}

function trouble(text) {
  get("trouble").textContent = text;
  get("trouble").hidden = !text;
}

function onVerdicts(answers, counts) {
  const mine = answers.find((answer) => answer.scan_id === expected);
  if (mine) {
    expected = "";
    verdicts.show(mine);
  }
  showCounts(counts);
}

function onState({ online, queued, trouble: kind }) {
  const waiting = queued === 1 ? words.oneQueued : words.manyQueued.replace("{n}", queued);
  get("network").textContent = (online ? words.online : words.offline) + (queued ? ` · ${waiting}` : "");
  if (kind) trouble(words[kind]);
}

async function pass(ticket) {
  const direction = new FormData(get("code-form")).get("direction");
  const scan = { scan_id: crypto.randomUUID(), ticket, scanned_at: new Date().toISOString(), direction };
  scanner?.pause(true);
  if (!queue.add(scan)) trouble(words.notStored);
  expected = scan.scan_id;
  const late = setTimeout(() => wait(scan), navigator.onLine ? ANSWER_MS : 0);
  await sync.flush();
  clearTimeout(late);
  if (expected === scan.scan_id) wait(scan);
}

function wait(scan) {
  if (expected === scan.scan_id) verdicts.show({ scan_id: scan.scan_id, verdict: "waiting" });
  sync.tell(navigator.onLine);
}

async function useCamera(deviceId) {
  try {
    await scanner.start(deviceId);
    get("camera").parentElement.hidden = false;
    get("torch").hidden = !scanner.hasTorch;
    get("other-camera").hidden = (await scanner.cameras()).length < 2;
  } catch {
    get("camera").parentElement.hidden = true;
    trouble(words.noCamera);
  }
}

async function nextCamera() {
  const all = await scanner.cameras();
  const now = all.findIndex((camera) => camera.deviceId === scanner.track?.getSettings().deviceId);
  await useCamera(all[(now + 1) % all.length].deviceId);
}

async function toggleTorch() {
  const on = get("torch").getAttribute("aria-pressed") !== "true";
  await scanner.light(on);
  get("torch").setAttribute("aria-pressed", String(on));
}

async function readPhoto(event) {
  const [file] = event.target.files;
  event.target.value = "";
  const text = file ? await scanner.readPhoto(file).catch(() => "") : "";
  if (text) pass(text);
  else if (file) trouble(words.unreadable);
}

function typeCode(event) {
  const field = event.target.elements.code;
  event.preventDefault();
  if (!field.value.trim()) return field.focus();
  pass(field.value.trim());
  field.value = "";
}

prepareSound();
keepCounts(words.counts, (moment) => verdicts.time(moment));
get("code-form").addEventListener("submit", typeCode);
get("camera-part").hidden = false;
scanner = new Scanner(get("camera"), words.wasm, pass);
get("torch").addEventListener("click", toggleTorch);
get("other-camera").addEventListener("click", nextCamera);
get("photo").addEventListener("change", readPhoto);
window.addEventListener("pagehide", () => scanner.stop());
window.addEventListener("pageshow", (event) => event.persisted && useCamera());
useCamera();
sync.flush();

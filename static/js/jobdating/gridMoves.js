// Moves, locks and removals: sent as forms with what was seen; what one breaks is shown first, and asked where it may
// be meant.
const dialog = document.getElementById("grid-dialog");

function asks(sentences, mayInsist, act = "move") {
  const head = document.getElementById("grid-dialog-title");
  head.textContent = mayInsist ? head.dataset[act] : head.dataset.refuses;
  document.getElementById("grid-dialog-list").replaceChildren(
    ...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
  );
  const insist = dialog.querySelector("[data-anyway]");
  insist.hidden = !mayInsist;
  insist.textContent = insist.dataset[act];
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((decide) => {
    dialog.addEventListener("close", () => decide(dialog.returnValue === "anyway"), { once: true });
  });
}

async function post(box, chip, act, values) {
  const body = new URLSearchParams({ version: chip.dataset.version, ...values });
  if (box.dataset.plan) body.set("plan", box.dataset.plan);
  const answer = await fetch(`${box.dataset.address}/entretiens/${chip.dataset.interview}/${act}`, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": box.dataset.csrf },
    body,
  });
  return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
}

async function settle(answer) {
  if (answer.ok) return answer.said;
  await asks(answer.sentences ?? [answer.message], false);
  return answer.message || (answer.sentences ?? []).join(" ");
}

// Lock it, or unlock it. Says what was done.
export async function sendLock(box, chip) {
  const verrou = "locked" in chip.dataset ? "0" : "1";
  return post(box, chip, "verrouiller", { verrou }).then(settle, () => box.dataset.lost);
}

// Take it away, once that was confirmed.
export async function sendFree(box, chip) {
  const name = chip.querySelector(".chip__name")?.textContent.trim() ?? "";
  if (!(await asks([box.dataset.frees.replace("{name}", name)], true, "free"))) return box.dataset.kept;
  return post(box, chip, "liberer", {}).then(settle, () => box.dataset.lost);
}

// What to say once it is settled: where it went, or why it did not.
export async function sendMove(box, moving, target, place) {
  const values = { table: place.table, tour: String(place.column - 1) };
  if (target.dataset.interview && target.dataset.interview !== moving.dataset.interview && !target.matches(".chip--absent")) {
    Object.assign(values, { occupant: target.dataset.interview, occupant_version: target.dataset.version });
  }
  try {
    let answer = await post(box, moving, "deplacer", values);
    if (answer.error === "asks") {
      if (!(await asks(answer.sentences, true))) return box.dataset.givenUp;
      answer = await post(box, moving, "deplacer", { ...values, quand_meme: "1" });
    }
    return await settle(answer);
  } catch {
    return box.dataset.lost;
  }
}

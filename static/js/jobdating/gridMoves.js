// One move: sent as a form with what was seen; what it breaks is shown first, and asked where it may be meant.
const dialog = document.getElementById("grid-dialog");

function asks(sentences, mayInsist) {
  const head = document.getElementById("grid-dialog-title");
  head.textContent = mayInsist ? head.dataset.asks : head.dataset.refuses;
  document.getElementById("grid-dialog-list").replaceChildren(
    ...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
  );
  dialog.querySelector("[data-anyway]").hidden = !mayInsist;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((decide) => {
    dialog.addEventListener("close", () => decide(dialog.returnValue === "anyway"), { once: true });
  });
}

async function post(box, moving, values) {
  const body = new URLSearchParams(values);
  const answer = await fetch(`${box.dataset.address}/entretiens/${moving.dataset.interview}/deplacer`, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": box.dataset.csrf },
    body,
  });
  return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
}

// What to say once it is settled: where it went, or why it did not.
export async function sendMove(box, moving, target, place) {
  const values = { version: moving.dataset.version, table: place.table, tour: String(place.column - 1) };
  if (box.dataset.plan) values.plan = box.dataset.plan;
  if (target.dataset.interview && target.dataset.interview !== moving.dataset.interview && !target.matches(".chip--absent")) {
    Object.assign(values, { occupant: target.dataset.interview, occupant_version: target.dataset.version });
  }
  try {
    let answer = await post(box, moving, values);
    if (answer.error === "asks") {
      if (!(await asks(answer.sentences, true))) return box.dataset.givenUp;
      answer = await post(box, moving, { ...values, quand_meme: "1" });
    }
    if (answer.ok) return answer.said;
    await asks(answer.sentences ?? [answer.message], false);
    return answer.message || (answer.sentences ?? []).join(" ");
  } catch {
    return box.dataset.lost;
  }
}

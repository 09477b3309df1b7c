// Repeats a draw in the reader's browser: downloads the public file, makes order and seats anew,
// compares, and finds one application in the result. The sentences stand in the page.
import { read, repeat } from "./draw/file.js";

const box = document.querySelector("[data-draw-check]");
const state = box.querySelector("[data-check-state]");
const list = box.querySelector("[data-checks]");
const mine = box.querySelector("[data-check-mine]");
// What can be answered at each stage; all later checks are not yet.
const KNOWN = {
  OPEN: [],
  CLOSED: ["LIST"],
  SEEDED: ["LIST", "RANDOMNESS", "REVEALS", "SEED"],
  DRAWN: ["LIST", "RANDOMNESS", "REVEALS", "SEED", "ORDER", "SEATS", "SECOND_DRAW"],
};
const OUTCOME = { OPEN: "open", CLOSED: "frozen", SEEDED: "soon", DRAWN: "good" };

box.querySelector("[data-check-own]").addEventListener("change", async ({ target }) => {
  if (target.files.length) check(await target.files[0].text());
});
download();

async function download() {
  say("working");
  let answer;
  try {
    answer = await fetch(box.dataset.file, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    answer = await answer.text();
  } catch {
    say("offline");
    return;
  }
  check(answer);
}

function check(text) {
  list.hidden = mine.hidden = true;
  say("working");
  // Let the browser show that it works before it does.
  setTimeout(() => show(text), 30);
}

function show(text) {
  let draw, done;
  try {
    draw = text.includes('"draw.batch-announced"') ? read(text) : null;
    if (!draw && !text.includes('"draw.batch-planned"')) throw new Error("NO_DRAW");
    done = draw ? repeat(draw) : { stage: "OPEN", order: [], result: [], wrong: [] };
  } catch {
    say("unread");
    return;
  }
  say(done.wrong.length ? "bad" : OUTCOME[done.stage]);
  state.dataset.outcome = done.wrong.join(" ") || done.stage;
  for (const line of list.querySelectorAll("[data-check]")) answerOf(line, done);
  list.hidden = done.stage === "OPEN";
  if (done.result.length && box.dataset.mine) showMine(draw, done.result);
}

function answerOf(line, { stage, wrong }) {
  const name = line.dataset.check;
  const answer = line.querySelector("[data-answer]");
  const key = wrong.includes(name) ? "wrong" : KNOWN[stage].includes(name) ? "right" : "later";
  const sign = { wrong: "✗", right: "✓", later: "…" }[key];
  answer.textContent = `${sign} ${list.dataset[key]}`;
  line.dataset.result = key;
}

function showMine(draw, result) {
  const at = result.findIndex(({ ref }) => ref === box.dataset.mine);
  mine.hidden = false;
  if (at < 0) {
    mine.textContent = mine.dataset.absent;
    return;
  }
  const { day, numbers } = result[at];
  const { series } = draw.announced;
  const words = day ? mine.dataset.seated : mine.dataset.unseated;
  mine.textContent = words
    .replace("{place}", at + 1)
    .replace("{total}", result.length)
    .replace("{numbers}", numbers.map((n) => `${series}-${String(n).padStart(3, "0")}`).join(", "))
    .replace("{day}", day ? dayWords(day) : "");
}

function dayWords(day) {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(new Date(day));
}

function say(what) {
  state.textContent = state.dataset[what];
  state.dataset.outcome = what;
}

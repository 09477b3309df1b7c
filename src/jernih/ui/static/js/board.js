// The board in the hall: newest call large, one call at a time, spoken twice.
import { follow } from "./sse.js";
import { Voice } from "./voice.js";

const EACH_CALL = 5_000;
const SHOWN = 5;
// A screen that was cut off catches up in silence, except for the newest calls.
const MOST_TO_ANNOUNCE = 3;

const at = (id) => document.getElementById(id);
const list = at("calls");
const pattern = at("call").content.firstElementChild;
const signPattern = at("counter").content.firstElementChild;
const language = document.documentElement.lang;

let heardStep = Number(document.body.dataset.step);
let shownDay = null;
let busy = false;
const toAnnounce = [];
const voice = makeVoice();

follow(document.body.dataset.board, {
  event: "board", ageIn: at("age"), onNews: show, onState: showLost,
});

function show(board) {
  const isOtherDay = shownDay !== null && shownDay !== board.day;
  const isFirst = shownDay === null;
  shownDay = board.day;
  const fresh = board.calls.filter((call) => call.step > heardStep).reverse();
  heardStep = Math.max(isOtherDay ? 0 : heardStep, ...board.calls.map((call) => call.step));
  const aloud = isOtherDay ? [] : fresh.slice(-MOST_TO_ANNOUNCE);
  if (isOtherDay || isFirst || fresh.length > aloud.length) {
    const calm = board.calls.filter((call) => !aloud.includes(call)).slice(0, SHOWN);
    list.replaceChildren(...calm.map(row));
  }
  toAnnounce.push(...aloud);
  announceNext();
  at("idle").hidden = board.calls.length > 0;
  at("waiting").textContent = board.waiting;
  at("lines").replaceChildren(...board.lines.map(line));
  at("counters").replaceChildren(...board.counters.map(sign));
}

// Two counters that call at once are still two calls: each stands alone for five seconds.
function announceNext() {
  if (busy || toAnnounce.length === 0) return;
  busy = true;
  const call = toAnnounce.shift();
  for (const old of list.children) {
    old.classList.remove("is-new");
    if (old.dataset.number === call.number) old.remove();
  }
  const made = row(call);
  made.classList.add("is-new");
  list.prepend(made);
  while (list.children.length > SHOWN) list.lastElementChild.remove();
  at("spoken").textContent = made.textContent.replace(/\s+/g, " ");
  voice?.say(call.clips, `${call.step}`);
  setTimeout(() => { busy = false; announceNext(); }, EACH_CALL);
}

function row(call) {
  const made = pattern.cloneNode(true);
  made.dataset.call = call.step;
  made.dataset.number = call.number;
  made.querySelector(".j-board__number").textContent = call.number;
  made.querySelector("b").textContent = call.counter;
  made.querySelector(".j-board__way").textContent = call.direction;
  return made;
}

function line({ name, waiting }) {
  const made = document.createElement("li");
  const words = document.createElement("span");
  const count = document.createElement("b");
  words.textContent = name[language] ?? name.id;
  count.textContent = waiting;
  made.append(words, " ", count);
  return made;
}

function sign({ counter, state, number }) {
  const made = signPattern.cloneNode(true);
  made.dataset.state = state;
  made.querySelector("b").textContent = counter;
  made.querySelector("[data-of=number]").textContent = number;
  return made;
}

function showLost(state, since) {
  const lost = at("lost");
  lost.hidden = state === "fresh" || state === "waiting";
  const time = new Date(since).toTimeString().slice(0, 5).replace(":", ".");
  lost.textContent = lost.hidden ? "" : lost.dataset.words.replace("{time}", time);
}

function makeVoice() {
  const button = at("sound");
  try {
    const made = new Voice({ onState: (state) => { button.hidden = state === "on"; } });
    button.addEventListener("click", () => made.enable());
    return made;
  } catch {
    return null; // no sound on this screen: the number on the board counts
  }
}

// Seals a report in the reporter's own browser instead of posting it, and sends what is sealed.
// The sentences stand in the page. Nothing of a report is kept: no storage, no history, no cookie.
import { BadRoster, openRoster, rosterWords } from "./seal/roster.js";
import { CannotHold, holdersOf } from "./seal/holders.js";
import { keysOf, newCode, shownCode } from "./seal/code.js";
import { element, showCode, wrongGroups } from "./seal/code_shown.js";
import { checkPromise, keyOfVkey } from "./seal/manifest.js";
import { sealReport } from "./seal/sealing.js";
import { Denied, Sending } from "./seal/sending.js";
import { rememberedRoster, rememberRoster } from "./seal/memory.js";
import { isEmpty, toldOn, wishOf } from "./seal/told.js";
import { watchFiles } from "./seal/added.js";
import { toHex } from "./receipt/bytes.js";

const box = document.querySelector("[data-seal]");
const form = document.querySelector("[data-report]");
const known = box.dataset;
const panel = box.querySelector("[data-code]");
const meter = box.querySelector("[data-seal-meter]");
const questions = JSON.parse(known.questions);
let roster = null;
let files = null;
let isBusy = false;
let sending = null;
let kept = null;

if (globalThis.crypto?.subtle && globalThis.createImageBitmap && globalThis.ReadableStream) begin();
else say("PLAIN");

async function begin() {
  const before = rememberedRoster();
  const isOther = Boolean(before) && before.key !== known.key;
  try {
    const least = before && !isOther ? before.serial : 0;
    roster = await openRoster(known.note, { key: known.key, origin: known.origin, today: known.today, least });
  } catch (problem) {
    if (!(problem instanceof BadRoster)) throw problem;
    // Whoever sends another roster could read all: neither door of this page is safe then.
    shut();
    return say(problem.reason === "OLDER" ? "OLDER" : "ROSTER");
  }
  if (isOther) return askAboutWords(before.key);
  return start();
}

// Another key signs than before: only who compares the words with the poster can tell why.
async function askAboutWords(old) {
  for (const [name, key] of [["before", old], ["now", known.key]]) {
    box.querySelector(`[data-words-${name}]`).textContent = (await rosterWords(key)).join(" ");
  }
  shut();
  say("OTHER");
  box.querySelector("[data-words-same]").addEventListener("click", () => {
    say("");
    start();
  });
}

async function start() {
  rememberRoster({ key: known.key, serial: roster.serial });
  document.documentElement.classList.add("seals");
  for (const one of document.querySelectorAll("[data-without-js]")) one.hidden = true;
  box.querySelector("[data-seal-words]").textContent = (await rosterWords(known.key)).join(" ");
  files = watchFiles(form.querySelector("input[type=file]"), filesList());
  form.addEventListener("change", showHolders);
  form.addEventListener("submit", submit);
  box.querySelector("[data-seal-again]").addEventListener("click", send);
  panel.querySelector("form").addEventListener("submit", retype);
  addEventListener("beforeunload", warn);
  // Whoever comes back by the button of the browser finds an empty form, not what was told.
  addEventListener("pagehide", () => kept && form.reset());
  box.hidden = false;
  showHolders();
}

// The list of files stands beside their field.
function filesList() {
  const list = box.querySelector("[data-seal-files]");
  form.querySelector("input[type=file]").after(list);
  return list;
}

function showHolders() {
  const list = box.querySelector("[data-seal-holders]");
  try {
    const found = holdersOf(roster, wishOf(toldOn(form, questions).answers));
    list.replaceChildren(...found.map(holderRow));
    box.querySelector("[data-seal-who]").hidden = false;
    if (["NO_OVERSEER", "TOO_FEW"].includes(box.dataset.outcome)) say("");
    return found;
  } catch (problem) {
    if (!(problem instanceof CannotHold)) throw problem;
    box.querySelector("[data-seal-who]").hidden = true;
    say(problem.reason);
    return null;
  }
}

function holderRow({ name, post, role }) {
  const line = element("li");
  line.append(element("strong", name), `, ${post} (${known[role.toLowerCase()]})`);
  return line;
}

async function submit(event) {
  event.preventDefault();
  const told = { ...toldOn(form, questions), files: files.chosen() };
  if (isBusy || kept) return;
  if (isEmpty(told, told.files)) return say("EMPTY");
  const holders = showHolders();
  if (!holders) return;
  isBusy = true;
  try {
    await prepare(told, holders);
  } catch {
    isBusy = false;
    return say("FAILED");
  }
  isBusy = false;
  await send();
}

async function prepare(told, holders) {
  say("WORKING");
  shut();
  const code = newCode();
  const keys = await keysOf(code, { origin: known.origin, progress: (part) => fill(part / 2) });
  const sealed = await sealReport({ told, keys, roster, holders, form: known.form });
  const { locator, recipient, signs, salt, authHash } = keys;
  const { manifest, commitment } = sealed;
  const opening = {
    locator, auth_hash: authHash, recipient, signs, manifest,
    holders: sealed.holders, roster: roster.serial, salt: toHex(salt),
  };
  const progress = ({ sent, total, isWaiting }) => {
    fill(0.5 + sent / total / 2);
    say(isWaiting ? "WAITING" : "SENDING");
  };
  sending = { code, commitment, run: new Sending({ base: known.base, opening, files: sealed.files, progress }) };
}

async function send() {
  if (isBusy || !sending) return;
  isBusy = true;
  box.querySelector("[data-seal-again]").hidden = true;
  say("SENDING");
  try {
    const promise = await sending.run.run();
    await checkPromise(promise, { commitment: sending.commitment, keys: [keyOfVkey(known.vkey)] });
    finish(promise);
  } catch (problem) {
    isBusy = false;
    refused(problem);
  }
}

function refused(problem) {
  form.hidden = false;
  if (!(problem instanceof Denied)) {
    say("UNSIGNED");
  } else {
    say("DENIED");
    box.querySelector("[data-seal-told]").textContent = problem.told?.words ?? "";
  }
  box.querySelector("[data-seal-again]").hidden = false;
}

function finish(promise) {
  kept = shownCode(sending.code);
  sending = null;
  say("");
  meter.hidden = true;
  form.reset();
  files.clear();
  box.querySelector("[data-seal-who]").hidden = true;
  panel.querySelector("[data-code-day]").textContent = dayWords(promise.day);
  panel.querySelector("[data-code-commitment]").textContent = promise.commitment;
  showCode(panel, kept);
  panel.hidden = false;
  panel.querySelector("h2").focus();
}

function retype(event) {
  event.preventDefault();
  const wrong = wrongGroups(event.target, kept);
  for (const field of event.target.querySelectorAll("[data-group]")) {
    const isWrong = wrong.includes(field);
    field.setAttribute("aria-invalid", String(isWrong));
    field.parentElement.querySelector("[data-wrong]").hidden = !isWrong;
  }
  if (wrong.length) return wrong[0].focus();
  removeEventListener("beforeunload", warn);
  event.target.hidden = true;
  panel.querySelector("[data-code-done]").hidden = false;
  panel.querySelector("[data-code-done]").focus();
}

function shut() {
  form.hidden = true;
}

function warn(event) {
  if (kept || sending || !isEmpty(toldOn(form, questions), files.chosen())) event.preventDefault();
}

function fill(part) {
  meter.hidden = false;
  meter.value = part;
}

function say(what) {
  box.dataset.outcome = what;
  box.hidden = false;
  const isOpen = ["", "EMPTY", "NO_OVERSEER", "TOO_FEW"].includes(what);
  if (isOpen && roster && !kept) form.hidden = false;
  if (what === "FAILED") form.hidden = false;
  for (const one of box.querySelectorAll("[data-say]")) one.hidden = !one.dataset.say.split(" ").includes(what);
}

function dayWords(day) {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(new Date(day));
}

// Opens a report by its code in the reporter's own browser: the code goes to nobody, and stays in
// the memory of this page alone. Without what it needs, the form goes to the server as it is.
import { fromBase64 } from "./receipt/bytes.js";
import { watchFiles } from "./seal/added.js";
import { keysOf, readCode } from "./seal/code.js";
import { BadRoster } from "./seal/roster.js";
import { Denied } from "./seal/sending.js";
import { fetchCard, fetchCase, fetchProof } from "./follow/case.js";
import { download, showCase, showRows } from "./follow/show.js";

const IDLE_MS = 10 * 60_000;
const root = document.querySelector("[data-follow]");
const ask = document.querySelector("[data-ask]");
const part = (name) => root.querySelector(`[data-${name}]`);
const page = { ...root.dataset, language: document.documentElement.lang };
const form = part("write");
const meter = part("meter");
let keys = null;
let seen = null;
let added = null;
let isBusy = false;
let moved = Date.now();

if (globalThis.crypto?.subtle && globalThis.ReadableStream && page.key) begin();

function begin() {
  for (const one of document.querySelectorAll("[data-without-js]")) one.hidden = true;
  for (const one of document.querySelectorAll("[data-with-js]")) one.hidden = false;
  added = watchFiles(form.querySelector("input[type=file]"), part("seal-files"));
  root.hidden = false;
  ask.querySelector("[data-code-form]").addEventListener("submit", alone(open));
  form.addEventListener("submit", alone((event) => send(event.submitter?.value || "MESSAGE")));
  part("withdraw").querySelector("button").addEventListener("click", alone(withdraw));
  part("card").addEventListener("click", alone(saveCard));
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => { moved = Date.now(); }, { passive: true });
  }
  setInterval(() => { if (keys && !hasWords() && Date.now() - moved > IDLE_MS) location.reload(); }, 15_000);
  addEventListener("beforeunload", (event) => { if (hasWords()) event.preventDefault(); });
  // The back button may bring this page out of the browser's own memory.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// One thing at a time, and every end of it in a sentence.
function alone(step) {
  return async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await step(event);
    } catch (problem) {
      say(reasonOf(problem));
    }
    isBusy = false;
  };
}

function reasonOf(problem) {
  if (problem instanceof BadRoster) return "ROSTER";
  if (problem instanceof Denied && problem.status === 404) return "UNKNOWN";
  if (problem instanceof Denied && problem.status < 500) return "REFUSED";
  return "NO_LINE";
}

async function open() {
  const field = ask.querySelector("input");
  const code = readCode(field.value);
  if (!code) {
    say("NO_CODE");
    return field.focus();
  }
  say("WORKING");
  const made = await keysOf(code, { origin: page.origin, progress: fill });
  say("OPENING");
  await show(made);
  keys = made;
  field.value = "";
  ask.hidden = true;
  part("case").hidden = false;
  say("");
  part("case").querySelector("h1").focus();
}

async function show(made) {
  seen = await fetchCase(page, made);
  showCase(root, seen);
  // What only proves more may fail without the rest.
  showRows(root, seen.told.boards, made.salt).catch(() => {});
  showProof(made).catch(() => {});
}

async function showProof(made) {
  const proof = await fetchProof(page, made);
  const save = part("receipt");
  save.hidden = !proof.receipt;
  save.onclick = () => download(fromBase64(proof.receipt), "bukti.tlog-proof");
  part("fingerprint").hidden = !proof.receipt;
  part("manifest").textContent = proof.manifest;
  const { judged } = await import("./follow/proof.js");
  const verdict = seen.isBroken ? "" : await judged(proof, { seen, keys: made, vkey: page.vkey });
  for (const one of root.querySelectorAll("[data-proof]")) one.hidden = one.dataset.proof !== verdict;
}

async function send(kind) {
  const words = form.elements.words.value;
  const files = added.chosen();
  if (!words.trim() && !files.length) return say("NOTHING");
  await sealAndSend({ kind, words, files });
  form.reset();
  added.clear();
}

async function withdraw() {
  if (window.confirm(page.confirm)) await sealAndSend({ kind: "WITHDRAWN", words: "", files: [] });
}

async function sealAndSend(said) {
  say("SEALING");
  const { write } = await import("./follow/write.js");
  await write(page, keys, seen, said);
  say("SENT");
  await show(keys);
}

async function saveCard() {
  download(await fetchCard(page, keys), "bukti.pdf", "application/pdf");
}

const hasWords = () => Boolean(form.elements.words.value.trim() || added.chosen().length);

function fill(part) {
  meter.value = part;
}

function say(what) {
  root.dataset.outcome = what;
  meter.hidden = what !== "WORKING";
  for (const one of root.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== what;
  // In the page of a report the answer stands above what was pressed.
  if (keys && what && what !== "SEALING") part("told").focus();
}

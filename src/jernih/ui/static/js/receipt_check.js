// Checks a receipt in the reader's own browser: a file, a pasted text, a QR code, or what stands
// behind `#` in the address. Nothing that is chosen or typed leaves the page.
import { Refused } from "./receipt/bytes.js";
import { askedOf, checkReceipt, openedBy, tidied } from "./receipt/check.js";
import { HEADER } from "./receipt/proof.js";
import { unpack } from "./receipt/unpack.js";

const box = document.querySelector("[data-receipt]");
const { vkey } = box.dataset;
const older = JSON.parse(box.dataset.older);
const policy = JSON.parse(box.dataset.policy);
const text = box.querySelector("[data-receipt-text]");
const person = box.querySelector("[data-receipt-person]");
let found = null;

box.querySelector("[data-receipt-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  checkWords(text.value);
});
box.querySelector("[data-receipt-file]").addEventListener("change", ({ target }) => {
  if (target.files.length) checkFile(target.files[0]);
});
person.addEventListener("submit", (event) => {
  event.preventDefault();
  showPerson();
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) checkFile(event.dataTransfer.files[0]);
});
addEventListener("hashchange", checkAddress);
checkAddress();

function checkAddress() {
  if (location.hash.length < 100) return;
  const words = location.hash;
  // On a phone that others use, the proof does not stay in the history.
  history.replaceState(null, "", location.pathname);
  checkWords(words);
}

async function checkFile(file) {
  const raw = new Uint8Array(await file.arrayBuffer());
  const isPlain = HEADER === new TextDecoder().decode(raw.subarray(0, HEADER.length));
  return isPlain ? check(async () => raw) : checkWords(new TextDecoder().decode(raw));
}

function checkWords(words) {
  const plain = words.trim();
  if (!plain) return say("EMPTY");
  if (plain.startsWith(HEADER)) return check(async () => new TextEncoder().encode(`${plain}\n`));
  if (!globalThis.DecompressionStream) return say("OLD_BROWSER");
  return check(() => unpack(plain));
}

async function check(read) {
  person.hidden = true;
  found = null;
  say("WORKING");
  try {
    found = await checkReceipt(await read(), { vkey, older, policy });
  } catch (problem) {
    return say(problem instanceof Refused ? "NOT_A_RECEIPT" : "OLD_BROWSER");
  }
  if (found.fact) showFact(found);
  say(found.verdict, Boolean(found.since));
  if (["GOOD", "UNWITNESSED"].includes(found.verdict)) askPerson(askedOf(found));
}

// isWitnessed: some sentences are said only of a receipt that outsiders signed, or of no other.
function say(verdict, isWitnessed = false) {
  box.dataset.outcome = verdict;
  const told = box.querySelector("[data-receipt-told]");
  for (const one of told.querySelectorAll("[data-verdict]")) {
    one.hidden = !one.dataset.verdict.split(" ").includes(verdict);
  }
  for (const one of told.querySelectorAll("[data-witnessed]")) {
    one.hidden = one.dataset.witnessed !== String(isWitnessed);
  }
  told.hidden = false;
  if (verdict !== "WORKING") told.focus();
}

function showFact({ fact, index, head, since }) {
  const numbers = fact.to_numbers ?? fact.numbers ?? (fact.number ? [fact.number] : []);
  const shown = {
    kind: box.querySelector(`[data-kind="${CSS.escape(fact.kind)}"]`)?.textContent ?? fact.kind,
    numbers: numbers.join(", "),
    day: fact.to_day ?? fact.day ?? "",
    at: momentWords(new Date(fact.at)),
    place: `${index + 1n} / ${head.size}`,
    log: head.origin,
    since: since ? momentWords(new Date(Number(since) * 1000)) : "",
  };
  if (shown.day) shown.day = dayWords(new Date(shown.day));
  for (const one of box.querySelectorAll("[data-shown]")) {
    one.textContent = shown[one.dataset.shown];
    one.closest("[data-row]").hidden = !shown[one.dataset.shown];
  }
}

function askPerson(asked) {
  person.hidden = asked.length === 0;
  for (const one of person.querySelectorAll("[data-mine]")) one.hidden = true;
  for (const one of person.querySelectorAll("[data-asked]")) one.hidden = !asked.includes(one.dataset.asked);
}

async function showPerson() {
  const typed = tidied(Object.fromEntries(new FormData(person)));
  const isWhole = askedOf(found).every((name) => typed[name]);
  const opened = isWhole ? await openedBy(found, typed) : [];
  const numbers = opened.map((at) => found.fact.numbers?.[at] ?? found.fact.number).filter(Boolean);
  const answer = isWhole ? (opened.length ? "YES" : "NO") : "MISSING";
  person.dataset.outcome = answer;
  for (const one of person.querySelectorAll("[data-mine]")) {
    one.hidden = one.dataset.mine !== answer;
  }
  person.querySelector("[data-numbers]").textContent = numbers.join(", ");
}

function dayWords(day) {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(day);
}

function momentWords(moment) {
  const style = { dateStyle: "long", timeStyle: "long", timeZone: box.dataset.zone };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(moment);
}

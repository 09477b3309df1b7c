// Blinds the answer's token in the person's own browser, and sends the answer without her number.
// Without this the form goes to the server as it is; the page says what that means.
import { Key, blindToken, fromHex, toHex, unblind } from "./survey/blind.js";

const form = document.querySelector("[data-survey]");
const known = form?.dataset;
const place = known && `survey:${known.token}`;
let asking = null;
let isSending = false;

if (form && globalThis.crypto?.subtle && known.given && !read()) {
  say(known.given);
  form.hidden = true;
} else if (form && globalThis.crypto?.subtle) {
  // At the first touch, long before the answer is sent: the two are then not one moment.
  form.addEventListener("change", () => getToken().catch(() => {}), { once: true });
  form.addEventListener("submit", send);
} else {
  document.querySelector('[data-state="blind"]')?.setAttribute("hidden", "");
}

async function send(event) {
  event.preventDefault();
  if (isSending) return;
  const missing = firstMissing();
  if (missing) {
    say(known.missing);
    location.hash = missing.id;
    return;
  }
  isSending = true;
  try {
    const token = await getToken();
    const answer = await post(known.drop, { office: known.office, ...token, answer: spelled() });
    if (!answer.taken && answer.reason !== "SpentAlready") return say(answer.words);
    localStorage.removeItem(place);
    location.replace(known.thanks);
  } catch (problem) {
    say(problem.words ?? known.away);
  } finally {
    isSending = false;
  }
}

// The one token of this number: kept in this browser until its answer is in the box.
function getToken() {
  asking ??= askToken().catch((problem) => {
    asking = null;
    throw problem;
  });
  return asking;
}

async function askToken() {
  const kept = read();
  if (kept?.signature) return shown(kept);
  const key = new Key(kept?.modulus ?? known.modulus);
  const fresh = kept ? revived(kept) : await blindToken(key);
  const saved = kept ?? {
    key: known.key, modulus: known.modulus, token: toHex(fresh.token), prefix: toHex(fresh.prefix),
    blinded: toHex(fresh.blinded), unblind: fresh.unblind.toString(16), message: fresh.message.toString(16),
  };
  // Before it is asked for: if the line breaks now, the same may be asked again.
  localStorage.setItem(place, JSON.stringify(saved));
  const answer = await post(known.token, { key: saved.key, blinded: saved.blinded });
  if (!answer.signed) {
    localStorage.removeItem(place);
    throw Object.assign(new Error(answer.reason), { words: answer.words });
  }
  const signature = toHex(unblind(key, fresh, fromHex(answer.signed)));
  const whole = { key: saved.key, token: saved.token, prefix: saved.prefix, signature };
  localStorage.setItem(place, JSON.stringify(whole));
  return shown(whole);
}

const shown = ({ key, token, prefix, signature }) => ({ key, token, prefix, signature });

const revived = (kept) => ({ unblind: BigInt("0x" + kept.unblind), message: BigInt("0x" + kept.message) });

function read() {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

// No cookie, no address of this page: the answer must not say whose it is.
async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store",
    headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return answer.json();
}

function firstMissing() {
  return [...form.querySelectorAll("fieldset")].find((ask) => !ask.querySelector("input:checked"));
}

// 444433334|66666655|66665|NO, as pure/survey.py reads it.
function spelled() {
  const said = new FormData(form);
  const digits = ["skm", "spkp", "spak"].map((name) =>
    [...said.entries()].filter(([field]) => field.startsWith(`${name}_`)).map(([, points]) => points).join(""),
  );
  return [...digits, said.get("asked")].join("|");
}

function say(words) {
  const box = document.querySelector("[data-problem]");
  box.querySelector("p").textContent = words;
  box.hidden = false;
  box.scrollIntoView({ block: "center" });
}

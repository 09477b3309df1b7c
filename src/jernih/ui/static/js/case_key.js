// Make, lock anew or replace a holder's key. It is made here; only locked copies leave this page.
import { hasPasskeys, lockByPasskey, lockKeys, newKeys, paperText, readPaper, unlockKeys } from "./seal/keys.js";
import { post, Refusal } from "./case/send.js";
import { strengthOf, suggested } from "./case/strength.js";

const root = document.querySelector("[data-keys]");
const word = (name) => root.querySelector(`[data-word="${name}"]`).textContent.trim();
const told = (form, text) => { form.querySelector("[data-told]").textContent = text; };

for (const form of root.querySelectorAll("form[data-key-deed]")) wire(form);
for (const one of root.querySelectorAll("[data-passkey-part]")) one.hidden = !hasPasskeys();

function wire(form) {
  const field = form.querySelector("[data-new-passphrase]");
  const strength = form.querySelector("[data-strength]");
  field.addEventListener("input", () => {
    strength.textContent = field.value ? word(strengthOf(field.value)) : "";
    strength.dataset.is = field.value ? strengthOf(field.value) : "";
  });
  form.querySelector("[data-suggest]").addEventListener("click", () => {
    field.type = "text";
    field.value = suggested();
    field.dispatchEvent(new Event("input"));
    field.focus();
  });
  form.querySelector("[data-show]").addEventListener("click", () => {
    field.type = field.type === "text" ? "password" : "text";
    field.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    make(form, field);
  });
}

async function make(form, field) {
  const button = form.querySelector("[type=submit]");
  if (strengthOf(field.value) === "weak") {
    told(form, word("too-weak"));
    field.focus();
    return;
  }
  button.disabled = true;
  told(form, word("making"));
  await new Promise((done) => setTimeout(done, 30));
  try {
    const keys = await keysFor(form);
    const locked = await lockKeys(keys, field.value);
    const byPasskey = await passkeyCopy(form, keys);
    const kept = { recipient: keys.recipient, signs: keys.signs, locked, by_passkey: byPasskey };
    await post(form.action, kept);
    field.value = "";
    showPaper(keys, kept);
  } catch (problem) {
    told(form, problem instanceof Refusal && problem.message ? problem.message : word("failed"));
  } finally {
    button.disabled = false;
  }
}

// The same key under another passphrase wants the old passphrase, or the paper.
async function keysFor(form) {
  if (form.dataset.keyDeed !== "sandi") return newKeys();
  const old = form.querySelector("[data-old]").value;
  try {
    return await readPaper(old);
  } catch {
    return unlockKeys(root.dataset.locked, old);
  }
}

async function passkeyCopy(form, keys) {
  if (!form.querySelector("[data-passkey]")?.checked) return "";
  try {
    return await lockByPasskey(keys, word("passkey-name"));
  } catch {
    // A convenience that this machine does not have: the passphrase opens it.
    return "";
  }
}

function showPaper(keys, kept) {
  const paper = root.querySelector("[data-paper]");
  const lines = paperText(keys).split("\n");
  for (const [at, box] of [...paper.querySelectorAll("[data-paper-line]")].entries()) {
    box.textContent = lines[at];
  }
  for (const one of root.querySelectorAll("[data-before]")) one.hidden = true;
  paper.hidden = false;
  paper.querySelector("h2").focus();
  paper.querySelector("[data-paper-form]").onsubmit = (event) => confirmPaper(event, lines, kept);
}

// The office may believe in a paper only when somebody has read from it.
async function confirmPaper(event, lines, kept) {
  event.preventDefault();
  const form = event.target;
  const typed = form.querySelector("input").value.toUpperCase().replace(/\s/g, "");
  if (typed !== lines[1].replace(/\s/g, "").slice(-5)) return told(form, word("not-the-paper"));
  try {
    await post(form.action, { ...kept, has_paper: true });
    location.assign(form.dataset.next);
  } catch {
    told(form, word("failed"));
  }
}

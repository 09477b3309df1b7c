// The pages of cases: unlock once in a tab, go from page to page without losing the key, open, act.
import { openCase } from "./case/opened.js";
import { forget, heldKey, unlock, unlockByPasskey, watchIdle } from "./case/keyring.js";
import { hideCase, showCase } from "./case/show.js";
import { wireDeeds } from "./case/act.js";

const HOME = "/petugas/kasus/";
const OTHER_PAGES = /^\/petugas\/kasus\/kunci\//;
let page = null;
let opened = null;

const main = () => document.querySelector("main");
const word = (name) => main().querySelector(`[data-word="${name}"]`)?.textContent.trim() ?? "";

start();
watchIdle(() => { opened = null; begin(); });
addEventListener("popstate", () => go(location.pathname, { isBack: true }));
document.addEventListener("click", followLink);

function start(said = "") {
  const box = main().querySelector("[data-case]");
  page = box ? JSON.parse(box.dataset.case) : null;
  opened = null;
  main().querySelector("[data-unlock]")?.addEventListener("submit", unlockNow);
  main().querySelector("[data-by-passkey]")?.addEventListener("click", unlockNow);
  for (const one of main().querySelectorAll("[data-lock]")) one.addEventListener("click", forget);
  if (page) wireDeeds(main(), () => ({ page, key: heldKey(), opened }), again, word);
  begin(said);
}

function begin(said = "") {
  const key = heldKey();
  for (const one of main().querySelectorAll("[data-when-locked]")) one.hidden = Boolean(key);
  for (const one of main().querySelectorAll("[data-when-unlocked]")) one.hidden = !key;
  if (page && !key) hideCase(main());
  if (page && key) openNow(key, said);
  else tell(said);
}

// said: what was just done, which the opening must not wipe out.
async function openNow(key, said = "") {
  const wanted = page;
  tell(said || "opening");
  try {
    const found = await openCase(page, key);
    // Locked, or gone on to another page, while it was opened.
    if (wanted !== page || !heldKey()) return;
    opened = found;
    showCase(main(), page, opened, word);
    tell(said);
  } catch {
    tell("cannot-open");
  }
}

async function unlockNow(event) {
  event.preventDefault();
  const form = main().querySelector("[data-unlock]");
  const field = form.querySelector("input");
  tell("unlocking");
  // Let the words be drawn before the long sum begins.
  await new Promise((done) => setTimeout(done, 30));
  try {
    if (event.type === "click") await unlockByPasskey(form.dataset.passkey);
    else await unlock(form.dataset.locked, field.value);
    field.value = "";
    tell("");
    begin();
  } catch {
    tell("wrong-passphrase");
    field.select();
  }
}

function tell(name) {
  const box = main().querySelector("[data-told]");
  if (box) box.textContent = name ? word(name) : "";
}

async function again(form) {
  // Who steps back, or has decided, sees the case no longer.
  const isGone = form.dataset.deed === "mundur" || form.dataset.leaves === page.me;
  const isHers = !isGone && await go(location.pathname, { isBack: true, said: "done" });
  if (!isHers) await go(HOME, { said: "done" });
}

function followLink(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const to = new URL(link.href);
  const isOurs = to.origin === location.origin && to.pathname.startsWith(HOME) && !link.download;
  if (!isOurs || OTHER_PAGES.test(to.pathname) || to.pathname.endsWith("/waktu/") || to.hash) return;
  // Without a key there is nothing to carry along.
  if (!heldKey()) return;
  event.preventDefault();
  go(to.pathname);
}

// Tells whether there is such a page, for who has just done something; others are sent to it.
async function go(path, { isBack = false, said = "" } = {}) {
  const answer = await fetch(path, { headers: { Accept: "text/html" } });
  if (said && answer.status === 404) return false;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || answer.redirected || !next.querySelector("[data-casework]")) {
    location.assign(path);
    return true;
  }
  hideCase(main());
  for (const part of [".j-back", "main"]) swap(part, next);
  document.title = next.title;
  if (!isBack) history.pushState(null, "", path);
  main().focus({ preventScroll: isBack });
  if (!isBack) scrollTo(0, 0);
  start(said);
  return true;
}

function swap(part, next) {
  const [old, fresh] = [document.querySelector(part), next.querySelector(part)];
  if (old && fresh) old.replaceWith(fresh);
  else if (old) old.remove();
  else if (fresh) document.querySelector("main").before(fresh);
}

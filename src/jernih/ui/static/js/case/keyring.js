// A holder's own key, in the memory of this page and nowhere else; it is forgotten after idle minutes.
import { unlockByPasskey as openByPasskey, unlockKeys } from "../seal/keys.js";

const IDLE_MS = 10 * 60_000;
let held = null;
let lastMove = 0;
let onLock = () => {};

export const heldKey = () => held;

export async function unlock(locked, passphrase) {
  keep(await unlockKeys(locked, passphrase));
}

export async function unlockByPasskey(locked) {
  keep(await openByPasskey(locked));
}

export function forget() {
  held = null;
  onLock();
}

export function watchIdle(whenLocked) {
  onLock = whenLocked;
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => { lastMove = Date.now(); }, { passive: true });
  }
  setInterval(lockIfIdle, 15_000);
  // A phone sleeps with its timers: look again when it wakes.
  document.addEventListener("visibilitychange", lockIfIdle);
  // The back button may bring a page out of the browser's own memory.
  addEventListener("pagehide", () => { held = null; });
  addEventListener("pageshow", (event) => { if (event.persisted) onLock(); });
}

function keep(key) {
  held = key;
  lastMove = Date.now();
}

function lockIfIdle() {
  if (held && Date.now() - lastMove > IDLE_MS) forget();
}

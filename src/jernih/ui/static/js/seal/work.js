// The work that a sending costs when many come: a number whose hash begins with enough zero bits.
// In a thread of its own where the browser has them, so that the page goes on.
import { sha256 } from "../../vendor/age.js";

const STEP = 500;

// Pages of reports take no address of a script that is not vouched for: Trusted Types.
const policy = globalThis.trustedTypes?.createPolicy("jernih-work", { createScriptURL: () => THREAD });
const THREAD = new URL("work_thread.js", import.meta.url).href;

// given: { challenge, bits }. Gives { challenge, nonce }.
export function work(given) {
  return new Promise((done) => {
    const slowly = () => searchSlowly(given).then(done);
    try {
      const worker = new Worker(policy?.createScriptURL("") ?? THREAD, { type: "module" });
      worker.addEventListener("message", ({ data }) => {
        worker.terminate();
        done(data);
      });
      worker.addEventListener("error", () => {
        worker.terminate();
        slowly();
      });
      worker.postMessage(given);
    } catch {
      slowly();
    }
  });
}

// Gives the first nonce from `first` on that does, or null after `most` tries.
export function search({ challenge, bits }, { first = 0, most = Infinity } = {}) {
  const begun = sha256.create().update(new TextEncoder().encode(challenge));
  for (let tried = 0; tried < most; tried += 1) {
    const nonce = String(first + tried);
    if (zeroBits(begun.clone().update(new TextEncoder().encode(nonce)).digest()) >= bits) {
      return { challenge, nonce };
    }
  }
  return null;
}

async function searchSlowly(given) {
  for (let first = 0; ; first += STEP) {
    const found = search(given, { first, most: STEP });
    if (found) return found;
    await new Promise((done) => setTimeout(done));
  }
}

function zeroBits(digest) {
  let bits = 0;
  for (const byte of digest) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

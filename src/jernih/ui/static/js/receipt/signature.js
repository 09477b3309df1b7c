// Is this an Ed25519 signature? By the browser's own WebCrypto where it knows them, else by ours.
// A page without https has no WebCrypto at all.
import { isSignedByHand } from "./ed25519.js";

let knows;

export async function isSigned(key, signature, message) {
  knows = knows ?? browserKnows();
  if (!(await knows)) return isSignedByHand(key, signature, message);
  try {
    const own = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", own, signature, message);
  } catch {
    return false;
  }
}

async function browserKnows() {
  try {
    const base = new Uint8Array(32).fill(0x66);
    base[0] = 0x58;
    await crypto.subtle.importKey("raw", base, "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

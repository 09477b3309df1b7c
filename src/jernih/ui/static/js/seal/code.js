// The receipt code, and all that follows from it: docs/sealing.md, 1.
import { bech32, expand, extract, scryptAsync, sha256 } from "../../vendor/age.js";
import { toBytes, toHex } from "../receipt/bytes.js";
import { recipientOf } from "./agefile.js";
import { label, SUITE } from "./labels.js";
import { publicKey } from "./signing.js";

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 20;
const GROUP = 4;
const LEFT_OUT = /[ \t\r\n\u00a0\u2010-\u2014-]/g;
const NEEDED = { N: 2 ** 15, r: 8, p: 1, dkLen: 32, maxmem: 2 ** 26 };

export function newCode(chance = crypto.getRandomValues(new Uint8Array(13))) {
  const number = BigInt(`0x${toHex(chance)}`) >> 4n;
  return spelled(number, LENGTH);
}

export function shownCode(code) {
  return (code + checkGroup(code)).match(/.{4}/g).join("-");
}

// The 20 characters that were meant, or null: said before anything is asked of a server.
export function readCode(typed) {
  const whole = typed.replace(LEFT_OUT, "").replace(/[a-zA-Z]/g, meant);
  if (whole.length !== LENGTH + GROUP || [...whole].some((sign) => !SIGNS.includes(sign))) return null;
  const code = whole.slice(0, LENGTH);
  return whole.slice(LENGTH) === checkGroup(code) ? code : null;
}

// progress: called with 0 to 1; a slow phone wants a second.
export async function keysOf(code, { origin, progress = () => {} }) {
  const salt = new Uint8Array([...label("root"), ...toBytes(origin)]);
  const root = await scryptAsync(toBytes(code), salt, { ...NEEDED, onProgress: progress });
  const part = extract(sha256, root, undefined);
  const of = (name, bytes = 32) => expand(sha256, part, toBytes(`${SUITE}/${name}`), bytes);
  const auth = of("auth");
  const seed = of("ed25519");
  const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-", of("x25519")).toUpperCase();
  return {
    locator: toHex(of("locator", 16)),
    auth: toHex(auth),
    authHash: toHex(sha256(auth)),
    identity,
    recipient: await recipientOf(identity),
    seed,
    signs: publicKey(seed),
    salt: of("salt"),
    handle: of("handle"),
  };
}

function checkGroup(code) {
  const digest = sha256(new Uint8Array([...label("check"), ...toBytes(code)]));
  return spelled(BigInt(`0x${toHex(digest)}`) >> 236n, GROUP);
}

function meant(sign) {
  return { O: "0", I: "1", L: "1" }[sign.toUpperCase()] ?? sign.toUpperCase();
}

function spelled(number, signs) {
  return Array.from({ length: signs }, (_, at) => SIGNS[Number((number >> BigInt(5 * (signs - 1 - at))) & 31n)]).join("");
}

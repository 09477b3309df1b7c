// What a sending consists of, what binds the office to it, and what it promised: docs/sealing.md, 6.
import { Refused, sha256, toBytes, toHex } from "../receipt/bytes.js";
import { spellValue } from "../receipt/canonical.js";
import { isValueSigned } from "./signing.js";

// files: [name, bytes], sealed. Gives the manifest's one spelling.
export async function manifestOf(locator, files) {
  const entries = await Promise.all(
    files.map(async ([name, bytes]) => ({ hash: await hashOf(bytes), name, size: bytes.length })),
  );
  return spellManifest(locator, entries);
}

// entries: { hash, name, size } of each sealed file, in any order.
export function spellManifest(locator, entries) {
  const files = [...entries].sort((one, other) => (one.name < other.name ? -1 : 1));
  return spellValue({ case: locator, files, v: 1 });
}

export async function commitmentOf(manifest, salt) {
  const fields = toBytes(spellValue({ manifest: await hashOf(toBytes(manifest)) }));
  return toHex(await sha256(toBytes("jernih/commit/v1\0report\0"), salt, fields));
}

// promise: as the office answered. vkeys: of the record, hex, any of them. Throws for another promise.
export async function checkPromise(promise, { commitment, keys }) {
  if (promise.commitment !== commitment) throw new Refused("promised for something else");
  for (const key of keys) if (await isValueSigned("promise", promise, key)) return promise;
  throw new Refused("not signed by the office");
}

export const hashOf = async (bytes) => toHex(await sha256(bytes));

// `name+id+base64`, as the record's key is written; gives it in hex.
export function keyOfVkey(vkey) {
  const raw = atob(vkey.split("+").slice(2).join("+"));
  return Array.from(raw.slice(1), (sign) => sign.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}


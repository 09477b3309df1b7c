// A proof that an entry is in a tree (RFC 6962), in a file of its own (C2SP tlog-proof).
import { areSame, fromBase64, Refused, sha256, toBytes, toWords } from "./bytes.js";

export const HEADER = "c2sp.org/tlog-proof@v1";
export const MAX_PROOF = 500_000;
const MAX_HASHES = 63;

export function readProof(raw) {
  if (raw.length > MAX_PROOF) throw new Refused("longer than any proof");
  const end = raw.findIndex((byte, at) => byte === 10 && raw[at + 1] === 10);
  if (end < 0 || end + 2 === raw.length) throw new Refused("no checkpoint");
  const lines = toWords(raw.subarray(0, end)).split("\n");
  if (lines.shift() !== HEADER) throw new Refused("another first line");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : null;
  const index = /^index (0|[1-9][0-9]{0,17})$/.exec(lines.shift() ?? "");
  if (!index || extra?.length === 0) throw new Refused("no index, or an empty extra");
  const hashes = lines.map(fromBase64);
  if (hashes.length > MAX_HASHES || hashes.some((one) => one.length !== 32)) {
    throw new Refused("not hashes");
  }
  return { index: BigInt(index[1]), hashes, extra: extra ?? new Uint8Array(), note: raw.slice(end + 2) };
}

export async function checkInclusion({ index, hashes }, { leaf, size, root }) {
  if (index >= size) throw new Refused("no such entry");
  const inner = (index ^ (size - 1n)).toString(2).replace(/^0$/, "").length;
  const border = (index >> BigInt(inner)).toString(2).replace(/0/g, "").length;
  if (hashes.length !== inner + border) throw new Refused("not the right number of hashes");
  let found = leaf;
  for (const [height, sibling] of hashes.entries()) {
    // Above `inner` the path runs along the right edge: every sibling is on the left.
    const isLeft = height < inner && ((index >> BigInt(height)) & 1n) === 0n;
    found = isLeft ? await nodeHash(found, sibling) : await nodeHash(sibling, found);
  }
  if (!areSame(found, root)) throw new Refused("does not lead to this root");
}

export const leafHash = (entry) => sha256(Uint8Array.of(0), toBytes(entry));

const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

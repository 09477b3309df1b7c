// The frozen list and its order by lot, written again from the words of docs/draw.md, so that two
// programs by two hands must agree. Pure: no page, no network.
import { hmac, sha256 } from "../../vendor/hash.js";

const VERSION = "jernih/draw/v1";
const encoder = new TextEncoder();

export const text = (words) => encoder.encode(words);

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

// Loops, for a draw of a hundred thousand on a phone.
export function hex(bytes) {
  let digits = "";
  for (const byte of bytes) digits += PAIRS[byte];
  return digits;
}

export function bytes(digits) {
  if (digits.length % 2 || /[^0-9a-f]/.test(digits)) throw new Error("HEX");
  const whole = new Uint8Array(digits.length / 2);
  for (let at = 0; at < whole.length; at += 1) {
    whole[at] = parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  }
  return whole;
}

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const hash = (...parts) => sha256(join(...parts));

// entry: { ref, people, group, wishes: [{ day, starts_at }], any_after }; "" for none.
export function line(entry) {
  const wishes = entry.wishes
    .map(({ day, starts_at: start }) => (start ? `${day}/${start}` : day))
    .join(",");
  return text(
    [entry.ref, entry.people, entry.group, wishes || "-", entry.any_after || "-"].join(" "),
  );
}

export function listRoot(entries) {
  const leaves = [...entries]
    .sort((a, b) => (a.ref < b.ref ? -1 : 1))
    .map((entry) => hash(Uint8Array.of(0), line(entry)));
  return hex(tree(leaves));
}

// RFC 6962: split at the largest power of two below the count.
function tree(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hash(Uint8Array.of(1), tree(leaves.slice(0, half)), tree(leaves.slice(half)));
}

// All in hex; reveals in any order.
export function drawKey({ batch, listRoot: root, randomness, reveals }) {
  const parts = [root, randomness, ...[...reveals].sort()].map(bytes);
  const framed = parts.flatMap((part) => [length(part), part]);
  return hmac(sha256, text(`${VERSION}|${batch}`), join(...framed));
}

function length(part) {
  const eight = new Uint8Array(8);
  new DataView(eight.buffer).setBigUint64(0, BigInt(part.length));
  return eight;
}

export function drawOrder(refs, key) {
  const placed = refs.map((ref) => [
    hex(hmac(sha256, key, join(bytes(ref), Uint8Array.of(1)))),
    ref,
  ]);
  placed.sort(([a, first], [b, second]) => (a < b || (a === b && first < second) ? -1 : 1));
  return placed.map(([, ref]) => ref);
}

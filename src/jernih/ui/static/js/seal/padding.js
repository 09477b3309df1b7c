// Fills what is sealed up to a size class, so that its size says next to nothing: docs/sealing.md, 4.
import { Refused } from "../receipt/bytes.js";

const SMALLEST = 4096;
export const LARGEST = SMALLEST << 13;
const SPACE = 32;
const LINE_FEED = 10;

export function sizeClass(size) {
  let found = SMALLEST;
  while (found < size) found *= 2;
  if (found > LARGEST) throw new Refused("too large for any class");
  return found;
}

export function padJson(body) {
  const whole = new Uint8Array(sizeClass(body.length + 1)).fill(SPACE);
  whole.set(body);
  whole[whole.length - 1] = LINE_FEED;
  return whole;
}

export function stripJson(padded) {
  let end = padded.length - 1;
  if (padded[end] !== LINE_FEED) throw new Refused("no last newline");
  while (end > 0 && padded[end - 1] === SPACE) end -= 1;
  if (sizeClass(end + 1) !== padded.length) throw new Refused("not filled up as we fill");
  return padded.subarray(0, end);
}

export function padFile(body) {
  const whole = new Uint8Array(sizeClass(body.length));
  whole.set(body);
  return whole;
}

export function stripFile(padded, size) {
  const isRight = Number.isInteger(size) && size >= 0 && size <= padded.length;
  if (!isRight || sizeClass(size) !== padded.length || padded.subarray(size).some(Boolean)) {
    throw new Refused("not filled up with zero bytes");
  }
  return padded.slice(0, size);
}

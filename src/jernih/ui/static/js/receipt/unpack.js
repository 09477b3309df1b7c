// A receipt out of a QR code: an address, `#`, and the file, made small and written in base32.
import { joined, Refused, toBase64, toBytes } from "./bytes.js";
import { HEADER, MAX_PROOF } from "./proof.js";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export async function unpack(words) {
  const whole = await inflated(fromBase32(words.trim().split("#").pop()));
  const end = whole.indexOf(10);
  if (end < 0) throw new Refused("not packed as a receipt");
  const extra = toBase64(whole.subarray(0, end));
  return joined(toBytes(`${HEADER}\nextra ${extra}\n`), whole.subarray(end + 1));
}

function fromBase32(words) {
  const bytes = [];
  let kept = 0;
  let bits = 0;
  for (const sign of words) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) throw new Refused("not base32");
    kept = ((kept << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((kept >> (bits -= 8)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

async function inflated(bytes) {
  const parts = [];
  let length = 0;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = stream.getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      length += value.length;
      if (length > MAX_PROOF) throw new Refused("longer than any receipt");
      parts.push(value);
    }
  } catch {
    throw new Refused("not packed as a receipt");
  }
  return joined(...parts);
}

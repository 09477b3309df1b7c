// RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474; as pure/blind.py, byte for byte.
const E = 65537n;
const HASH = 48;

export class Key {
  constructor(modulus) {
    this.n = BigInt("0x" + modulus);
    this.octets = modulus.length / 2;
    this.bits = this.n.toString(2).length;
  }
}

// A fresh token, blinded: what to send to be signed, and what to keep until the answer comes.
export async function blindToken(key) {
  const token = random(32);
  const prefix = random(32);
  const salt = random(HASH);
  const message = toNumber(await encode(key, join(prefix, token), salt));
  const chance = below(key.n);
  const blinded = (message * power(chance, E, key.n)) % key.n;
  return { token, prefix, unblind: inverse(chance, key.n), blinded: toBytes(blinded, key.octets), message };
}

// The signature, the blinding taken off; throws if the office did not sign what it was given.
export function unblind(key, kept, signed) {
  const signature = (toNumber(signed) * kept.unblind) % key.n;
  if (signed.length !== key.octets || power(signature, E, key.n) !== kept.message) throw new Error("not signed");
  return toBytes(signature, key.octets);
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// EMSA-PSS of RFC 8017, 9.1.1.
async function encode(key, message, salt) {
  const bits = key.bits - 1;
  const length = Math.ceil(bits / 8);
  const digest = await sha384(join(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(length - HASH - 1);
  block[block.length - HASH - 1] = 1;
  block.set(salt, block.length - HASH);
  const mask = await mgf1(digest, block.length);
  const masked = block.map((byte, at) => byte ^ mask[at]);
  masked[0] &= 0xff >> (8 * length - bits);
  return join(masked, digest, Uint8Array.of(0xbc));
}

async function mgf1(seed, length) {
  const blocks = [];
  for (let at = 0; at * HASH < length; at += 1) blocks.push(await sha384(join(seed, Uint8Array.of(0, 0, 0, at))));
  return join(...blocks).slice(0, length);
}

const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const toNumber = (bytes) => BigInt("0x" + toHex(bytes));
const toBytes = (number, octets) => fromHex(number.toString(16).padStart(2 * octets, "0"));

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// Evenly from 1 to n - 1: eight bytes more than n has, so that the rest favours nothing.
const below = (n) => (toNumber(random(n.toString(16).length / 2 + 8)) % (n - 1n)) + 1n;

function power(base, exponent, n) {
  let result = 1n;
  for (let rest = exponent, square = base % n; rest > 0n; rest >>= 1n, square = (square * square) % n) {
    if (rest & 1n) result = (result * square) % n;
  }
  return result;
}

function inverse(value, n) {
  let [a, b, x, y] = [value % n, n, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  if (a !== 1n) throw new Error("no inverse");
  return ((x % n) + n) % n;
}

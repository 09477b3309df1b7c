// Bytes, and the one spelling of each in hex, base64 and UTF-8: any other is refused.
import { digestByHand } from "./sha2.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Refused extends Error {}

export const toBytes = (words) => encoder.encode(words);

export function toWords(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refused("not UTF-8");
  }
}

export const toHex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(digits) {
  if (digits.length % 2 || /[^0-9a-f]/.test(digits)) throw new Refused("not hex");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(words) {
  let raw;
  try {
    raw = atob(words);
  } catch {
    throw new Refused("not base64");
  }
  const bytes = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  if (toBase64(bytes) !== words) throw new Refused("another spelling of base64");
  return bytes;
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const areSame = (one, other) =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

export const sha256 = (...parts) => digestOf("SHA-256", joined(...parts));

export async function digestOf(name, bytes) {
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? new Uint8Array(await subtle.digest(name, bytes)) : digestByHand(name, bytes);
}

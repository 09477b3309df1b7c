// Ed25519: sign with a seed of 32 bytes, and check by the browser's own hand where it has one.
import { ed25519 } from "../../vendor/age.js";
import { fromHex, toHex } from "../receipt/bytes.js";
import { isSigned } from "../receipt/signature.js";
import { signedText } from "./labels.js";

export const publicKey = (seed) => toHex(ed25519.getPublicKey(seed));

// The object again, with its signature in it.
export function signValue(name, value, seed) {
  return { ...value, signature: toHex(ed25519.sign(signedText(name, value), seed)) };
}

export async function isValueSigned(name, { signature, ...value }, signs) {
  if (!/^[0-9a-f]{128}$/.test(signature) || !/^[0-9a-f]{64}$/.test(signs)) return false;
  return isSigned(fromHex(signs), fromHex(signature), signedText(name, value));
}

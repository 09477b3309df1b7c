// What seals a report in a browser: age files, the curves and hashes below them, and shares.
export { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient, webauthn } from "age-encryption";
export { ed25519 } from "@noble/curves/ed25519.js";
export { expand, extract } from "@noble/hashes/hkdf.js";
export { scryptAsync } from "@noble/hashes/scrypt.js";
export { sha256 } from "@noble/hashes/sha2.js";
export { bech32 } from "@scure/base";
export { combine, split } from "shamir-secret-sharing";

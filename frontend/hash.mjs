// What a page needs to repeat a draw: one hash, and the keyed form of it.
export { hmac } from "@noble/hashes/hmac.js";
export { sha256 } from "@noble/hashes/sha2.js";

// A holder's own keys: made here, locked here; the server keeps only what it cannot open.
// The plain text is an identity file of age's, with the signing seed in a comment.
import { armor, bech32, Decrypter, Encrypter, webauthn } from "../../vendor/age.js";
import { fromHex, toHex } from "../receipt/bytes.js";
import { lock, newIdentity, recipientOf, unlock } from "./agefile.js";
import { publicKey } from "./signing.js";

const SEED = /^# jernih-segel\/v1 sign ([0-9a-f]{64})$/m;
const IDENTITY = /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/m;
const PAPER_PREFIX = "jernih-sign-";

// { identity, recipient, seed, signs }: seed in bytes, the rest as text.
export async function newKeys() {
  return whole(await newIdentity(), crypto.getRandomValues(new Uint8Array(32)));
}

export const keysText = ({ identity, seed }) => `# jernih-segel/v1 sign ${toHex(seed)}\n${identity}\n`;

export async function readKeysText(words) {
  const seed = SEED.exec(words);
  const identity = IDENTITY.exec(words);
  if (!seed || !identity) throw new Error("not a holder's keys");
  return whole(identity[0], fromHex(seed[1]));
}

export const lockKeys = (keys, passphrase) => lock(keysText(keys), passphrase);

export const unlockKeys = async (locked, passphrase) => readKeysText(await unlock(locked, passphrase));

// Two lines for paper, in groups of five; typed back with any spaces and in any letters.
export function paperText({ identity, seed }) {
  const signs = bech32.encodeFromBytes(PAPER_PREFIX, seed).toUpperCase();
  return [identity, signs].map((line) => line.match(/.{1,5}/g).join(" ")).join("\n");
}

export async function readPaper(typed) {
  const plain = typed.toUpperCase().replace(/[^0-9A-Z-]/g, "");
  const found = /^(AGE-SECRET-KEY-1[0-9A-Z]{58})(JERNIH-SIGN-1[0-9A-Z]{58})$/.exec(plain);
  if (!found) throw new Error("not the two lines of the paper");
  bech32.decodeToBytes(found[1]);
  return whole(found[1], bech32.decodeToBytes(found[2].toLowerCase()).bytes);
}

// A passkey opens a second copy, for convenience, where the browser and the key can (WebAuthn PRF).
export const hasPasskeys = () => Boolean(globalThis.PublicKeyCredential && isSecureContext);

export async function lockByPasskey(keys, name) {
  const passkey = await webauthn.createCredential({ keyName: name });
  const one = new Encrypter();
  one.addRecipient(new webauthn.WebAuthnRecipient({ identity: passkey }));
  return armor.encode(await one.encrypt(keysText(keys)));
}

export async function unlockByPasskey(locked) {
  const one = new Decrypter();
  one.addIdentity(new webauthn.WebAuthnIdentity());
  return readKeysText(await one.decrypt(armor.decode(locked), "text"));
}

async function whole(identity, seed) {
  return { identity, recipient: await recipientOf(identity), seed, signs: publicKey(seed) };
}

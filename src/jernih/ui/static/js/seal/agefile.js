// Age files: seal to recipients, open with identities. Any plain text is bytes.
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "../../vendor/age.js";

export { generateX25519Identity as newIdentity, identityToRecipient as recipientOf };

// A second spelling, or a weak key to which everybody could open: refused before anything is sealed.
const RECIPIENT = /^age1[0-9a-z]{58}$/;

export async function seal(plain, recipients) {
  const one = new Encrypter();
  for (const recipient of recipients) {
    if (!RECIPIENT.test(recipient)) throw new Error("not a recipient");
    one.addRecipient(recipient);
  }
  return one.encrypt(plain);
}

export async function unseal(sealed, identities) {
  const one = new Decrypter();
  for (const identity of identities) one.addIdentity(identity);
  return one.decrypt(sealed);
}

// The work factor is for a passphrase that a person chose: about a second on a phone.
export async function lock(words, passphrase, logN = 17) {
  const one = new Encrypter();
  one.setPassphrase(passphrase);
  one.setScryptWorkFactor(logN);
  return armor.encode(await one.encrypt(words));
}

export async function unlock(locked, passphrase) {
  const one = new Decrypter();
  one.addPassphrase(passphrase);
  return one.decrypt(armor.decode(locked), "text");
}

// The case keys of a `kunci` file: newest first, one a line.
export function readKeys(plain) {
  const lines = new TextDecoder().decode(plain).split("\n");
  const isWhole = lines.pop() === "" && lines.length > 0;
  if (!isWhole || !lines.every((line) => /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(line))) {
    throw new Error("not a file of keys");
  }
  return lines;
}

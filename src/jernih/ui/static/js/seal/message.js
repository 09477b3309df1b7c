// Messages and steps, each signed and tied to the one before: docs/sealing.md, 5.
import { Refused, toBytes, toWords } from "../receipt/bytes.js";
import { readValue, spellValue } from "../receipt/canonical.js";
import { plainWords } from "./envelope.js";
import { padJson, stripJson } from "./padding.js";
import { isValueSigned, signValue } from "./signing.js";

export const REPORTER = "REPORTER";
const KEYS = "by,case,fields,files,kind,number,previous,signature,v,words";
const MAX_WORDS = 8000;

// value: { by, case, fields, files, kind, number, previous, words }.
export function writeMessage(value, seed) {
  const words = plainWords(value.words);
  if (words.length > MAX_WORDS) throw new Refused("more words than a message holds");
  return padJson(toBytes(spellValue(signValue("message", { ...value, words, v: 1 }, seed))));
}

export function readMessage(padded) {
  const value = readValue(toWords(stripJson(padded)));
  if (Object.keys(value).join() !== KEYS || value.v !== 1) throw new Refused("not a message");
  return value;
}

// What does not fit; nothing if all is well. at: { locator, number, previous }. signers: by whom -> key, hex.
export async function faultsOf(message, { at, signers }) {
  const signs = signers[message.by];
  const isSigned = signs && (await isValueSigned("message", message, signs));
  const wrong = {
    SIGNER: !signs,
    SIGNATURE: Boolean(signs) && !isSigned,
    CASE: message.case !== at.locator,
    NUMBER: message.number !== at.number,
    PREVIOUS: message.previous !== at.previous,
  };
  return Object.keys(wrong).filter((fault) => wrong[fault]);
}

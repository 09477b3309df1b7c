// The envelope: what a reporter says, signed, bound to her case and its readers: docs/sealing.md, 5.
import { Refused, toBytes, toWords } from "../receipt/bytes.js";
import { readValue, spellValue } from "../receipt/canonical.js";
import { padJson, stripJson } from "./padding.js";
import { isValueSigned, signValue } from "./signing.js";

const KEYS = "answers,case,files,form,holders,made,office,recipient,roster,signature,signs,v,words";
const MAX_WORDS = 8000;

export function writeEnvelope(value, seed) {
  const words = plainWords(value.words);
  if (words.length > MAX_WORDS) throw new Refused("more words than an envelope holds");
  return padJson(toBytes(spellValue(signValue("envelope", { ...value, words, v: 1 }, seed))));
}

// known: what the office has of the reporter; without it the envelope stands for itself.
export async function openEnvelope(padded, { locator, recipient, signs }) {
  const value = readValue(toWords(stripJson(padded)));
  if (Object.keys(value).join() !== KEYS || value.v !== 1) throw new Refused("not an envelope");
  const isOfCase =
    value.case === locator && [undefined, value.recipient].includes(recipient) && [undefined, value.signs].includes(signs);
  if (!isOfCase) throw new Refused("the envelope of another case");
  if (!(await isValueSigned("envelope", value, value.signs))) throw new Refused("not signed by its reporter");
  return value;
}

// One spelling: line feeds, and no other control character than them and tabs.
export function plainWords(words) {
  return words.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]|\p{Surrogate}/gu, "");
}

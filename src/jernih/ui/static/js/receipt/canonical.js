// The one spelling of a value of the record: docs/log-format.md, "Canonical form".
import { Refused } from "./bytes.js";

const MAX_BYTES = 65_535;
const MAX_DEPTH = 8;

export function readValue(words) {
  let value;
  try {
    value = JSON.parse(words);
  } catch {
    throw new Refused("not canonical JSON");
  }
  if (words.length > MAX_BYTES || spellValue(value) !== words) throw new Refused("another spelling");
  return value;
}

export function spellValue(value, depth = 0) {
  if (typeof value === "string") return spellWords(value);
  if (typeof value === "boolean") return String(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (value === null || typeof value !== "object" || depth === MAX_DEPTH) {
    throw new Refused("no canonical form");
  }
  if (Array.isArray(value)) return `[${value.map((one) => spellValue(one, depth + 1)).join(",")}]`;
  const pairs = Object.keys(value).sort().map((key) => {
    if (/[^\0-\x7f]/.test(key)) throw new Refused("a key is not ASCII");
    return `${spellWords(key)}:${spellValue(value[key], depth + 1)}`;
  });
  return `{${pairs.join(",")}}`;
}

function spellWords(words) {
  if (/\p{Surrogate}/u.test(words)) throw new Refused("half a character");
  return JSON.stringify(words).replace(
    /[\x7f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// Signed notes, checkpoints and cosignatures, as C2SP writes them.
import { fromBase64, Refused, sha256, toBytes, toHex, toWords } from "./bytes.js";
import { isSigned } from "./signature.js";

const MAX_NOTE = 100_000;
const MAX_SIGNATURES = 64;
const MAX_SECONDS = 253_402_300_799n;
const LOG_KEY = 1;
const WITNESS_KEY = 4;
const DASH = "\u2014 ";
// White space as Unicode has it, and with it the four separators of ASCII.
const SPACE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export async function readKey(words) {
  const [name, id, ...rest] = words.split("+");
  if (id === undefined || !isName(name)) throw new Refused("a key is name+id+base64");
  const blob = fromBase64(rest.join("+"));
  const keyId = toHex((await sha256(toBytes(`${name}\n`), blob)).subarray(0, 4));
  const isKnown = blob.length === 33 && [LOG_KEY, WITNESS_KEY].includes(blob[0]);
  if (!isKnown || keyId !== id) throw new Refused("not a key we know");
  return { name, keyId, kind: blob[0], bytes: blob.subarray(1) };
}

export function readNote(raw) {
  if (raw.length > MAX_NOTE) throw new Refused("longer than any checkpoint");
  const whole = toWords(raw);
  const at = whole.lastIndexOf("\n\n");
  if (at < 0 || !whole.endsWith("\n")) throw new Refused("no empty line, or no line feed");
  const words = whole.slice(0, at + 1);
  if (/[\0-\x09\x0b-\x1f]/.test(words)) throw new Refused("a control character");
  const lines = whole.slice(at + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new Refused("too many signatures");
  return { words, lines: lines.map(readLine) };
}

export function readCheckpoint(words) {
  const lines = words.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) throw new Refused("not a checkpoint");
  if (!/^(0|[1-9][0-9]{0,17})$/.test(lines[1])) throw new Refused("the size is no plain number");
  const root = fromBase64(lines[2]);
  if (root.length !== 32) throw new Refused("the root is not 32 bytes");
  return { origin: lines[0], size: BigInt(lines[1]), root };
}

export const isBy = (line, key) => line.name === key.name && line.keyId === key.keyId;

// Gives the lines by these keys, each one checked; one that is wrong spoils all.
export async function openNote({ words, lines }, keys) {
  const good = [];
  for (const line of lines) {
    const key = keys.find((one) => isBy(line, one));
    if (!key) continue;
    if (!(await isGood(line, key, words))) throw new Refused(`${line.name} did not sign this`);
    good.push(line);
  }
  return good;
}

export function cosignedSeconds({ blob }) {
  if (blob.length !== 72) throw new Refused("a cosignature is 72 bytes");
  const seconds = new DataView(blob.buffer, blob.byteOffset, 8).getBigUint64(0);
  if (seconds === 0n || seconds > MAX_SECONDS) throw new Refused("a cosignature without a time");
  return seconds;
}

async function isGood(line, key, words) {
  if (key.kind === LOG_KEY) return isSigned(key.bytes, line.blob, toBytes(words));
  const said = `cosignature/v1\ntime ${cosignedSeconds(line)}\n${words}`;
  return isSigned(key.bytes, line.blob.subarray(8), toBytes(said));
}

function readLine(line) {
  const at = line.indexOf(" ", DASH.length);
  if (!line.startsWith(DASH) || at < 0) throw new Refused("a line is dash, name, base64");
  const name = line.slice(DASH.length, at);
  const blob = fromBase64(line.slice(at + 1));
  if (!isName(name) || blob.length <= 4) throw new Refused("a line is dash, name, base64");
  return { name, keyId: toHex(blob.subarray(0, 4)), blob: blob.slice(4) };
}

const isName = (name) => name !== "" && !name.includes("+") && !SPACE.test(name);

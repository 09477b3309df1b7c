// What a receipt is worth: docs/receipts.md. Pure: no page, no network. Any receipt gets a verdict
// by a word; the page has the sentences.
import { fromHex, Refused, sha256, toBytes, toHex, toWords } from "./bytes.js";
import { readValue, spellValue } from "./canonical.js";
import { cosignedSeconds, isBy, openNote, readCheckpoint, readKey, readNote } from "./note.js";
import { checkInclusion, HEADER, leafHash, readProof } from "./proof.js";

const PERSON = ["nik", "name", "birth_date"];
const SEALS = {
  "booking.taken": ["applicant", PERSON],
  "booking.corrected": ["applicant", PERSON],
  "draw.applied": ["applicant", PERSON],
  "hall.walked-in": ["walk-in", ["name"]],
  "complaints.filed": ["report", ["manifest"]],
};

// trusted: { vkey, older, policy }; older: [[vkey, size of the last tree it signed]]; policy: { witnesses: [[name, vkey]], groups: { name: { needed,
// members } }, quorum }, or null. Gives { verdict, fact, salts, head, index, since }.
export async function checkReceipt(raw, { vkey, older = [], policy }) {
  const key = await readKey(vkey);
  const before = await Promise.all(older.map(readOlder));
  const witnesses = await Promise.all((policy?.witnesses ?? []).map(readWitness));
  const header = toBytes(`${HEADER}\n`);
  if (header.some((byte, at) => byte !== raw[at])) return { verdict: "NOT_A_RECEIPT" };
  const read = readReceipt(raw);
  if (!read) return { verdict: "DAMAGED" };
  const { proof, note, head, ...shown } = read;
  const found = { ...shown, head, index: proof.index };
  const known = [key, ...before.filter(({ last }) => head.size <= last)];
  const own = known.filter(({ name }) => name === head.origin);
  if (!note.lines.some((line) => own.some((one) => isBy(line, one)))) {
    return { verdict: "OTHER_OFFICE", ...found };
  }
  let good;
  try {
    good = await openNote(note, [...own, ...witnesses]);
    await checkInclusion(proof, { ...head, leaf: await leafHash(read.entry) });
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { verdict: "CHANGED", ...found };
  }
  const since = witnessedSince(policy, witnesses, good);
  const isAlone = policy && policy.quorum !== "none" && since === null;
  return { verdict: isAlone ? "UNWITNESSED" : "GOOD", ...found, since };
}

// What must be typed to open the seals; nothing where there are none to open.
export const askedOf = ({ fact, salts }) => (salts.some(Boolean) && SEALS[fact.kind]?.[1]) || [];

// Which persons of the fact, from 0, are the one who was typed.
export async function openedBy({ fact, salts }, typed) {
  const asked = askedOf({ fact, salts });
  if (!asked.length) return [];
  const fields = Object.fromEntries(asked.map((name) => [name, typed[name]]));
  const seals = fact.commitments ?? [fact.commitment];
  const opened = [];
  for (const [at, salt] of salts.entries()) {
    if (salt && (await sealOf(SEALS[fact.kind][0], salt, fields)) === seals[at]) opened.push(at);
  }
  return opened;
}

// The spaces and signs that keyboards and pasting add are put right, as the office does it.
export function tidied({ nik = "", name = "", birth_date = "", manifest = "" }) {
  const plain = name.normalize("NFC").replace(/[\u2019\u2018`\u02bc]/g, "'").replace(/\u2013/g, "-");
  return {
    nik: nik.replace(/[\s.-]/g, ""),
    name: plain.trim().replace(/\s+/g, " "),
    birth_date,
    manifest: manifest.replace(/\s/g, "").toLowerCase(),
  };
}

function readReceipt(raw) {
  try {
    const proof = readProof(raw);
    const extra = readValue(toWords(proof.extra));
    const { entry, salts } = extra;
    const isShaped = Object.keys(extra).join() === "entry,salts" && typeof entry === "string";
    if (!isShaped || !Array.isArray(salts) || !salts.every(isSalt)) throw new Refused("not a receipt");
    const fact = readValue(entry);
    if (typeof fact.kind !== "string") throw new Refused("not a fact");
    const note = readNote(proof.note);
    return { proof, entry, salts, fact, note, head: readCheckpoint(note.words) };
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return null;
  }
}

const isSalt = (salt) => typeof salt === "string" && /^([0-9a-f]{64})?$/.test(salt);

async function sealOf(kind, salt, fields) {
  const parts = ["jernih/commit/v1\0", `${kind}\0`].map(toBytes);
  return toHex(await sha256(...parts, fromHex(salt), toBytes(spellValue(fields))));
}

async function readOlder([vkey, last]) {
  return { ...(await readKey(vkey)), last: BigInt(last) };
}

async function readWitness([name, vkey]) {
  return { ...(await readKey(vkey)), witness: name };
}

// Since when enough witnesses had signed, in seconds; null when they have not.
function witnessedSince(policy, witnesses, lines) {
  if (!policy || policy.quorum === "none") return null;
  const times = new Map();
  for (const line of lines) {
    const one = witnesses.find((witness) => isBy(line, witness));
    if (one && !times.has(one.witness)) times.set(one.witness, cosignedSeconds(line));
  }
  const groups = new Map(Object.entries(policy.groups));
  const timeOf = (name) => {
    const group = groups.get(name);
    if (!group) return times.get(name) ?? null;
    const known = group.members.map(timeOf).filter((time) => time !== null);
    return known.sort((a, b) => (a < b ? -1 : 1))[group.needed - 1] ?? null;
  };
  return timeOf(policy.quorum);
}

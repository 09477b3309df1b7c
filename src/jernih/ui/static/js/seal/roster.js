// The roster: whose keys may open reports, signed by the overseer: docs/sealing.md, 2.
import { fromHex, joined, Refused, sha256, toBytes, toHex } from "../receipt/bytes.js";
import { readValue } from "../receipt/canonical.js";
import { openNote, readNote } from "../receipt/note.js";

const KEYS = "escrow,from,office,people,serial,until";
const PERSON = "name,post,recipient,ref,role,section,signs";
const SPELLED = {
  name: /^.{1,80}$/u, post: /^.{1,80}$/u, label: /^.{1,80}$/u,
  recipient: /^age1[0-9a-z]{58}$/, ref: /^s-[0-9a-z]{6}$/, role: /^(HANDLER|OVERSEER|DECIDER)$/,
  section: /^[a-z0-9][a-z0-9-]{0,39}$/, signs: /^[0-9a-f]{64}$/,
};
const MAX_PEOPLE = 15;
const TRUSTEES = 3;
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";

// reason: BROKEN, UNSIGNED, TOO_EARLY, TOO_LATE or OLDER.
export class BadRoster extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// key: hex, of the overseer. today: YYYY-MM-DD at the office. least: the highest serial seen.
export async function openRoster(raw, { key, origin, today, least = 0 }) {
  const roster = readRoster(await signedWords(raw, { key, origin }));
  if (roster.serial < least) throw new BadRoster("OLDER");
  if (today < roster.from) throw new BadRoster("TOO_EARLY");
  if (today > roster.until) throw new BadRoster("TOO_LATE");
  return roster;
}

// One that held once: whoever stands in it may have written then. It is asked of its own first day.
export async function openOldRoster(raw, { key, origin }) {
  const { from } = readRoster(raw.slice(0, raw.indexOf("\n\n") + 1));
  return openRoster(raw, { key, origin, today: from });
}

export function readRoster(words) {
  const lines = words.split("\n");
  try {
    if (lines.length !== 4 || lines[0] !== "jernih-roster/v1" || lines[3]) throw new Refused("lines");
    const roster = readValue(lines[2]);
    if (lines[1] !== String(roster.serial)) throw new Refused("the two serials differ");
    check(roster);
    return roster;
  } catch {
    throw new BadRoster("BROKEN");
  }
}

// Six words by which people know the key.
export async function rosterWords(key) {
  const digest = await sha256(fromHex(key));
  return Array.from({ length: 6 }, (_, at) => proquint(digest[2 * at] * 256 + digest[2 * at + 1]));
}

export const personOf = (roster, ref) => roster.people.find((person) => person.ref === ref);

async function signedWords(raw, { key, origin }) {
  const name = `${origin}/roster`;
  const blob = joined(Uint8Array.of(1), fromHex(key));
  const keyId = toHex((await sha256(toBytes(`${name}\n`), blob)).subarray(0, 4));
  try {
    const note = readNote(typeof raw === "string" ? toBytes(raw) : raw);
    const good = await openNote(note, [{ name, keyId, kind: 1, bytes: fromHex(key) }]);
    if (!good.length) throw new Refused("not signed by the overseer");
    return note.words;
  } catch {
    throw new BadRoster("UNSIGNED");
  }
}

function check(roster) {
  const { escrow, people, serial } = roster;
  const areDays = [roster.from, roster.until].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && Date.parse(day));
  const isWhole = Object.keys(roster).join() === KEYS && Number.isSafeInteger(serial) && serial > 0;
  if (!isWhole || !areDays || roster.from > roster.until || !SPELLED.section.test(roster.office)) {
    throw new Refused("not a roster");
  }
  if (escrow.length !== TRUSTEES || people.length > MAX_PEOPLE) throw new Refused("too few, or too many");
  for (const one of escrow) checkFields(one, "label,recipient");
  for (const one of people) checkFields(one, PERSON);
  once([...people, ...escrow].map((one) => one.recipient));
  once(people.map((one) => one.ref));
  once(people.map((one) => one.signs));
  if (people.some((one) => one.role === "OVERSEER" && one.section !== "outside")) {
    throw new Refused("an overseer of a section");
  }
}

function checkFields(one, keys) {
  const isRight = Object.keys(one).join() === keys && Object.entries(one).every(
    ([key, value]) => typeof value === "string" && SPELLED[key].test(value) && value.trim(),
  );
  if (!isRight) throw new Refused("not a person of a roster");
}

function once(values) {
  if (new Set(values).size !== values.length) throw new Refused("twice in the roster");
}

function proquint(number) {
  const kinds = [[12, CONSONANTS], [10, VOWELS], [6, CONSONANTS], [4, VOWELS], [0, CONSONANTS]];
  return kinds.map(([shift, signs]) => signs[(number >> shift) & (signs.length - 1)]).join("");
}

// Open one case with a holder's key: its keys, the report, every message, and the private notes.
import { unseal } from "../seal/agefile.js";
import { openCase as openChain, openFile, openKeys } from "../seal/open.js";
import { stripJson } from "../seal/padding.js";
import { openRoster, readRoster } from "../seal/roster.js";
import { toWords } from "../receipt/bytes.js";
import { fetchSealed } from "./send.js";

// What is sealed never changes under its name: after a deed only what is new is asked for.
const kept = new Map();

// Gives { caseKeys, to, envelope, messages, last, notes, rosters }, rosters newest first.
export async function openCase(page, key) {
  const get = (name) => fetchOnce(page.base, name);
  const rosters = [];
  for (const raw of page.rosters) rosters.push(await signedRoster(raw, page));
  const { caseKeys, to } = await openKeys({ get, epoch: page.epoch, identity: key.identity });
  const known = { locator: page.locator, recipient: page.recipient, signs: page.signs };
  // The oldest first, so that somebody's newest key is the one that counts.
  const ordered = [...rosters].reverse();
  const chain = await openChain({
    get, known, caseKeys, messages: page.nextMessage - 1, rosters: ordered,
  });
  return { ...chain, caseKeys, to, rosters, notes: await openNotes(page, key, get) };
}

async function fetchOnce(base, name) {
  const at = `${base}${name}`;
  if (!kept.has(at)) kept.set(at, await fetchSealed(base, name));
  return kept.get(at);
}

export async function openAttachment(page, opened, name, listed) {
  return openFile(await fetchSealed(page.base, name), listed, opened.caseKeys);
}

// Old messages were signed by people of old rosters: each is asked of its own first day.
async function signedRoster(raw, { rosterKey, origin }) {
  const { from } = readRoster(raw.slice(0, raw.indexOf("\n\n") + 1));
  return openRoster(raw, { key: rosterKey, origin, today: from });
}

async function openNotes(page, key, get) {
  const found = [];
  for (let number = 1; number < page.nextNote; number += 1) {
    try {
      const plain = stripJson(await unseal(await get(`catatan-${number}.age`), [key.identity]));
      found.push({ number, isOpen: true, ...JSON.parse(toWords(plain)) });
    } catch {
      // Written before this person held the case: it was not sealed to her.
      found.push({ number, isOpen: false });
    }
  }
  return found;
}

// Opens a case with one identity, a holder's or the reporter's, and checks its whole chain.
import { readKeys, recipientOf, unseal } from "./agefile.js";
import { openEnvelope } from "./envelope.js";
import { hashOf } from "./manifest.js";
import { faultsOf, readMessage, REPORTER } from "./message.js";
import { stripFile } from "./padding.js";

// get: name -> sealed bytes. Gives { caseKeys, to }: identities newest first, and whom to seal to.
export async function openKeys({ get, epoch, identity }) {
  const caseKeys = readKeys(await unseal(await get(`kunci-${epoch}.age`), [identity]));
  return { caseKeys, to: await recipientOf(caseKeys[0]) };
}

// known: { locator, recipient, signs } as the office has them. messages: how many there are.
// rosters: all whose people may have written. Gives { envelope, messages: [{ message, faults }], last }; what
// cannot be read is there too, as { number, faults: ["UNREADABLE"] }.
export async function openCase({ get, known, caseKeys, messages, rosters }) {
  const report = await get("laporan.age");
  const envelope = await openEnvelope(await unseal(report, caseKeys), known);
  const signers = { [REPORTER]: envelope.signs };
  for (const { people } of rosters) for (const { ref, signs } of people) signers[ref] = signs;
  let previous = await hashOf(report);
  const read = [];
  for (let number = 1; number <= messages; number += 1) {
    const at = { locator: known.locator, number, previous };
    const sealed = await get(`pesan-${number}.age`).catch(() => null);
    read.push({ number, ...(await readOne(sealed, { at, caseKeys, signers })) });
    previous = sealed ? await hashOf(sealed) : "";
  }
  return { envelope, messages: read, last: previous };
}

// One file that goes with a report or a message; throws when it is not what was signed.
export async function openFile(sealed, listed, caseKeys) {
  if ((await hashOf(sealed)) !== listed.sealed) throw new Error("another file than was signed");
  const body = stripFile(await unseal(sealed, caseKeys), listed.size);
  if ((await hashOf(body)) !== listed.hash) throw new Error("another file than was signed");
  return body;
}

async function readOne(sealed, { at, caseKeys, signers }) {
  if (!sealed) return { faults: ["MISSING"] };
  try {
    const message = readMessage(await unseal(sealed, caseKeys));
    return { message, faults: await faultsOf(message, { at, signers }) };
  } catch {
    return { faults: ["UNREADABLE"] };
  }
}


// Seal what a holder writes: a message with its files, a private note, the keys of a new epoch.
import { toBytes } from "../receipt/bytes.js";
import { spellValue } from "../receipt/canonical.js";
import { newIdentity, seal } from "../seal/agefile.js";
import { plainWords } from "../seal/envelope.js";
import { padJson } from "../seal/padding.js";
import { personOf } from "../seal/roster.js";
import { keyFiles, sealMessage } from "../seal/sealing.js";
import { inBase64 } from "./send.js";

export async function sealedMessage({ page, key, opened, kind, said, fields, files }) {
  const message = {
    by: page.me, case: page.locator, fields, kind, number: page.nextMessage,
    previous: opened.last, words: said,
  };
  return packed(await sealMessage({ message, files, to: opened.to, seed: key.seed }));
}

export async function sealedNote({ page, opened, said, extra = {} }) {
  const body = { by: page.me, case: page.locator, number: page.nextNote, v: 1, words: plainWords(said), ...extra };
  const to = holdersOf(page, opened).map(({ recipient }) => recipient);
  const sealed = await seal(padJson(toBytes(spellValue(body))), to);
  return { [`catatan-${page.nextNote}.age`]: inBase64(sealed) };
}

// The five files of the next epoch. joins, leaves: pseudonyms, or nothing.
export async function sealedEpoch({ page, opened, joins, leaves }) {
  const [roster] = opened.rosters;
  const joining = joins ? [personOf(roster, joins)] : [];
  const staying = holdersOf(page, opened).filter(({ ref }) => ref !== leaves);
  const keys = [await newIdentity(), ...opened.caseKeys];
  return packed(await keyFiles(keys, {
    holders: [...staying, ...joining], reporter: page.recipient, escrow: roster.escrow,
  }));
}

// Whoever holds it now and stands in the newest roster: her key there is the one that counts.
function holdersOf(page, { rosters: [roster] }) {
  return page.holders.map((ref) => personOf(roster, ref)).filter(Boolean);
}

const packed = (files) => Object.fromEntries([...files].map(([name, bytes]) => [name, inBase64(bytes)]));

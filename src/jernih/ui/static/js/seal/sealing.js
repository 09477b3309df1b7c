// All files of a case, sealed: its key to those who hold it, its words and attachments to the key.
// Source: docs/sealing.md, 4. Nothing here speaks to anybody.
import { bech32, split } from "../../vendor/age.js";
import { toBytes } from "../receipt/bytes.js";
import { newIdentity, recipientOf, seal } from "./agefile.js";
import { writeEnvelope } from "./envelope.js";
import { commitmentOf, hashOf, manifestOf } from "./manifest.js";
import { writeMessage } from "./message.js";
import { padFile } from "./padding.js";

const PLACES = 16;
const NEEDED = 2;

// told: { answers, words, files: [{ name, type, body }] }. keys: of the code. form: hash of the
// questionnaire. Gives { files: Map of name to bytes, manifest, commitment, holders }.
export async function sealReport({ told, keys, roster, holders, form, made = "BROWSER" }) {
  const caseKey = await newIdentity();
  const to = await recipientOf(caseKey);
  const { sealed, listed } = await sealAttachments(told.files, { to, prefix: "lampiran" });
  const refs = holders.map(({ ref }) => ref).sort();
  const envelope = writeEnvelope(
    {
      answers: told.answers, case: keys.locator, files: listed, form, holders: refs, made,
      office: roster.office, recipient: keys.recipient, roster: roster.serial, signs: keys.signs, words: told.words,
    },
    keys.seed,
  );
  const files = new Map([
    ...(await keyFiles([caseKey], { holders, reporter: keys.recipient, escrow: roster.escrow })),
    ["laporan.age", await seal(envelope, [to])],
    ...sealed,
  ]);
  const manifest = await manifestOf(keys.locator, [...files]);
  return { files, manifest, commitment: await commitmentOf(manifest, keys.salt), holders: refs };
}

// The files of keys of the newest epoch. caseKeys: newest first, of all epochs.
export async function keyFiles(caseKeys, { holders, reporter, escrow }) {
  const epoch = caseKeys.length - 1;
  const lines = toBytes(caseKeys.map((key) => `${key}\n`).join(""));
  const to = [...holders.map(({ recipient }) => recipient), reporter];
  if (to.length > PLACES || new Set(to).size !== to.length) throw new Error("too many, or one twice");
  while (to.length < PLACES) to.push(await recipientOf(await newIdentity()));
  const kept = await newIdentity();
  const shares = await split(bech32.decodeToBytes(kept).bytes, escrow.length, NEEDED);
  const parts = escrow.map(({ recipient }, at) => seal(shares[at], [recipient]));
  return [
    [`kunci-${epoch}.age`, await seal(lines, shuffled(to))],
    [`titipan-${epoch}.age`, await seal(lines, [await recipientOf(kept)])],
    ...(await Promise.all(parts)).map((part, at) => [`bagian-${epoch}-${at + 1}.age`, part]),
  ];
}

// message: { by, case, fields, kind, number, previous, words }; files as those of a report.
export async function sealMessage({ message, files = [], to, seed }) {
  const { sealed, listed } = await sealAttachments(files, { to, prefix: `lampiran-${message.number}` });
  const plain = writeMessage({ ...message, files: listed }, seed);
  return new Map([[`pesan-${message.number}.age`, await seal(plain, [to])], ...sealed]);
}

async function sealAttachments(files, { to, prefix }) {
  const sealed = [];
  const listed = [];
  // One after the other: a phone has no room for two large files at once.
  for (const [at, { name, type, body }] of files.entries()) {
    const bytes = await seal(padFile(body), [to]);
    sealed.push([`${prefix}-${at + 1}.age`, bytes]);
    listed.push({ hash: await hashOf(body), name, sealed: await hashOf(bytes), size: body.length, type });
  }
  return { sealed, listed };
}

// Fisher and Yates, each draw without bias: the order of stanzas may not tell who is who.
function shuffled(items) {
  const list = [...items];
  for (let left = list.length; left > 1; left -= 1) {
    const at = below(left);
    [list[left - 1], list[at]] = [list[at], list[left - 1]];
  }
  return list;
}

function below(limit) {
  const fair = 256 - (256 % limit);
  const byte = new Uint8Array(1);
  do crypto.getRandomValues(byte); while (byte[0] >= fair);
  return byte[0] % limit;
}

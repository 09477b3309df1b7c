// Seal, open and derive from standard input, one JSON a line, by the browser's own code.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const at = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { fromHex, toBase64, fromBase64, toHex, toWords, toBytes } = await at("receipt/bytes");
const { seal, unseal, lock, unlock, readKeys } = await at("seal/agefile");
const { newCode, shownCode, readCode, keysOf } = await at("seal/code");
const { openRoster, readRoster, rosterWords } = await at("seal/roster");
const { holdersOf } = await at("seal/holders");
const { sizeClass, padJson, stripJson, padFile, stripFile } = await at("seal/padding");
const { writeEnvelope, openEnvelope } = await at("seal/envelope");
const { writeMessage, readMessage, faultsOf } = await at("seal/message");
const { manifestOf, commitmentOf, checkPromise } = await at("seal/manifest");
const { sealReport, sealMessage } = await at("seal/sealing");
const { openKeys, openCase, openFile } = await at("seal/open");
const { newKeys, keysText, readKeysText, lockKeys, unlockKeys, paperText, readPaper } = await at("seal/keys");
const { search } = await at("seal/work");
const { typeOf } = await at("seal/files");
const { combine, split } = await at("../vendor/age");

const spelledKeys = ({ seed, salt, handle, ...rest }) => ({
  ...rest, seed: toHex(seed), salt: toHex(salt), handle: toHex(handle),
});
const readFiles = (files) => new Map(Object.entries(files).map(([name, body]) => [name, fromBase64(body)]));
const spelledFiles = (files) => Object.fromEntries([...files].map(([name, body]) => [name, toBase64(body)]));
const plainFiles = (files) => files.map(({ body, ...file }) => ({ ...file, body: fromBase64(body) }));

const DEEDS = {
  async code({ chance, origin }) {
    const code = newCode(fromHex(chance));
    return { code, shown: shownCode(code), keys: spelledKeys(await keysOf(code, { origin })) };
  },
  async read({ typed }) {
    return { code: readCode(typed) };
  },
  async roster({ note, ...known }) {
    const roster = await openRoster(note, known);
    return { roster, words: await rosterWords(known.key) };
  },
  async holders({ roster, ...wish }) {
    return { holders: holdersOf(readRoster(roster), wish).map(({ ref }) => ref) };
  },
  async size({ size }) {
    return { class: sizeClass(size) };
  },
  async pad({ body, kind }) {
    const plain = fromBase64(body);
    const padded = kind === "json" ? padJson(plain) : padFile(plain);
    const back = kind === "json" ? stripJson(padded) : stripFile(padded, plain.length);
    return { padded: toBase64(padded), back: toBase64(back) };
  },
  async envelope({ value, seed }) {
    return { text: toWords(stripJson(writeEnvelope(value, fromHex(seed)))) };
  },
  async openEnvelope({ text, ...known }) {
    return { words: (await openEnvelope(padJson(toBytes(text)), known)).words };
  },
  async message({ value, seed }) {
    return { text: toWords(stripJson(writeMessage(value, fromHex(seed)))) };
  },
  async faults({ text, ...given }) {
    return { faults: await faultsOf(readMessage(padJson(toBytes(text))), given) };
  },
  async manifest({ locator, files, salt }) {
    const manifest = await manifestOf(locator, [...readFiles(files)]);
    return { manifest, commitment: await commitmentOf(manifest, fromHex(salt)) };
  },
  async commitment({ manifest, salt }) {
    return { commitment: await commitmentOf(manifest, fromHex(salt)) };
  },
  async promise({ promise, ...known }) {
    return { day: (await checkPromise(promise, known)).day };
  },
  async split({ secret }) {
    return { shares: (await split(fromHex(secret), 3, 2)).map(toHex) };
  },
  async join({ shares }) {
    return { secret: toHex(await combine(shares.map(fromHex))) };
  },
  async seal({ plain, recipients }) {
    return { sealed: toBase64(await seal(fromBase64(plain), recipients)) };
  },
  async unseal({ sealed, identities }) {
    return { plain: toBase64(await unseal(fromBase64(sealed), identities)) };
  },
  async lock({ words, passphrase }) {
    return { locked: await lock(words, passphrase, 10) };
  },
  async unlock({ locked, passphrase }) {
    return { words: await unlock(locked, passphrase) };
  },
  async report({ code, origin, roster, wish, told, form }) {
    const keys = await keysOf(code, { origin });
    const open = readRoster(roster);
    const files = plainFiles(told.files);
    const made = await sealReport({
      told: { ...told, files }, keys, roster: open, holders: holdersOf(open, wish), form,
    });
    return { ...made, files: spelledFiles(made.files) };
  },
  async more({ message, files, to, seed }) {
    return { files: spelledFiles(await sealMessage({ message, files: plainFiles(files), to, seed: fromHex(seed) })) };
  },
  async open({ files, epoch, identity, known, messages, rosters }) {
    const there = readFiles(files);
    const get = async (name) => there.get(name) ?? Promise.reject(new Error("missing"));
    const { caseKeys, to } = await openKeys({ get, epoch, identity });
    const found = await openCase({ get, known, caseKeys, messages, rosters: rosters.map(readRoster) });
    const bodies = await Promise.all(found.envelope.files.map(
      async (file, n) => toBase64(await openFile(there.get(`lampiran-${n + 1}.age`), file, caseKeys)),
    ));
    return { ...found, to, bodies };
  },
  async keys({ sealed }) {
    return { keys: readKeys(fromBase64(sealed)) };
  },
  async staff({ passphrase }) {
    const keys = await newKeys();
    const back = await unlockKeys(await lockKeys(keys, passphrase), passphrase);
    const paper = await readPaper(paperText(keys));
    const told = await readKeysText(keysText(keys));
    return { text: keysText(keys), same: [back, paper, told].every((one) => one.signs === keys.signs && one.recipient === keys.recipient) };
  },
  async work(given) {
    return search(given);
  },
  async type({ body }) {
    return { type: typeOf(fromBase64(body)) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { deed, ...given } = JSON.parse(line);
  const refused = (problem) => ({ refused: problem.reason ?? problem.message });
  console.log(JSON.stringify(await DEEDS[deed](given).catch(refused)));
}

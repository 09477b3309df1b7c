// Check receipts from standard input, one JSON a line, by the browser's own code.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const at = (name) => import(pathToFileURL(`${folder}/receipt/${name}.js`));
const { checkReceipt, openedBy, tidied } = await at("check");
const { isSigned } = await at("signature");
const { isSignedByHand } = await at("ed25519");
const { fromBase64, fromHex, toBase64, toHex } = await at("bytes");
const { unpack } = await at("unpack");
const { digestByHand } = await at("sha2");

const DEEDS = {
  async check({ raw, typed, ...trusted }) {
    const found = await checkReceipt(fromBase64(raw), trusted);
    const opened = found.verdict === "GOOD" ? await openedBy(found, typed) : [];
    return { verdict: found.verdict, since: found.since ? Number(found.since) : null, opened };
  },
  async sign({ key, signature, message }) {
    const given = [fromHex(key), fromHex(signature), fromHex(message)];
    return { own: await isSigned(...given), byHand: await isSignedByHand(...given) };
  },
  async digest({ message }) {
    const given = fromHex(message);
    return [toHex(digestByHand("SHA-256", given)), toHex(digestByHand("SHA-512", given))];
  },
  async unpack({ packed }) {
    return { raw: toBase64(await unpack(packed)) };
  },
  async tidy({ typed }) {
    return tidied(typed);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { deed, ...given } = JSON.parse(line);
  console.log(JSON.stringify(await DEEDS[deed](given).catch(({ name, message }) => ({ refused: `${name}: ${message}` }))));
}

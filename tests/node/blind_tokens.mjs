// Blind tokens by the browser's own code: a modulus a line in, then each blind signature.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, modulus] = process.argv.slice(2);
const { Key, blindToken, fromHex, toHex, unblind } = await import(pathToFileURL(`${folder}/survey/blind.js`));
const key = new Key(modulus);
const kept = await blindToken(key);
const shown = { blinded: kept.blinded, token: kept.token, prefix: kept.prefix };
console.log(JSON.stringify(Object.fromEntries(Object.entries(shown).map(([name, bytes]) => [name, toHex(bytes)]))));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(toHex(unblind(key, kept, fromHex(line))));
  } catch {
    console.log("refused");
  }
}

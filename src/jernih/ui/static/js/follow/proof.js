// Does the office's receipt prove this very report? Checked here, against the files themselves.
import { fromBase64, toBytes, toHex } from "../receipt/bytes.js";
import { checkReceipt, openedBy } from "../receipt/check.js";
import { hashOf, spellManifest } from "../seal/manifest.js";

const OF_KEYS = /^(kunci-0|titipan-0|bagian-0-[1-3]|laporan)\.age$/;
const ATTACHED = /^lampiran-([0-9]+)\.age$/;

// proof: { receipt, manifest } as the office gave it. Gives YES, NO or NOT_YET.
export async function judged(proof, { seen, keys, vkey }) {
  if (!proof.receipt) return "NOT_YET";
  const manifest = await hashOf(toBytes(spellManifest(keys.locator, await entriesOf(seen))));
  if (manifest !== proof.manifest) return "NO";
  const found = await checkReceipt(fromBase64(proof.receipt), { vkey, policy: null });
  if (found.verdict !== "GOOD") return "NO";
  const [place] = await openedBy(found, { manifest });
  return place !== undefined && found.salts[place] === toHex(keys.salt) ? "YES" : "NO";
}

// The first sending: what is large has its hash in the envelope, which she signed.
async function entriesOf({ told, get, envelope }) {
  const small = told.files.filter(({ name }) => OF_KEYS.test(name)).map(async ({ name }) => {
    const bytes = await get(name);
    return { hash: await hashOf(bytes), name, size: bytes.length };
  });
  const large = told.files.filter(({ name }) => ATTACHED.test(name)).map(({ name, size }) => {
    return { hash: envelope.files[ATTACHED.exec(name)[1] - 1].sealed, name, size };
  });
  return [...(await Promise.all(small)), ...large];
}

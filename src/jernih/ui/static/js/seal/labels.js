// How every text begins that is hashed or signed, and the JSON that stands behind it.
import { joined, toBytes } from "../receipt/bytes.js";
import { spellValue } from "../receipt/canonical.js";

export const SUITE = "jernih-segel/v1";

export const label = (name) => toBytes(`${SUITE}/${name}\0`);

export const signedText = (name, value) => joined(label(name), toBytes(spellValue(value)));

// Read batches from standard input, one JSON a line, and draw each by the browser's own code.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const at = (name) => import(pathToFileURL(`${folder}/draw/${name}.js`));
const { drawKey, drawOrder, hex, listRoot } = await at("order");
const { seats } = await at("seats");

for await (const one of createInterface({ input: process.stdin })) {
  const { batch, randomness, reveals, entries, rooms } = JSON.parse(one);
  const root = listRoot(entries);
  const key = drawKey({ batch, listRoot: root, randomness, reveals });
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  const order = drawOrder([...byRef.keys()], key);
  const result = seats(order.map((ref) => byRef.get(ref)), rooms);
  console.log(JSON.stringify({ root, key: hex(key), result }));
}

// Look for lines on boards, one JSON a line from standard input, by the browser's own code.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { handleOf, rowIn } = await import(pathToFileURL(`${folder}/seal/board.js`));

for await (const line of createInterface({ input: process.stdin })) {
  const { salt, period, board } = JSON.parse(line);
  const handle = await handleOf(Uint8Array.from(Buffer.from(salt, "hex")), period);
  console.log(JSON.stringify({ handle, row: rowIn(board, handle) }));
}

// Send a report over a line that is cut at every step, to an office that keeps what came.
// Standard input: { sizes, cuts: [[number of the request, "before" or "after" it was heard]] }.
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

// What a browser says when the line is back; here it always is.
globalThis.addEventListener = (name, act) => setTimeout(act);
globalThis.removeEventListener = () => {};

const [folder] = process.argv.slice(2);
const { Sending } = await import(pathToFileURL(`${folder}/seal/sending.js`));
const { sizes, cuts } = JSON.parse(await text(process.stdin));
const cutAt = new Map(cuts);
const files = new Map(Object.entries(sizes).map(([name, size], at) => [name, new Uint8Array(size).fill(at + 1)]));
const came = new Map();
const asked = [];
let isKept = false;

const server = createServer(async (request, response) => {
  const body = await bytesOf(request);
  const cut = cutAt.get(asked.push(`${request.method} ${request.url}`));
  if (cut === "before") return request.socket.destroy();
  const [status, answer] = heard(request, body);
  if (cut === "after") return request.socket.destroy();
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}/lapor/segel/`;
const promise = await new Sending({ base, opening: { locator: "x" }, files }).run();
server.closeAllConnections();
server.close();
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const isWhole = [...files].every(([name, bytes]) => hash(bytes) === hash(came.get(name)));
console.log(JSON.stringify({ promise, isWhole, requests: asked.length }));

function heard({ method, url }, body) {
  if (url.endsWith("/kerja/")) return [200, { challenge: "c", bits: 4 }];
  if (url.endsWith("/mulai/")) return [200, { draft: "d", files: Object.fromEntries([...came].map(([name, bytes]) => [name, bytes.length])) }];
  if (url.endsWith("/selesai/")) {
    // As the office: what is finished has no draft any more, and begins again to its promise.
    if (isKept && asked.filter((one) => one.endsWith("/mulai/")).length < 2) return [404, {}];
    isKept = true;
    return [200, { commitment: "kept" }];
  }
  const { pathname, searchParams } = new URL(url, "http://office.invalid");
  const name = pathname.split("/").at(-2);
  const there = came.get(name) ?? Buffer.alloc(0);
  if (method !== "PUT" || Number(searchParams.get("at")) !== there.length) return [409, { size: there.length }];
  came.set(name, Buffer.concat([there, body]));
  return [200, { size: came.get(name).length }];
}

async function bytesOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

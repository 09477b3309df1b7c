// Builds src/jernih/ui/static/vendor from npm packages: `make vendor`. The result is committed,
// so running and testing need no node. Writes vendor.json: where each file is from, and its hash.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build as bundle } from "esbuild";
import { compile } from "sass";
import subsetFont from "subset-font";

const OUT = "src/jernih/ui/static/vendor";
const MODULES = "node_modules";
const LOCK = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;

// Latin-1, dashes, quotes, dots, arrows up and down: what Indonesian and English pages need.
const LETTERS = [
  ...span(0x20, 0x7e), ...span(0xa0, 0xff),
  0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x2191, 0x2193, 0x2212,
].map((code) => String.fromCodePoint(code)).join("");

// Recipients that we never seal to (docs/sealing.md): their curves would be half of the bundle.
const leftOut = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: /^@noble\/(post-quantum\/hybrid|curves\/nist)\.js$/ }, ({ path }) => ({
      path, namespace: "left-out",
    }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: "export const [MLKEM768P256, MLKEM768X25519, p256] = [];",
    }));
  },
};

const made = [
  await file("govuk.css", "govuk-frontend", "MIT", () =>
    compile("frontend/govuk.scss", { style: "compressed", charset: false, quietDeps: true }).css + "\n"),
  await file("inter-400.woff2", "@fontsource/inter", "OFL-1.1", () => font(400)),
  await file("inter-700.woff2", "@fontsource/inter", "OFL-1.1", () => font(700)),
  await file("jsqr.js", "jsqr", "Apache-2.0", () => bytes("jsqr/dist/jsQR.js")),
  await file("htmx.min.js", "htmx.org", "0BSD", () => bytes("htmx.org/dist/htmx.min.js")),
  await file("hash.js", "@noble/hashes", "MIT", () => bundled("frontend/hash.mjs")),
  await file("age.js", "age-encryption", "BSD-3-Clause", () => bundled("frontend/age.mjs")),
  await file("qr.js", "qr", "MIT OR Apache-2.0", () => bundled("frontend/qr.mjs")),
  await file("axe.min.js", "axe-core", "MPL-2.0", () => bytes("axe-core/axe.min.js"), "tests/vendor"),
];
// GOV.UK Frontend's package carries no licence file: its text stands in licences/ by hand.
for (const [name, path] of [
  ["inter", "@fontsource/inter"], ["jsqr", "jsqr"], ["htmx", "htmx.org"], ["qr", "qr"],
  ["age-encryption", "age-encryption"], ["shamir-secret-sharing", "shamir-secret-sharing"],
  ["noble-hashes", "@noble/hashes"], ["noble-ciphers", "@noble/ciphers"],
  ["noble-curves", "@noble/curves"], ["scure-base", "@scure/base"],
]) {
  put(`${OUT}/licences/${name}.txt`, bytes(`${path}/LICENSE`));
}
writeFileSync("vendor.json", JSON.stringify(made, null, 2) + "\n");

function span(first, last) {
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
}

function bytes(path) {
  return readFileSync(`${MODULES}/${path}`);
}

async function bundled(entry) {
  const { outputFiles } = await bundle({
    entryPoints: [entry], bundle: true, minify: true, format: "esm",
    target: "es2020", legalComments: "none", write: false, plugins: [leftOut],
  });
  return outputFiles[0].contents;
}

function font(weight) {
  const whole = bytes(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
  return subsetFont(whole, LETTERS, {
    targetFormat: "woff2", keepFeatures: ["kern", "mark", "ccmp", "tnum"], noHinting: true,
  });
}

async function file(name, from, licence, build, folder = OUT) {
  const content = Buffer.from(await build());
  put(`${folder}/${name}`, content);
  const { version, integrity } = LOCK[`${MODULES}/${from}`];
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { file: `${folder}/${name}`, package: from, version, licence, integrity, sha256 };
}

function put(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

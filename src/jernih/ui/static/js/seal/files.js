// What a reporter may add: known by its own bytes, never by its name; pictures are made anew, so
// that where and with what they were taken stays behind.
import { plainWords } from "./envelope.js";

export const MAX_FILES = 10;
// All together, as the form's words say; a phone holds them twice.
export const MAX_BYTES = 20_000_000;
const MAX_NAME = 120;
// Wider pictures are made smaller: more than any page of writing needs, less than a phone's memory.
const MAX_SIDE = 4096;
const QUALITY = 0.9;
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/heic"]);
const ENDINGS = { "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp" };

// reason: TYPE, EMPTY, LARGE, MANY, TOGETHER or PICTURE (this browser cannot open it).
export class CannotAdd extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// file: a File. asIs: she ticked that the original is wanted, tags and all. Gives { name, type, body, isAsIs }.
export async function readFile(file, { asIs = false } = {}) {
  if (!file.size) throw new CannotAdd("EMPTY");
  if (file.size > MAX_BYTES) throw new CannotAdd("LARGE");
  const body = new Uint8Array(await file.arrayBuffer());
  const type = typeOf(body);
  if (!type) throw new CannotAdd("TYPE");
  const name = nameOf(file.name);
  if (asIs || !PICTURES.has(type)) return { name, type, body, isAsIs: PICTURES.has(type) };
  return remade(body, { type, name });
}

// all: those that readFile gave, with the new one.
export function checkTogether(all) {
  if (all.length > MAX_FILES) throw new CannotAdd("MANY");
  if (all.reduce((sum, { body }) => sum + body.length, 0) > MAX_BYTES) throw new CannotAdd("TOGETHER");
}

// The media type that the bytes show, null for whatever is not on the list. By the office's own
// hand: `pure/seal/media.py`.
export function typeOf(body) {
  const words = (from, to) => String.fromCharCode(...body.subarray(from, to));
  const begins = (...bytes) => bytes.every((byte, at) => body[at] === byte);
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (words(0, 4) === "RIFF" && words(8, 12) === "WEBP") return "image/webp";
  if (words(0, 5) === "%PDF-") return "application/pdf";
  if (words(4, 8) === "ftyp") return typeOfBrand(words(8, 12));
  if (words(0, 4) === "OggS") return "audio/ogg";
  if (words(0, 3) === "ID3" || (body[0] === 0xff && (body[1] & 0xe6) === 0xe2)) return "audio/mpeg";
  return isText(body) ? "text/plain" : null;
}

function typeOfBrand(brand) {
  if (/^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(brand)) return "image/heic";
  if (/^M4[AB] $/.test(brand)) return "audio/mp4";
  if (brand === "qt  ") return "video/quicktime";
  return /^(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp[4-7])$/.test(brand) ? "video/mp4" : null;
}

function isText(body) {
  try {
    const words = new TextDecoder("utf-8", { fatal: true }).decode(body);
    return !/[\0-\x08\x0e-\x1f\x7f]/.test(words) && !/^\s*(<\?xml|<!doctype|<html|<svg|#!)/i.test(words);
  } catch {
    return false;
  }
}

// Pixels only: whatever else stood in the file cannot come along.
async function remade(body, { type, name }) {
  const picture = await decoded(body, type);
  const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const wanted = type === "image/heic" ? "image/jpeg" : type;
  const blob = await new Promise((done) => canvas.toBlob(done, wanted, QUALITY));
  if (!blob) throw new CannotAdd("PICTURE");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes.length > MAX_BYTES) throw new CannotAdd("LARGE");
  // A browser that cannot write this kind writes another one: its bytes say which.
  const made = typeOf(bytes);
  return { name: nameOf(name.replace(/\.[^.]{1,5}$/, "") + ENDINGS[made]), type: made, body: bytes, isAsIs: false };
}

async function decoded(body, type) {
  try {
    return await createImageBitmap(new Blob([body], { type }), { imageOrientation: "from-image" });
  } catch {
    throw new CannotAdd("PICTURE");
  }
}

function nameOf(name) {
  const plain = plainWords(name).replace(/[\n\t/\\]/g, " ").trim() || "berkas";
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(plain)?.[0] ?? "";
  if (plain.length <= MAX_NAME) return plain;
  return plainWords(plain.slice(0, MAX_NAME - ending.length)) + ending;
}

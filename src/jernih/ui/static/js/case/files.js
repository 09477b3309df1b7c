// Files that go out: pictures are drawn anew, which leaves place and device behind; and files that came in.
const LONGEST = 2000;
const PICTURES = ["image/jpeg", "image/png", "image/webp"];
const ROOM = 5_000_000;

export async function chosenFiles(input) {
  const found = [];
  let total = 0;
  for (const file of input?.files ?? []) {
    const made = file.type.startsWith("image/") ? await redrawn(file) : file;
    const bytes = new Uint8Array(await made.arrayBuffer());
    total += bytes.length;
    if (total > ROOM) throw new RangeError("room");
    found.push({ body: bytes, name: file.name.slice(0, 120), type: made.type || "application/octet-stream" });
  }
  return found;
}

export function isPicture(bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return head.startsWith("\xff\xd8\xff") || head.startsWith("\x89PNG\r\n")
    || (head.startsWith("RIFF") && head.endsWith("WEBP"));
}

export const typeOf = (bytes) => {
  if (bytes[0] === 0xff) return PICTURES[0];
  return bytes[0] === 0x89 ? PICTURES[1] : PICTURES[2];
};

async function redrawn(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("picture"))), "image/jpeg", 0.85);
  });
}

// Reads a QR code by camera into a text field. The field stays: a camera is never needed.
//
//   <div class="j-scan-box" data-scan data-scan-field="id_code" hidden>…</div>   (components/scan.html)
//
// BarcodeDetector where the browser has it, otherwise jsQR, loaded only when the camera opens.
const LOOK_EVERY = 150;
const STOP_AFTER = 90_000;

for (const box of document.querySelectorAll("[data-scan]")) prepare(box);

function prepare(box) {
  if (!navigator.mediaDevices?.getUserMedia) return;
  box.hidden = false;
  const parts = {
    field: document.getElementById(box.dataset.scanField),
    start: box.querySelector("[data-scan-start]"),
    stop: box.querySelector("[data-scan-stop]"),
    picture: box.querySelector("[data-scan-picture]"),
    video: box.querySelector("video"),
    words: box.querySelector("[data-scan-words]"),
  };
  parts.start.addEventListener("click", () => scan(box, parts));
  if (box.dataset.scanNow !== undefined) scan(box, parts);
}

async function scan(box, parts) {
  const { video, words } = parts;
  let camera;
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: box.dataset.facing ?? "environment" } });
  } catch (problem) {
    words.textContent = problem.name === "NotAllowedError" ? words.dataset.refused : words.dataset.missing;
    parts.field?.focus();
    return;
  }
  video.srcObject = camera;
  await video.play();
  show(parts, true);
  words.textContent = words.dataset.looking;

  let over = false;
  const finish = () => {
    over = true;
    for (const track of camera.getTracks()) track.stop();
    show(parts, false);
  };
  parts.stop.addEventListener("click", finish, { once: true });
  // A kiosk whose camera looks all night ages for nothing; one that starts by itself looks on.
  if (box.dataset.scanNow === undefined) setTimeout(() => over || finish(), STOP_AFTER);

  const read = await reader();
  while (!over) {
    const text = await read(video);
    if (text && accept(parts, text, box.dataset.scanAny !== undefined)) {
      finish();
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY));
  }
}

// isAny: whatever the code says is taken, for the page to judge; else only codes of receipts.
function accept({ field, words }, text, isAny) {
  const code = isAny ? text.trim() : codeIn(text);
  if (!code) {
    words.textContent = words.dataset.foreign;
    return false;
  }
  // A code that was just refused still lies before the camera: once was enough.
  if (code === (isAny ? field.defaultValue.trim() : codeIn(field.defaultValue))) return false;
  words.textContent = words.dataset.found;
  field.value = code;
  field.form.requestSubmit();
  return true;
}

// Our codes are 20 Crockford characters, alone or as the last part of an address of ours.
function codeIn(text) {
  const last = text.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").pop() ?? "";
  const bare = last.replaceAll("-", "").toUpperCase();
  return /^[0-9A-HJKMNP-TV-Z]{20}$/.test(bare) ? bare : null;
}

function show({ picture, start, stop }, isOn) {
  picture.hidden = !isOn;
  stop.hidden = !isOn;
  start.hidden = isOn;
}

async function reader() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats?.() ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  await load(`${document.body.dataset.static ?? "/static/"}vendor/jsqr.js`);
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!video.videoWidth) return null;
    const scale = Math.min(1, 640 / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    paper.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = paper.getImageData(0, 0, canvas.width, canvas.height);
    return globalThis.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? null;
  };
}

function load(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

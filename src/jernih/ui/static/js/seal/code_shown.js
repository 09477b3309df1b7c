// Shows a receipt code: in groups, and as a QR code that is drawn here; no server ever sees it.
const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4;

export function showCode(box, shown) {
  const list = box.querySelector("[data-code-groups]");
  list.replaceChildren(...shown.split("-").map((group) => element("li", group)));
  // The drawer comes only now, to keep the form light; where the line is gone the groups are enough.
  import("../../vendor/qr.js").then(
    ({ encodeQR }) => box.querySelector("[data-code-qr]").replaceChildren(drawn(encodeQR(shown, "raw", { ecc: "medium", border: QUIET }))),
    () => {},
  );
}

// Which of the two groups that were typed again are wrong: their fields.
export function wrongGroups(form, shown) {
  const groups = shown.split("-");
  return [...form.querySelectorAll("[data-group]")].filter(
    (field) => meant(field.value) !== groups[Number(field.dataset.group)],
  );
}

export function element(name, words = "") {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

function meant(typed) {
  return typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

function drawn(rows) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("class", "j-qr");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  const dots = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  path.setAttribute("d", dots.join(""));
  svg.append(path);
  return svg;
}

// Large keys on a kiosk without a keyboard: components/keypad.html. Types into the field it names.
const GROUP = 5;

for (const pad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(pad.dataset.keypad);
  if (!field) continue;
  pad.hidden = false;
  // The kiosk's own keyboard would cover the keys.
  if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none";
  pad.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const typed = field.value.replaceAll("-", "");
    if (button.dataset.keyTypes) write(field, typed + button.dataset.keyTypes);
    else if ("keyBack" in button.dataset) write(field, typed.slice(0, -1));
    else write(field, "");
  });
}

function write(field, code) {
  const most = field.maxLength > 0 ? field.maxLength : Infinity;
  const groups = code.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];
  const text = groups.join("-");
  if (text.length > most) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

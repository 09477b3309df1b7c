// Black out parts of a text before the person named reads it; what stood there stays for the holders.
const BOX = "\u2588";

// Wires a text with its two buttons. The first box fixes the text, so that places stay true.
export function wireMask(form) {
  const field = form.querySelector("[data-said]");
  const state = { original: null, boxes: [] };
  form.querySelector("[data-mask]").addEventListener("click", () => {
    const { selectionStart: from, selectionEnd: to } = field;
    if (from === to) return;
    state.original ??= field.value;
    state.boxes.push({ from, to });
    field.readOnly = true;
    field.setRangeText(field.value.slice(from, to).replace(/\S/g, BOX), from, to, "end");
    field.focus();
  });
  form.querySelector("[data-unmask]").addEventListener("click", () => {
    if (state.original !== null) field.value = state.original;
    Object.assign(state, { original: null, boxes: [] });
    field.readOnly = false;
    field.focus();
  });
  return state;
}

// Black out parts of a text before the person named reads it; what stood there stays for the holders.
// As long for a short name as for a long one: its length must tell nothing.
const BOX = "\u2588".repeat(5);

// Wires a text with its two buttons. The first box fixes the text: the original is what it covers.
export function wireMask(form) {
  const field = form.querySelector("[data-said]");
  const state = { original: null, boxes: 0 };
  form.querySelector("[data-mask]").addEventListener("click", () => {
    const { selectionStart: from, selectionEnd: to } = field;
    if (from === to) return;
    state.original ??= field.value;
    state.boxes += 1;
    field.readOnly = true;
    field.setRangeText(BOX, from, to, "end");
    field.focus();
  });
  form.querySelector("[data-unmask]").addEventListener("click", () => {
    if (state.original !== null) field.value = state.original;
    Object.assign(state, { original: null, boxes: 0 });
    field.readOnly = false;
    field.focus();
  });
  return state;
}

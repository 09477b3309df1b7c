// A button with data-key="N" is also pressed by that key, unless someone is typing.
const TYPING = "input, textarea, select, [contenteditable]";

export function listenForKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest(TYPING)) return;
    const button = keyed(root, event.key);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

function keyed(root, key) {
  return [...root.querySelectorAll("[data-key]:not([disabled])")]
    .find((button) => button.dataset.key.toLowerCase() === key.toLowerCase());
}

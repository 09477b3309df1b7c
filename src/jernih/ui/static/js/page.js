// What every page gains from JavaScript; nothing here is needed to get a number.
import { guardForms } from "./forms.js";
import { listenForKeys } from "./keys.js";

document.documentElement.classList.add("js");
document.querySelector("[data-focus]")?.focus();
guardForms(document);
listenForKeys(document);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(button));
}
if (document.body.dataset.printNow !== undefined) window.addEventListener("load", () => window.print());

async function copy(button) {
  await navigator.clipboard?.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
}

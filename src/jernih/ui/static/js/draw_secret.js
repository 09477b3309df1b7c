// Makes a contributor's secret and its commitment in her own browser; nothing leaves it.
import { bytes, hash, hex, text } from "./draw/order.js";

const box = document.querySelector("[data-secret]");
const made = box.querySelector("[data-secret-made]");

box.querySelector("[data-secret-make]").addEventListener("click", () => {
  const secret = hex(crypto.getRandomValues(new Uint8Array(32)));
  box.querySelector("[data-secret-words]").textContent = secret.match(/.{4}/g).join(" ");
  box.querySelector("[data-secret-commitment]").textContent = commitment(secret);
  made.hidden = false;
  made.querySelector("h2").scrollIntoView({ block: "nearest" });
});

function commitment(secret) {
  return hex(hash(text("jernih/contrib/v1"), text(box.dataset.batch), bytes(secret)));
}

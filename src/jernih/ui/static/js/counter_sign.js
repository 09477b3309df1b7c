// The sign above one counter: whom it serves now.
import { follow } from "./sse.js";

const sign = document.getElementById("sign");
const number = document.getElementById("number");
const lost = document.getElementById("lost");
const counter = Number(document.body.dataset.counter);

follow(document.body.dataset.board, {
  event: "board",
  ageIn: document.getElementById("age"),
  onNews(board) {
    const now = board.counters.find((one) => one.counter === counter);
    sign.dataset.state = now?.state ?? "CLOSED";
    sign.toggleAttribute("data-busy", Boolean(now?.number));
    const text = now?.number || "–";
    if (number.textContent !== text) number.textContent = text;
  },
  onState(state, since) {
    lost.hidden = state === "fresh" || state === "waiting";
    const time = new Date(since).toTimeString().slice(0, 5).replace(":", ".");
    lost.textContent = lost.hidden ? "" : lost.dataset.words.replace("{time}", time);
  },
});

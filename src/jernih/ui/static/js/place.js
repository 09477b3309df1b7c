// A place in the line: draws what the stream says into the page, without asking the server again.
//
// Every sentence stands in the page in the reader's language. What the stream calls `sentences` are
// the names of those that hold now (data-when); numbers and times go into data-of.
// While there is no stream the page itself is asked, twice a minute.
import { follow } from "./sse.js";

const ASK_EVERY = 30_000;

const place = document.getElementById("place");
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: place.dataset.zone, hour: "2-digit", minute: "2-digit" });
const MOMENTS = new Set(["come_back_at", "server_time"]);

let isFollowing = true;
const line = follow(place.dataset.stream, {
  event: "place",
  ageIn: document.getElementById("age"),
  onNews: show,
  onState: (state) => { isFollowing = state === "fresh" || state === "waiting"; },
});
setInterval(() => isFollowing || ask(), ASK_EVERY);
document.addEventListener("visibilitychange", () => document.hidden || isFollowing || ask());

function show(news) {
  isFollowing = true;
  const cards = news.tickets.map(({ number }) => place.querySelector(`[data-number="${number}"]`));
  // Someone of the family has come since: the page knows her sentences.
  if (cards.includes(null)) ask();
  else news.tickets.forEach((ticket, at) => draw(cards[at], ticket));
  fill(place.querySelectorAll('[data-of="server_time"]'), news);
}

function draw(card, ticket) {
  fill(card.querySelectorAll("[data-of]"), ticket);
  for (const said of card.querySelectorAll("[data-when]")) {
    said.hidden = !ticket.sentences.includes(said.dataset.when);
  }
  card.classList.toggle("j-card--water", ticket.state === "CALLED");
}

function fill(slots, values) {
  for (const slot of slots) {
    const name = slot.dataset.of;
    const value = values[name] ?? "";
    const text = MOMENTS.has(name) && value ? clock.format(new Date(value)).replace(":", ".") : String(value);
    if (slot.textContent !== text) slot.textContent = text;
  }
}

async function ask() {
  const answer = await fetch(place.dataset.part, { headers: { "X-Part": "1" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  place.innerHTML = await answer.text();
  // The page is true again, but that does not mean that the stream stands.
  const stood = isFollowing;
  line.sign();
  isFollowing = stood;
}

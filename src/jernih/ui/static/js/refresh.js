// Fetch a part of the page anew when the office's stream says that something happened.
// <div data-refresh="url" data-refresh-on="/live/…">: the answer replaces what is inside.
import { follow } from "./sse.js";

for (const place of document.querySelectorAll("[data-refresh]")) watch(place);

function watch(place) {
  let isLoading = false;
  let isLate = false;
  const load = async () => {
    if (isLoading) {
      isLate = true;
      return;
    }
    isLoading = true;
    try {
      await renew(place);
    } finally {
      isLoading = false;
      if (isLate) {
        isLate = false;
        load();
      }
    }
  };
  let isFirst = true;
  const news = () => {
    // The stream begins with the state that the page already shows.
    if (!isFirst) load();
    isFirst = false;
  };
  for (const event of ["board", "place"]) {
    if (place.dataset.refreshOn.includes(`/${event}/`)) follow(place.dataset.refreshOn, { event, onNews: news });
  }
  document.addEventListener("visibilitychange", () => document.hidden || load());
  window.setInterval(load, 30000);
}

async function renew(place) {
  // A field that someone is filling in is not taken away from under her hands.
  if (place.contains(document.activeElement) && document.activeElement.matches("input:not([type=hidden]), select, textarea")) return;
  const answer = await fetch(place.dataset.refresh, { headers: { "X-Part": "1" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const focused = document.activeElement?.dataset?.key;
  place.innerHTML = await answer.text();
  if (focused) place.querySelector(`[data-key="${focused}"]`)?.focus();
}

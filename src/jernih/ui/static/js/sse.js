// A live line to the server that says how old its news is.
//
//   import { follow } from "./sse.js";
//   follow("/live/hall/tarakan", { onNews: (state) => draw(state), ageIn: element });
//
// onNews gets the parsed JSON of every message named `event` (default: unnamed messages).
// ageIn is filled with words and data-state: fresh, old (no sign for 30 s), lost (for 90 s).
// The server is expected to send something, at least `event: ping`, every 15 s, and `event: stale`
// with {since, server_time} when it stands but cannot reach its own source; news ends that.
// onState gets the state and since when (milliseconds) there is no news.
// Returns {sign, stop}: sign() says that news came by another way.
const OLD_AFTER = 30_000;
const LOST_AFTER = 90_000;
const RETRY_FIRST = 1_000;
const RETRY_MOST = 20_000;

export function liveUrl(path) {
  return `${document.body.dataset.live ?? ""}${path}`;
}

export function follow(path, { onNews, onState = () => {}, ageIn = null, event = "message" }) {
  // The page itself is the first news: a line that never opens grows old like one that is cut.
  const began = Date.now();
  let source = null;
  let heard = 0;
  let cut = 0;
  let retry = RETRY_FIRST;
  let state = "";

  function open() {
    source = new EventSource(liveUrl(path));
    source.addEventListener(event, (message) => {
      cut = 0;
      alive();
      onNews(JSON.parse(message.data), message);
    });
    source.addEventListener("ping", alive);
    source.addEventListener("stale", (message) => {
      const { since, server_time } = JSON.parse(message.data);
      cut = Date.now() - (Date.parse(server_time) - Date.parse(since));
      tell();
    });
    source.addEventListener("open", () => { retry = RETRY_FIRST; });
    // EventSource gives up for good on an HTTP error: then we open a new one, ever slower.
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, retry);
      retry = Math.min(retry * 2, RETRY_MOST);
    });
  }

  function alive() {
    heard = Date.now();
    tell();
  }

  function tell() {
    const since = cut || heard || began;
    const age = Date.now() - since;
    const quiet = cut || heard ? "fresh" : "waiting";
    const now = age > LOST_AFTER ? "lost" : cut || age > OLD_AFTER ? "old" : quiet;
    if (ageIn) showAge(ageIn, now, age);
    if (now === state) return;
    state = now;
    onState(now, since);
  }

  open();
  const clock = setInterval(tell, 5_000);
  return {
    // Another way has just brought news: what the page shows is not old, though the line may be.
    sign: () => { cut = 0; alive(); },
    stop: () => { clearInterval(clock); source.close(); },
  };
}

// The words stand in the page, so that they are translated: data-fresh, data-old ("… {minutes} …"), data-lost.
function showAge(element, state, age) {
  const minutes = String(Math.max(1, Math.round(age / 60_000)));
  const words = element.dataset[state] ?? "";
  element.dataset.state = state;
  const text = words.replace("{minutes}", minutes);
  if (element.textContent !== text) element.textContent = text;
}

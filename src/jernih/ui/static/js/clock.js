// A clock in the office's zone for displays: <span data-clock data-zone="Asia/Makassar" data-now="…">.
// It follows the server's time, for a display's own clock is often wrong.
for (const face of document.querySelectorAll("[data-clock]")) {
  const ahead = face.dataset.now ? Date.parse(face.dataset.now) - Date.now() : 0;
  const write = new Intl.DateTimeFormat("id", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: face.dataset.zone,
  });
  const tick = () => {
    const now = new Date(Date.now() + ahead);
    face.textContent = write.format(now).replace(":", ".");
    setTimeout(tick, 60_000 - (now.getTime() % 60_000));
  };
  tick();
}

// A clock in the office's zone for displays: <span data-clock data-zone="Asia/Makassar">.
for (const face of document.querySelectorAll("[data-clock]")) {
  const write = new Intl.DateTimeFormat("id", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: face.dataset.zone,
  });
  const tick = () => {
    face.textContent = write.format(new Date()).replace(":", ".");
    setTimeout(tick, 1_000 * (60 - new Date().getSeconds()));
  };
  tick();
}

// The kiosk goes back to its start by itself, so that nothing of one person meets the next.
const back = document.querySelector("[data-return]");
if (back) {
  window.setTimeout(() => window.location.replace(back.dataset.return), Number(back.dataset.returnSeconds) * 1000);
}

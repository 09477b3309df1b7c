// The kiosk goes back to its start by itself, so that nothing of one person meets the next.
const back = document.querySelector("[data-return]");
if (back) {
  window.setTimeout(() => window.location.replace(back.dataset.return), Number(back.dataset.returnSeconds) * 1000);
}

// A code half typed and left behind is cleared too: nobody touched anything for a while.
const IDLE = 60_000;
const form = document.querySelector("[data-kiosk-idle]");
if (form) {
  const field = form.querySelector("input:not([type=hidden])");
  let idle = 0;
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (field.value || document.querySelector("[role=alert]")) window.location.replace(window.location.pathname);
      else rest();
    }, IDLE);
  };
  for (const sign of ["pointerdown", "keydown", "input"]) document.addEventListener(sign, rest);
  rest();
}

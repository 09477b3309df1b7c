// Ask before what cannot be undone (data-confirm), and send a form once though it is pressed twice.
export function guardForms(root) {
  root.addEventListener("submit", (event) => {
    // A page answers this form by itself: nothing is sent, so it may be asked again and again.
    if (event.defaultPrevented) return;
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    if (event.target.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // The back button shows the page as it was left: let the form be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of root.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
  });
}

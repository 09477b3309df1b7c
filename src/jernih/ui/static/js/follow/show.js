// Puts an opened report on its reporter's page: text and pictures out of memory, nothing is run.
import { element } from "../seal/code_shown.js";
import { handleOf, rowIn } from "../seal/board.js";
import { typeOf } from "../seal/files.js";
import { openAttachment } from "./case.js";

const part = (root, name) => root.querySelector(`[data-${name}]`);

export function showCase(root, seen) {
  const { told } = seen;
  const state = part(root, "state");
  state.textContent = told.state.words;
  state.className = `j-tag j-tone--${told.state.tone}`;
  part(root, "made").textContent = told.made;
  for (const one of root.querySelectorAll("[data-copy]")) one.hidden = one.dataset.copy !== told.copy;
  part(root, "is-broken").hidden = !seen.isBroken;
  part(root, "steps").replaceChildren(...told.steps.map((step) => stepRow(root, seen, step)));
  part(root, "report").replaceChildren(...ownWords(root, seen));
  part(root, "clocks").replaceChildren(...told.clocks.map((clock) => clockRow(root, clock)));
  part(root, "write").hidden = Boolean(seen.isBroken);
  part(root, "object").hidden = !told.may_object || Boolean(seen.isBroken);
  part(root, "withdraw").hidden = !told.may_withdraw || Boolean(seen.isBroken);
}

// boards: as the office lists them; each is fetched as anybody fetches it, and looked through here.
export async function showRows(root, boards, salt) {
  const list = part(root, "rows");
  part(root, "boards").hidden = !boards.length;
  const rows = boards.map(async ({ period, file }) => {
    const answer = await fetch(file, { credentials: "omit", referrerPolicy: "no-referrer" });
    const found = answer.ok && rowIn(await answer.text(), await handleOf(salt, period));
    const line = sent(element("li", `${period}: `));
    line.append(element(found ? "span" : "strong", found ? list.dataset.found : list.dataset.missing));
    return line;
  });
  list.replaceChildren(...(await Promise.all(rows)));
}

function stepRow(root, seen, step) {
  const { message, faults = [] } = (step.message && seen.messages?.[step.message - 1]) || {};
  const row = sent(element("li"));
  row.className = "j-timeline__step";
  const head = element("p");
  head.append(
    element("strong", [step.words, step.told].filter(Boolean).join(": ")),
    element("br"),
    soft(`${dayWords(step.on)} · ${step.role || root.dataset.you}`),
  );
  row.append(head);
  if (faults.length) row.append(warning(root.dataset.line));
  if (message?.words) row.append(words(message.words));
  row.append(files(root, seen, message?.files, (at) => `lampiran-${step.message}-${at}.age`));
  return row;
}

function ownWords(root, seen) {
  if (!seen.envelope) return [];
  return [words(seen.envelope.words), files(root, seen, seen.envelope.files, (at) => `lampiran-${at}.age`)];
}

function clockRow(root, { words: name, due, ended, is_late: isLate, stands_still: isStill }) {
  const { done: whenDone, due: whenDue, late, paused } = root.dataset;
  const said = ended ? whenDone.replace("{done}", dayWords(ended)) : whenDue;
  const row = element("li");
  row.append(element("strong", name), element("br"), said.replace("{due}", dayWords(due)));
  if (isLate) row.append(" ", tag(late, "bad"));
  else if (isStill) row.append(" ", tag(paused, "wait"));
  return row;
}

function files(root, seen, listed, nameOf) {
  const list = element("ul");
  list.className = "govuk-list";
  list.hidden = !listed?.length;
  const rows = (listed ?? []).map((file, at) => {
    const row = element("li");
    const button = element("button", root.dataset.save.replace("{name}", file.name));
    button.type = "button";
    button.className = "j-link-button";
    button.addEventListener("click", () => save(root, row, seen, nameOf(at + 1), file));
    row.append(button);
    return row;
  });
  list.append(...rows);
  return list;
}

async function save(root, row, seen, name, file) {
  try {
    const plain = await openAttachment(seen, name, file);
    const type = typeOf(plain);
    if (!/^image\/(jpeg|png|webp)$/.test(type)) return download(plain, file.name);
    const picture = element("img");
    picture.className = "j-attachment__picture";
    picture.alt = file.name;
    picture.src = URL.createObjectURL(new Blob([plain], { type }));
    row.replaceChildren(picture);
  } catch {
    row.append(warning(root.dataset.broken));
  }
}

// bytes: saved under this name, and never opened by the browser itself.
export function download(bytes, name, type = "application/octet-stream") {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function dayWords(day) {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(new Date(day));
}

function words(text) {
  const made = sent(element("p", text));
  made.className = "j-sealed-words";
  return made;
}

function soft(text) {
  const made = element("span", text);
  made.className = "j-soft";
  return made;
}

function warning(text) {
  const made = element("p", text);
  made.className = "j-tone--bad";
  made.setAttribute("role", "alert");
  return made;
}

function tag(text, tone) {
  const made = element("strong", text);
  made.className = `j-tag j-tone--${tone}`;
  return made;
}

function sent(made) {
  made.dataset.asSent = "";
  return made;
}

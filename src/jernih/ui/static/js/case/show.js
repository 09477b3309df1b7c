// Put an opened case on the page. Only text and pictures from memory: nothing of it is ever run.
import { isPicture, typeOf } from "./files.js";
import { openAttachment } from "./opened.js";

export function showCase(root, page, opened, word) {
  const report = part(root, "report");
  const said = opened.envelope;
  report.replaceChildren(
    answers(root, opened, said.answers),
    node("p", "j-sealed-words", said.words),
    attachments(page, opened, said.files, (at) => `lampiran-${at}.age`, word),
  );
  const list = part(root, "messages");
  list.replaceChildren(...opened.messages.map((one) => message(page, opened, one, word)));
  part(root, "messages-empty").hidden = opened.messages.length > 0;
  part(root, "chain-broken").hidden = opened.messages.every(isWhole);
  part(root, "chain-whole").hidden = !opened.messages.length || !opened.messages.every(isWhole);
  part(root, "notes").replaceChildren(...opened.notes.map((one) => note(opened, one, word)));
  part(root, "opened").hidden = false;
  for (const one of root.querySelectorAll("[data-needs-key]")) one.hidden = false;
}

export function hideCase(root) {
  for (const name of ["report", "messages", "notes"]) part(root, name)?.replaceChildren();
  for (const one of root.querySelectorAll("[data-needs-key], [data-part=opened]")) one.hidden = true;
  // What stands half written would stay on the screen.
  for (const one of root.querySelectorAll("[data-said]")) one.value = "";
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
}

const urls = [];
const part = (root, name) => root.querySelector(`[data-part=${name}]`);

function node(tag, className, text, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  made.dataset.asSent = "";
  return made;
}

function warning(text) {
  const made = node("p", "j-chain-broken", text);
  made.setAttribute("role", "alert");
  return made;
}

// The words of the questionnaire stand on the page; what it does not know is shown as it was sent.
function answers(root, opened, given) {
  const rows = Object.entries(given ?? {}).flatMap(([key, value]) => {
    const values = (Array.isArray(value) ? value : [value]).map((one) => answerWords(root, opened, key, one));
    return values.join("") ? [node("dt", "", labelOf(root, key)), node("dd", "", values.join(", "))] : [];
  });
  return node("dl", "j-facts", "", ...rows);
}

const MONEY = ["asked", "paid"];

const labelOf = (root, key) => root.querySelector(`[data-question="${CSS.escape(key)}"]`)?.textContent ?? key;

function answerWords(root, opened, key, value) {
  if (value === true) return "✓";
  if (value === false || value === null) return "";
  if (key === "concerned") return nameOf(opened, value);
  if (MONEY.includes(key)) return `Rp${Number(value).toLocaleString("id")}`;
  const known = root.querySelector(`[data-answer="${CSS.escape(`${key}:${value}`)}"]`);
  return known?.textContent ?? String(value);
}

const isWhole = ({ faults }) => faults.length === 0;

function message(page, opened, { number, message: one, faults }, word) {
  const who = one ? whoWrote(opened, one, word) : `${number}.`;
  const made = node("li", "j-message", "", node("p", "j-message__who", who));
  made.append(node("p", "j-sealed-words", one ? one.words : word("unreadable")));
  if (one?.by === "REPORTER") made.classList.add("is-theirs");
  if (faults.length) made.prepend(warning(word("broken-message").replace("{n}", number)));
  made.append(attachments(page, opened, one?.files, (at) => `lampiran-${number}-${at}.age`, word));
  return made;
}

function whoWrote(opened, one, word) {
  const name = one.by === "REPORTER" ? word("reporter") : nameOf(opened, one.by);
  return [`${one.number}. ${name}`, word(`kind-${one.kind}`)].filter(Boolean).join(" · ");
}

function nameOf(opened, ref) {
  const person = opened.rosters.flatMap(({ people }) => people).find((one) => one.ref === ref);
  return person ? person.name : ref;
}

function note(opened, one, word) {
  const text = one.isOpen ? one.words : word("not-for-you");
  const who = [`${one.number}.`, one.by && nameOf(opened, one.by)].filter(Boolean).join(" ");
  const made = node("li", "j-message", "", node("p", "j-message__who", who), node("p", "j-sealed-words", text));
  if (one.original) {
    made.append(node("p", "j-soft", word("unmasked")), node("p", "j-sealed-words", one.original));
  }
  return made;
}

function attachments(page, opened, files, nameOf, word) {
  const rows = (files ?? []).map((file, at) => {
    const button = node("button", "govuk-button govuk-button--secondary", word("open-file").replace("{name}", file.name));
    button.type = "button";
    const row = node("li", "j-attachment", "", button);
    button.addEventListener("click", () => openOne(row, page, opened, nameOf(at + 1), file, word));
    return row;
  });
  return rows.length ? node("ul", "j-attachments", "", ...rows) : "";
}

async function openOne(row, page, opened, name, file, word) {
  row.querySelector("button").disabled = true;
  try {
    row.replaceChildren(...shown(await openAttachment(page, opened, name, file), file, word));
  } catch {
    row.append(warning(word("broken-file")));
  }
}

function shown(plain, file, word) {
  const type = isPicture(plain) ? typeOf(plain) : "application/octet-stream";
  const url = URL.createObjectURL(new Blob([plain], { type }));
  urls.push(url);
  if (isPicture(plain)) {
    const picture = node("img", "j-attachment__picture");
    picture.src = url;
    picture.alt = file.name;
    return [picture];
  }
  const link = node("a", "govuk-link", word("save-file").replace("{name}", file.name));
  link.href = url;
  link.download = file.name;
  return [node("p", "j-soft", word("careful")), link];
}

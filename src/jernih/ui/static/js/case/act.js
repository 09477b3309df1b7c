// The deeds of a case page: what is written is sealed here, and sent with the closed fields.
import { chosenFiles } from "./files.js";
import { wireMask } from "./mask.js";
import { sealedEpoch, sealedMessage, sealedNote } from "./seal.js";
import { post, Refusal } from "./send.js";

// now: gives {page, key, opened}; done: shows the page anew.
export function wireDeeds(root, now, done, word) {
  for (const form of root.querySelectorAll("form[data-deed]")) {
    const mask = form.querySelector("[data-mask]") ? wireMask(form) : null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await submit(form, { ...now(), mask, word, done });
    });
  }
}

async function submit(form, scene) {
  const { word, done } = scene;
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  const said = form.querySelector("[data-said]");
  if (said && !said.value.trim()) return complain(form, word("say-something"), said);
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return;
  form.querySelector("[data-refused]").hidden = true;
  button.setAttribute("aria-disabled", "true");
  try {
    await perform(form, scene);
    await done(form);
  } catch (problem) {
    refuse(form, problem, word);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

async function perform(form, scene) {
  const { page, key, opened, mask } = scene;
  const { deed, kind, joins, leaves } = form.dataset;
  const fields = fieldsOf(form);
  const path = `${page.base}${deed}/`;
  const said = form.querySelector("[data-said]")?.value ?? "";
  if (form.dataset.plain !== undefined) return post(path, { fields });
  if (!opened || !key) throw new Refusal({ status: 0 }, { words: scene.word("unlock-first") });
  if (deed === "catatan") return keepNote(scene, said);
  if (form.dataset.epoch !== undefined) {
    return post(path, { files: await sealedEpoch({ page, opened, joins, leaves }) });
  }
  const files = await chosenFiles(form.querySelector("[type=file]"));
  const sealed = await sealedMessage({ page, key, opened, kind, said, fields: sealable(fields), files });
  await post(path, { number: page.nextMessage, fields, files: sealed });
  if (!mask?.boxes) return null;
  return keepNote(scene, said, { original: mask.original, message: page.nextMessage });
}

async function keepNote({ page, opened }, said, extra = {}) {
  const files = await sealedNote({ page, opened, said, extra });
  return post(`${page.base}catatan/`, { number: page.nextNote, files });
}

function fieldsOf(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") found[name] = value;
  }
  return found;
}

// Canonical JSON has no fractions; every field is a word, a day or a small number.
const sealable = (fields) => Object.fromEntries(
  Object.entries(fields).map(([name, value]) => [name, /^[0-9]{1,3}$/.test(value) ? Number(value) : value]),
);

function refuse(form, problem, word) {
  if (problem instanceof RangeError) return complain(form, word("too-large"));
  if (!(problem instanceof Refusal)) return complain(form, word("no-line"));
  if (problem.expected) return complain(form, word("somebody-wrote"));
  const [name, list] = Object.entries(problem.errors)[0] ?? [];
  const field = name && form.querySelector(`[name="${name}"]`);
  const text = list && [nameOf(field), list[0]].filter(Boolean).join(" ");
  return complain(form, text || problem.message || word("not-possible"), field);
}

// Of several buttons the question says more than the first answer.
const nameOf = (field) => (field?.closest("fieldset")?.querySelector("legend") ?? field?.labels?.[0])
  ?.textContent.trim();

function complain(form, text, field = null) {
  const box = form.querySelector("[data-refused]");
  box.textContent = text;
  box.hidden = false;
  (field ?? box).focus();
}

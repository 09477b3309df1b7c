// The files that somebody adds on a page: each looked at, made anew where it is a picture, listed.
import { CannotAdd, checkTogether, readFile } from "./files.js";
import { element } from "./code_shown.js";

const UNITS = ["B", "kB", "MB"];

// input: a file field. list: a <ul> whose data- attributes hold the sentences. Gives { chosen, clear };
// chosen: { name, type, body } of all that may go.
export function watchFiles(input, list) {
  let added = [];
  const show = () => list.replaceChildren(...added.map(row));

  const row = (one) => {
    const line = element("li");
    const about = list.dataset[one.reason ? one.reason.toLowerCase() : one.isAsIs ? "kept" : one.isPicture ? "remade" : "plain"];
    line.append(element("strong", one.file.name), ` · ${sizeWords(one.made?.body.length ?? one.file.size)} · `, element("span", about));
    line.dataset.outcome = one.reason ?? "ADDED";
    if (one.reason === "PICTURE" || one.isPicture) line.append(" ", button(list.dataset.asis, () => again(one, true)));
    if (one.isAsIs) line.append(" ", button(list.dataset.anew, () => again(one, false)));
    line.append(" ", button(list.dataset.remove, () => drop(one)));
    return line;
  };
  const drop = (one) => {
    added = added.filter((other) => other !== one);
    show();
  };
  const again = async (one, asIs) => {
    added = added.map((other) => (other === one ? null : other));
    const fresh = await look(one.file, asIs, added.filter(Boolean));
    added = added.map((other) => other ?? fresh);
    show();
  };
  input.addEventListener("change", async () => {
    const files = [...input.files];
    // The field itself stays empty: nothing of it may be posted plain.
    input.value = "";
    for (const file of files) added.push(await look(file, false, added));
    show();
  });
  return {
    chosen: () => added.filter(({ made }) => made).map(({ made: { name, type, body } }) => ({ name, type, body })),
    clear: () => {
      added = [];
      show();
    },
  };
}

async function look(file, asIs, others) {
  try {
    const made = await readFile(file, { asIs });
    checkTogether([...others.map((one) => one.made).filter(Boolean), made]);
    return { file, made, isAsIs: made.isAsIs, isPicture: made.type.startsWith("image/") && !made.isAsIs };
  } catch (problem) {
    if (!(problem instanceof CannotAdd)) throw problem;
    return { file, reason: problem.reason };
  }
}

function button(words, act) {
  const made = element("button", words);
  made.type = "button";
  made.className = "j-link-button";
  made.addEventListener("click", act);
  return made;
}

function sizeWords(bytes) {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const shown = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${shown.format(bytes / 1000 ** step)} ${UNITS[step]}`;
}

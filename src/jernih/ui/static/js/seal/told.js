// What was told on the form, as the envelope has it; what stayed empty is not there.
const LISTS = ["concerned", "sections"];

// questions: pairs of name and kind, as the questionnaire has them. Gives { answers, words, wish }.
export function toldOn(form, questions) {
  const data = new FormData(form);
  const answers = {};
  for (const [name, kind] of questions) {
    const value = kind === "many" ? data.getAll(name) : kind === "day" ? dayOf(data, name) : lineOf(data, name);
    if (value.length) answers[name] = value;
  }
  for (const name of LISTS) if (data.has(name)) answers[name] = data.getAll(name);
  if (data.has("outside_only")) answers.outside_only = true;
  return { answers, words: String(data.get("words") ?? "").trim() };
}

// Whom the answers leave out of reading.
export function wishOf({ concerned = [], sections = [], outside_only: isOutsideOnly = false }) {
  return { concerned, sections, isOutsideOnly };
}

export const isEmpty = ({ answers, words }, files) =>
  !words && !files.length && Object.keys(answers).every((name) => [...LISTS, "outside_only"].includes(name));

function lineOf(data, name) {
  return String(data.get(name) ?? "").replace(/[\0-\x1f\x7f-\x9f]/g, " ").trim();
}

// One field, or three: day, month, year.
function dayOf(data, name) {
  if (data.has(name)) return lineOf(data, name);
  const [day, month, year] = [0, 1, 2].map((at) => lineOf(data, `${name}_${at}`));
  if (!day || !month || !year) return "";
  return `${year.padStart(4, "20")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

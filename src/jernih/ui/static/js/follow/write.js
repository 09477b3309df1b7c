// What a reporter adds to her case, sealed in her browser; loaded only when she writes.
import { inBase64 } from "../case/send.js";
import { REPORTER } from "../seal/message.js";
import { sealMessage } from "../seal/sealing.js";
import { Denied, post } from "../seal/sending.js";
import { asJson, fetchCase, shownOf } from "./case.js";

// What is sent again word for word keeps its sealed bytes: the office then knows that it has it.
let waiting = null;

// said: { kind, words, files }. Gives nothing; throws Denied, or TypeError when the line is cut.
export async function write(page, keys, seen, said) {
  try {
    await sendOnce(page, keys, seen, said);
  } catch (problem) {
    if (!(problem instanceof Denied) || !problem.told?.number) throw problem;
    // Somebody of the office wrote at the same moment: once more, after it.
    waiting = null;
    await sendOnce(page, keys, await fetchCase(page, keys), said);
  }
  waiting = null;
}

async function sendOnce(page, keys, seen, { kind, words, files }) {
  const number = seen.told.next;
  const what = JSON.stringify([number, kind, words, files.map(({ name, body }) => [name, body.length])]);
  if (waiting?.what !== what) {
    const message = { by: REPORTER, case: keys.locator, fields: {}, kind, number, previous: seen.last, words };
    const sealed = await sealMessage({ message, files, to: seen.to, seed: keys.seed });
    waiting = { what, files: Object.fromEntries([...sealed].map(([name, bytes]) => [name, inBase64(bytes)])) };
  }
  const sending = { ...shownOf(keys), number, kind, files: waiting.files };
  await post(asJson(`${page.base}pesan/`, page.language), sending);
}

// One report as its reporter's own browser opens it. The office is shown the locator and a proof of
// the code, never the code: docs/sealing.md, 7.
import { openCase, openFile, openKeys } from "../seal/open.js";
import { openOldRoster } from "../seal/roster.js";
import { post, postForBytes } from "../seal/sending.js";

export const asJson = (path, language) => `${path}?bahasa=${language}`;

// page: { base, language, key, origin }. Gives what the office tells, and what is in it: { told, get,
// caseKeys, to, envelope, messages, last }, or { told, get, isBroken } where it cannot be opened.
export async function fetchCase(page, keys) {
  const shown = shownOf(keys);
  const told = await post(asJson(`${page.base}buka/`, page.language), shown);
  const get = (name) => postForBytes(`${page.base}berkas/`, { ...shown, name });
  const rosters = [];
  for (const raw of told.rosters) rosters.unshift(await openOldRoster(raw, page));
  return { told, get, ...(await opened({ told, get, keys, rosters })) };
}

async function opened({ told, get, keys, rosters }) {
  try {
    const { caseKeys, to } = await openKeys({ get, epoch: told.epoch, identity: keys.identity });
    // Her own keys, not what the office says that they are.
    const known = { locator: keys.locator, recipient: keys.recipient, signs: keys.signs };
    const chain = await openCase({ get, known, caseKeys, messages: told.next - 1, rosters });
    return { caseKeys, to, ...chain };
  } catch (problem) {
    // Only the line was cut.
    if (problem instanceof TypeError) throw problem;
    return { isBroken: true };
  }
}

export const openAttachment = (seen, name, listed) =>
  seen.get(name).then((sealed) => openFile(sealed, listed, seen.caseKeys));

export const fetchCard = (page, keys) =>
  postForBytes(asJson(`${page.base}kartu/`, page.language), shownOf(keys));

export const fetchProof = (page, keys) => post(`${page.base}bukti/`, shownOf(keys));

export const shownOf = ({ locator, auth }) => ({ locator, auth });

// Sends what was sealed, piece by piece; a cut line goes on where it stood. docs/sealing.md, 7.
// No cookie goes along: whoever reports is known to the office by nothing.
import { work } from "./work.js";

const PIECE = 2 ** 20;
const PAUSES = [1, 2, 4, 8, 15];

// The office said no; status as HTTP has it, told as it answered.
export class Denied extends Error {
  constructor(status, told) {
    super(`${status}`);
    this.status = status;
    this.told = told;
  }
}

// A sending that can be taken up again: `run` after a failure goes on with the same draft.
// base: `/lapor/segel/`. opening: what `mulai` wants but the work. files: Map of name to bytes.
// progress: called with { sent, total, isWaiting }.
export class Sending {
  constructor({ base, opening, files, progress = () => {} }) {
    Object.assign(this, { base, opening, files, progress });
    this.total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    this.there = new Map([...files.keys()].map((name) => [name, 0]));
    this.draft = null;
  }

  // Gives the office's promise; throws Denied when it will not. signal: an AbortSignal.
  async run(signal) {
    await this.open(signal);
    try {
      return await this.sendAll(signal);
    } catch (problem) {
      if (!(problem instanceof Denied) || problem.status !== 404) throw problem;
    }
    // The draft is gone: forgotten after a day, or finished and only its answer was lost. A kept
    // report answers with its promise again, whatever came of the files.
    await this.open(signal);
    return this.finish(signal).catch((problem) => {
      if (problem instanceof Denied) return this.sendAll(signal);
      throw problem;
    });
  }

  async sendAll(signal) {
    for (const name of this.files.keys()) await this.sendFile(name, signal);
    return this.finish(signal);
  }

  finish(signal) {
    return this.patiently(() => post(`${this.base}${this.draft}/selesai/`, {}, signal), signal);
  }

  async open(signal) {
    const begin = async () => {
      const given = await getJson(`${this.base}kerja/`, signal);
      return post(`${this.base}mulai/`, { ...this.opening, work: await work(given) }, signal);
    };
    const answer = await this.patiently(begin, signal);
    this.draft = answer.draft;
    // What came before a reload of the office, or before the line was cut.
    for (const name of this.files.keys()) this.there.set(name, answer.files?.[name] ?? 0);
    this.tell(false);
  }

  async sendFile(name, signal) {
    const bytes = this.files.get(name);
    while (this.there.get(name) < bytes.length) {
      const at = this.there.get(name);
      const { size } = await this.patiently(() => this.putPiece(name, at, signal), signal);
      // An office that never counts further would keep us here for ever.
      if (size <= at && size !== 0) throw new Denied(409, { size });
      this.there.set(name, Math.min(size, bytes.length));
      this.tell(false);
    }
  }

  async putPiece(name, at, signal) {
    const body = this.files.get(name).subarray(at, at + PIECE);
    const answer = await fetch(`${this.base}${this.draft}/${name}/?at=${at}`, {
      method: "PUT", body, signal, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    });
    // The last answer was lost, not the piece: go on where the office stands.
    return answer.status === 409 ? answer.json() : told(answer);
  }

  // Try again as long as only the line is to blame, or the office is busy.
  async patiently(step, signal) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await step();
      } catch (problem) {
        const isFinal = problem instanceof Denied && problem.status < 500 && problem.status !== 429;
        if (isFinal || signal?.aborted) throw problem;
      }
      this.tell(true);
      await rest(PAUSES[Math.min(tries, PAUSES.length - 1)], signal);
    }
  }

  tell(isWaiting) {
    const sent = [...this.there.values()].reduce((sum, size) => sum + size, 0);
    this.progress({ sent, total: this.total, isWaiting });
  }
}

export async function post(address, value, signal) {
  return told(await ask(address, value, signal));
}

export async function postForBytes(address, value, signal) {
  const answer = await ask(address, value, signal);
  if (!answer.ok) await told(answer);
  return new Uint8Array(await answer.arrayBuffer());
}

async function getJson(address, signal) {
  return told(await fetch(address, { signal, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" }));
}

function ask(address, value, signal) {
  return fetch(address, {
    method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json" },
    signal, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
  });
}

async function told(answer) {
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Denied(answer.status, said);
  if (said === null) throw new TypeError("the answer was cut off");
  return said;
}

// Until the pause is over, or the line is back, whichever comes first.
function rest(seconds, signal) {
  return new Promise((done, stop) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      done();
    };
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
    signal?.addEventListener("abort", () => stop(signal.reason), { once: true });
  });
}

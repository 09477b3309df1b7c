// Read the public file of a draw (one fact of the record a line), repeat the draw, compare.
// Pure: no page, no network. What it finds wrong it names by a word; the page has the sentences.
import { bytes, drawKey, drawOrder, hash, hex, listRoot, text } from "./order.js";
import { seats } from "./seats.js";

export function read(file) {
  const facts = file.split("\n").filter(Boolean).map((one) => JSON.parse(one));
  const of = (kind) => facts.filter((fact) => fact.kind === `draw.${kind}`);
  const announced = of("batch-announced");
  if (announced.length !== 1) throw new Error("ONE_BATCH");
  return {
    facts,
    announced: announced[0],
    applied: of("applied"),
    withdrawn: new Set(of("application-withdrawn").map(({ ref }) => ref)),
    closed: of("batch-closed"),
    revealed: of("revealed"),
    seed: of("seed-fixed"),
    rows: of("seats-drawn").flatMap(({ rows }) => rows),
    drawn: of("batch-drawn"),
  };
}

export function entriesOf(draw) {
  return draw.applied
    .filter(({ ref }) => !draw.withdrawn.has(ref))
    .map((fact) => ({
      ref: fact.ref,
      people: fact.classes.length,
      group: groupOf(fact, draw.announced.long_after),
      wishes: fact.wishes,
      any_after: fact.any_after,
    }));
}

function groupOf(fact, longAfter) {
  if (fact.classes.includes("P")) return "P";
  return longAfter > 0 && fact.lost.length >= longAfter ? "L" : "G";
}

export function roomsOf(announced) {
  const kept = new Map(announced.kept.map((one) => [one.day, one]));
  const days = [...new Set(announced.windows.map(({ day }) => day))].sort();
  return days.map((day) => ({
    day,
    kept: { P: kept.get(day)?.priority ?? 0, L: kept.get(day)?.long_waiting ?? 0 },
    windows: announced.windows.filter((window) => window.day === day),
  }));
}

// Gives { order, result, wrong }: wrong names what does not come out as it is published.
export function repeat(draw) {
  const entries = entriesOf(draw);
  const [closed] = draw.closed;
  const [seed] = draw.seed;
  if (!closed) return { stage: "OPEN", order: [], result: [], wrong: [] };
  const wrong = [];
  const root = listRoot(entries);
  if (root !== closed.list_root || entries.length !== closed.applications) wrong.push("LIST");
  if (!seed) return { stage: "CLOSED", order: [], result: [], wrong };
  wrong.push(...seedFaults(draw, closed, seed));
  const key = drawKey({
    batch: draw.announced.batch,
    listRoot: root,
    randomness: seed.randomness,
    reveals: seed.reveals,
  });
  if (hex(key) !== seed.seed || draw.seed.length !== 1) wrong.push("SEED");
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  const order = drawOrder([...byRef.keys()], key);
  const result = seats(order.map((ref) => byRef.get(ref)), roomsOf(draw.announced));
  if (!draw.drawn.length) return { stage: "SEEDED", order, result, wrong };
  wrong.push(...resultFaults(draw, result));
  return { stage: "DRAWN", order, result, wrong };
}

// A signature proves the randomness by its hash here; that the beacon signed it, the verifier on
// a bare Python checks, for that takes more than a hash.
function seedFaults(draw, closed, seed) {
  const faults = [];
  const isSigned = ["QUICKNET", "DEFAULT_CHAIN"].includes(seed.source);
  if (isSigned && hex(hash(bytes(seed.evidence))) !== seed.randomness) faults.push("RANDOMNESS");
  const named = new Map(draw.announced.contributors.map((one) => [one.name, one.commitment]));
  const counted = draw.revealed.map(({ secret }) => secret).sort();
  const isKnown = draw.revealed.every(
    ({ name, secret, at }) => at >= closed.at && named.get(name) === commitment(draw, secret),
  );
  if (!isKnown || counted.join() !== [...seed.reveals].sort().join()) faults.push("REVEALS");
  return faults;
}

function commitment(draw, secret) {
  return hex(hash(text("jernih/contrib/v1"), text(draw.announced.batch), bytes(secret)));
}

function resultFaults(draw, result) {
  const faults = [];
  const told = draw.rows.map(({ ref }) => ref);
  if (told.join() !== result.map(({ ref }) => ref).join()) faults.push("ORDER");
  const spelled = (row) => `${row.ref} ${row.day} ${row.numbers.join()}`;
  const number = (n) => `${draw.announced.series}-${String(n).padStart(3, "0")}`;
  const mine = result.map((row) => spelled({ ...row, numbers: row.numbers.map(number) })).sort();
  if (draw.rows.map(spelled).sort().join(";") !== mine.join(";")) faults.push("SEATS");
  if (draw.drawn.length !== 1) faults.push("SECOND_DRAW");
  return faults;
}

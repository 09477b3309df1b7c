// Who may hold a report: never whom it is about, always an overseer, never fewer than two.
// Source: docs/sealing.md, 3.
const LEAST = 2;

// reason: NO_OVERSEER or TOO_FEW.
export class CannotHold extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// concerned: pseudonyms. sections: slugs of those of which everybody is named.
export function holdersOf(roster, { concerned = [], sections = [], isOutsideOnly = false } = {}) {
  const free = roster.people.filter(
    ({ ref, role, section }) =>
      ["HANDLER", "OVERSEER"].includes(role) &&
      !concerned.includes(ref) &&
      !(role === "HANDLER" && sections.includes(section)),
  );
  const outside = free.filter(({ role }) => role === "OVERSEER");
  if (!outside.length) throw new CannotHold("NO_OVERSEER");
  const found = isOutsideOnly || free.length - outside.length < LEAST ? outside : free;
  if (found.length < LEAST) throw new CannotHold("TOO_FEW");
  return [...found].sort((one, other) => (one.ref < other.ref ? -1 : 1));
}

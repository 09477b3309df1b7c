// The seats of a draw, written again from the rule in words. Slow and plain on purpose: it looks
// at everybody on a day anew each time.
//
// rooms: [{ day, kept: { P, L }, windows: [{ starts_at, first, last }] }], in the order of days.
// entries: in draw order, as in order.js. Gives [{ ref, day, numbers }]; day "" for nothing.

export function seats(entries, rooms) {
  const days = rooms.map((room) => ({ ...room, free: size(room), sitting: new Set() }));
  const people = entries.map((entry, number) => ({
    number,
    entry,
    wishes: wishedDays(entry, days),
    tried: 0,
    day: null,
  }));
  for (const person of people) {
    const waiting = [person];
    while (waiting.length) {
      waiting.sort((a, b) => a.number - b.number);
      waiting.push(...goOn(waiting.shift()));
    }
  }
  for (const person of people) {
    if (!person.day) {
      const day = person.wishes.find((wished) => wished.free >= person.entry.people);
      if (day) sit(person, day);
    }
  }
  return times(people, days);
}

function size(room) {
  return room.windows.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function wishedDays(entry, days) {
  const wished = entry.wishes.map(({ day }) => days.find((one) => one.day === day));
  const later = entry.any_after ? days.filter(({ day }) => day >= entry.any_after) : [];
  return [...new Set([...wished.filter(Boolean), ...later])];
}

function sit(person, day) {
  day.free -= person.entry.people;
  day.sitting.add(person);
  person.day = day;
}

function rise(person) {
  person.day.free += person.entry.people;
  person.day.sitting.delete(person);
  person.day = null;
}

// Seat somebody at the next wished day that has room, or gets it; give who had to leave for it.
function goOn(person) {
  while (person.tried < person.wishes.length) {
    const day = person.wishes[person.tried];
    person.tried += 1;
    const leaving = makeRoom(person, day);
    if (leaving) {
      leaving.forEach(rise);
      sit(person, day);
      return leaving;
    }
  }
  return [];
}

// Who must leave so that all of these people find room: nobody, some, or null if it cannot be.
function makeRoom(person, day) {
  const group = person.entry.group;
  const count = (of, without) =>
    [...day.sitting]
      .filter((one) => one.entry.group === of && !without.includes(one))
      .reduce((sum, one) => sum + one.entry.people, 0);
  const isOwed =
    group !== "G" && count(group, []) + person.entry.people <= (day.kept[group] ?? 0);
  const leaving = [];
  let free = day.free;
  while (free < person.entry.people) {
    const may = [...day.sitting].filter((one) => {
      if (leaving.includes(one) || !(isOwed || one.number > person.number)) return false;
      const its = one.entry.group;
      if (its === "G") return true;
      // Beyond the seats kept for its group, counting who comes, a seat is like any other.
      const rest = count(its, leaving) - one.entry.people;
      return rest + (its === group ? person.entry.people : 0) >= (day.kept[its] ?? 0);
    });
    // Of each group only the largest number may have to leave; of these, the largest of all.
    const last = largest(["G", "P", "L"].map((of) => largestOf(day, of, leaving)), may);
    if (!last) return null;
    leaving.push(last);
    free += last.entry.people;
  }
  return leaving;
}

function largestOf(day, group, without) {
  return [...day.sitting]
    .filter((one) => one.entry.group === group && !without.includes(one))
    .reduce((a, b) => (a && a.number > b.number ? a : b), null);
}

function largest(candidates, allowed) {
  return candidates
    .filter((one) => one && allowed.includes(one))
    .reduce((a, b) => (a && a.number > b.number ? a : b), null);
}

function times(people, days) {
  const windows = new Map(
    days.map((day) => [day, day.windows.map((window) => ({ ...window, next: window.first }))]),
  );
  return people.map(({ entry, day }) => ({
    ref: entry.ref,
    day: day ? day.day : "",
    numbers: day ? numbers(entry, day.day, windows.get(day)) : [],
  }));
}

function numbers(entry, day, windows) {
  const left = (window) => window.last - window.next + 1;
  const take = (window, count) => Array.from({ length: count }, () => window.next++);
  const wish = entry.wishes.find((one) => one.day === day);
  const from = wish?.starts_at ?? "";
  const later = windows.filter(({ starts_at: start }) => start >= from);
  const earlier = windows.filter(({ starts_at: start }) => start < from);
  const whole = [...later, ...earlier].find((window) => left(window) >= entry.people);
  if (whole) return take(whole, entry.people);
  const parts = [];
  for (const window of windows) {
    parts.push(...take(window, Math.min(left(window), entry.people - parts.length)));
  }
  return parts;
}

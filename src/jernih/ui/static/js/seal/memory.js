// What a browser remembers of the roster: whose signature it bore, and its number; nothing of any
// report. So nobody can show it an older list, or one of another's, unseen. "Leave" wipes it.
const NAME = "jernih.roster";

// Gives { key, serial }, or null where nothing is known.
export function rememberedRoster() {
  try {
    const { key, serial } = JSON.parse(localStorage.getItem(NAME));
    return /^[0-9a-f]{64}$/.test(key) && Number.isSafeInteger(serial) ? { key, serial } : null;
  } catch {
    return null;
  }
}

export function rememberRoster({ key, serial }) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ key, serial }));
  } catch {
    // A browser that keeps nothing for anybody: then each visit is a first one.
  }
}

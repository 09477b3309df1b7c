// How hard a passphrase is to guess, roughly, and one that chance makes: words that one can say.
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const ENOUGH_BITS = 60;

export function strengthOf(text) {
  const bits = bitsOf(text);
  if (text.length < 12 || bits < 40) return "weak";
  return bits < ENOUGH_BITS ? "middling" : "strong";
}

// Each kind of sign widens what a guesser must try; a sign said again adds little.
function bitsOf(text) {
  const pool = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 33]]
    .reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0);
  const different = new Set(text).size;
  const length = Math.min(text.length, different * 2);
  return pool ? length * Math.log2(pool) * 0.7 : 0;
}

// Five words of 16 bits each: more than anybody can try.
export function suggested() {
  return Array.from(crypto.getRandomValues(new Uint16Array(5)), proquint).join(" ");
}

function proquint(number) {
  return [[12, CONSONANTS], [10, VOWELS], [6, CONSONANTS], [4, VOWELS], [0, CONSONANTS]]
    .map(([shift, signs]) => signs[(number >> shift) & (signs.length - 1)]).join("");
}

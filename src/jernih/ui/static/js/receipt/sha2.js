// SHA-256 and SHA-512 (FIPS 180-4) where the browser keeps its own back: on pages without https, and
// in copies that some phones open. Slow, short; the constants are made as the standard tells them.
const PRIMES = Array.from({ length: 410 }, (_, n) => n).filter(isPrime);
const CUBE_ROOTS = PRIMES.map((prime) => fraction(prime, 3n));
const SQUARE_ROOTS = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
const SHAPES = {
  "SHA-256": { word: 32n, rounds: 64, turns: [[2, 13, 22], [6, 11, 25], [7, 18, 3], [17, 19, 10]] },
  "SHA-512": { word: 64n, rounds: 80, turns: [[28, 34, 39], [14, 18, 41], [1, 8, 7], [19, 61, 6]] },
};

export function digestByHand(name, message) {
  const { word, rounds, turns } = SHAPES[name];
  const [big0, big1, small0, small1] = turns.map((three) => three.map(BigInt));
  const size = Number(word) / 8;
  const cut = (number) => BigInt.asUintN(Number(word), number);
  const turned = (number, by) => cut((number >> by) | (number << (word - by)));
  const big = (number, [a, b, c]) => turned(number, a) ^ turned(number, b) ^ turned(number, c);
  const small = (number, [a, b, c]) => turned(number, a) ^ turned(number, b) ^ (number >> c);
  const keys = CUBE_ROOTS.map((root) => root >> (64n - word));
  let state = SQUARE_ROOTS.map((root) => root >> (64n - word));
  const whole = padded(message, size * 16);
  for (let at = 0; at < whole.length; at += size * 16) {
    const words = [];
    for (let n = 0; n < rounds; n += 1) {
      words.push(
        n < 16
          ? numberAt(whole, at + n * size, size)
          : cut(small(words[n - 2], small1) + words[n - 7] + small(words[n - 15], small0) + words[n - 16]),
      );
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < rounds; n += 1) {
      const first = h + big(e, big1) + ((e & f) ^ (cut(~e) & g)) + keys[n] + words[n];
      const second = big(a, big0) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [cut(first + second), a, b, c, cut(d + first), e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((number, n) => cut(number + state[n]));
  }
  const digits = state.map((number) => number.toString(16).padStart(size * 2, "0")).join("");
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

function isPrime(number) {
  for (let by = 2; by * by <= number; by += 1) if (number % by === 0) return false;
  return number > 1;
}

// The first 64 bits behind the point of a root.
function fraction(prime, degree) {
  const wanted = BigInt(prime) << (64n * degree);
  let low = 0n;
  for (let bit = 1n << 72n; bit > 0n; bit >>= 1n) {
    if ((low + bit) ** degree <= wanted) low += bit;
  }
  return BigInt.asUintN(64, low);
}

function padded(message, block) {
  const length = Math.ceil((message.length + 1 + block / 8) / block) * block;
  const whole = new Uint8Array(length);
  whole.set(message);
  whole[message.length] = 0x80;
  new DataView(whole.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
  return whole;
}

function numberAt(bytes, at, size) {
  const view = new DataView(bytes.buffer, at, size);
  return size === 8 ? view.getBigUint64(0) : BigInt(view.getUint32(0));
}

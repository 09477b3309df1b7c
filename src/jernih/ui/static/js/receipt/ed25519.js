// Check an Ed25519 signature where the browser cannot: RFC 8032, sections 5.1.3 and 5.1.7, without
// the cofactor, as OpenSSL does. A point is [x, y, z, x*y]; a curve over the whole numbers mod P.
import { digestOf, joined } from "./bytes.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
const ZERO = [0n, 1n, 1n, 0n];
const BASE = pointAt(mod(4n * inverse(5n)), 0n);

export async function isSignedByHand(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const point = decoded(key);
  const commitment = decoded(signature.subarray(0, 32));
  const scalar = numberIn(signature.subarray(32));
  // The bound leaves one signature a message: no second spelling.
  if (!point || !commitment || scalar >= ORDER) return false;
  const digest = await digestOf("SHA-512", joined(signature.subarray(0, 32), key, message));
  const challenge = numberIn(digest) % ORDER;
  return isSamePoint(times(scalar, BASE), plus(commitment, times(challenge, point)));
}

function mod(number) {
  const rest = number % P;
  return rest < 0n ? rest + P : rest;
}

function power(number, exponent) {
  let result = 1n;
  for (let base = mod(number), left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

function inverse(number) {
  return power(number, P - 2n);
}

// Little-endian.
function numberIn(bytes) {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function decoded(bytes) {
  const number = numberIn(bytes);
  const y = number & (2n ** 255n - 1n);
  return y < P ? pointAt(y, number >> 255n) : null;
}

function pointAt(y, sign) {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = (x * ROOT_OF_MINUS_ONE) % P;
  if (mod(x * x - square) || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, (x * y) % P];
}

function plus([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let total = ZERO;
  for (let left = scalar, doubled = point; left > 0n; left >>= 1n) {
    if (left & 1n) total = plus(total, doubled);
    doubled = plus(doubled, doubled);
  }
  return total;
}

// Points are fractions: compared without dividing.
function isSamePoint([x1, y1, z1], [x2, y2, z2]) {
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}

/**
 * Distributions of the Kolmogorov-Smirnov statistics.
 *
 * Sources: Simard & L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution" (2011), whose division of the plane SciPy's
 * `kstwo` follows; Marsaglia, Tsang & Wang (2003); Pelz & Good (1976); Miller (1956); for two samples Hodges (1958), in the form that
 * adds up the probability of leaving the band, so that nothing cancels in the tail.
 */
import { binomialDensity, stirlingError } from "./special.js";

/** P(D⁺ > x) for one sample of n: Σ_j x/(x+j/n) · Binomial(j; n, x+j/n). Above a million rows, its limit with the first correction. */
function smirnovSf(n: number, x: number): number {
  if (n > 1_000_000) return Math.exp(-((6 * n * x + 1) ** 2) / (18 * n));
  const last = Math.floor(n * (1 - x));
  let sum = 0;
  for (let j = 0; j <= last; j++) {
    const p = x + j / n;
    if (p < 1) sum += (x / p) * binomialDensity(j, n, p, (n - j) / n - x);
  }
  return sum;
}

/** P(D ≥ x) of the two-sided statistic for one sample of n rows, as SciPy's `kstwo.sf`. */
export function kolmogorovSmirnovSf(n: number, x: number): number {
  if (x >= 1) return 0;
  if (x <= 0) return 1;
  const t = n * x;
  const tx = t * x;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - Math.exp(logFactorialOverPower(n) + n * Math.log(2 * t - 1));
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (tx >= 370 && n > 140) return 0;
  if (x >= 0.5 || tx >= (n > 140 ? 2.2 : 4)) return Math.min(1, 2 * smirnovSf(n, x));
  if (n <= 140 || (n <= 100_000 && n * x ** 1.5 <= 1.4)) return clip(1 - durbinCdf(n, x));
  return clip(1 - pelzGoodCdf(n, x));
}

const at = (values: ArrayLike<number>, i: number) => values[i] as number;
const clip = (p: number) => Math.min(1, Math.max(0, p));

/** ln(n!/n^n) */
const logFactorialOverPower = (n: number) => 0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n);

/** Durbin's matrix: the middle of (n!/n^n) Hⁿ, with the power by squaring and its scale kept apart. */
function durbinCdf(n: number, x: number): number {
  const k = Math.ceil(n * x);
  const h = k - n * x;
  const m = 2 * k - 1;
  const inverse = new Float64Array(m + 2);
  inverse[0] = 1;
  for (let i = 1; i <= m + 1; i++) inverse[i] = at(inverse, i - 1) / i;
  const H = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 1; j < m; j++) if (i - j + 1 >= 0) H[i * m + j] = at(inverse, i - j + 1);
  for (let i = 0; i < m; i++) {
    const edge = i === m - 1 ? (1 + Math.max(2 * h - 1, 0) ** m - 2 * h ** m) * at(inverse, m) : (1 - h ** (i + 1)) * at(inverse, i + 1);
    H[i * m] = edge;
    H[(m - 1) * m + (m - 1 - i)] = edge;
  }
  const { matrix, exponent } = power({ matrix: H, exponent: 0 }, n, m, k - 1);
  return Math.exp(Math.log(at(matrix, (k - 1) * m + k - 1)) + exponent * Math.LN2 + logFactorialOverPower(n));
}

interface Scaled {
  readonly matrix: Float64Array;
  /** Of two. */
  readonly exponent: number;
}

function power(base: Scaled, n: number, m: number, middle: number): Scaled {
  if (n === 1) return base;
  const half = power(base, n >> 1, m, middle);
  const square = times(half, half, m, middle);
  return n % 2 ? times(square, base, m, middle) : square;
}

function times(a: Scaled, b: Scaled, m: number, middle: number): Scaled {
  const product = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let l = 0; l < m; l++) {
      const factor = at(a.matrix, i * m + l);
      if (factor !== 0) for (let j = 0; j < m; j++) product[i * m + j] = at(product, i * m + j) + factor * at(b.matrix, l * m + j);
    }
  const shift = Math.floor(Math.log2(at(product, middle * m + middle)));
  const scale = 2 ** -shift;
  for (let i = 0; i < product.length; i++) product[i] = at(product, i) * scale;
  return { matrix: product, exponent: a.exponent + b.exponent + shift };
}

/** Pelz and Good's expansion in powers of n^−½, each theta series in the form that suits small z. */
function pelzGoodCdf(n: number, x: number): number {
  const z = Math.sqrt(n) * x;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI ** 2;
  const pi4 = pi2 * pi2;
  const pi6 = pi4 * pi2;
  const root = Math.sqrt(2 * Math.PI);
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let [extra2, extra3] = [0, 0];
  for (let k = Math.ceil((16 * z) / Math.PI) + 1; k > 0; k--) {
    const m2 = (2 * k - 1) ** 2;
    const odd = Math.exp((-pi2 * m2) / (8 * z2));
    sum0 += odd;
    sum1 += odd * (-z2 + (pi2 / 4) * m2);
    sum2 += odd * (6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * pi2 * m2) / 4 + (pi4 * (1 - 2 * z2) * m2 * m2) / 16);
    sum3 +=
      odd *
      (-30 * z6 - 90 * z4 * z4 + (pi2 * (135 * z4 - 96 * z6) * m2) / 4 + (pi4 * (-60 * z2 + 212 * z4) * m2 * m2) / 16 + (pi6 * (5 - 30 * z2) * m2 ** 3) / 64);
    const even = Math.exp((-pi2 * k * k) / (2 * z2)) * k * k;
    extra2 += even;
    extra3 += even * (3 * z2 - pi2 * k * k);
  }
  const first = (root * sum0) / z;
  const second = (root * sum1) / (6 * z4);
  const third = (root * sum2) / (72 * z6 * z) - (pi2 * root * extra2) / (36 * z2 * z);
  const fourth = (root * sum3) / (6480 * z6 * z4) + (pi2 * root * extra3) / (216 * z6);
  return first + second / Math.sqrt(n) + third / n + fourth / n ** 1.5;
}

/** P(D ≥ d) for two samples under the hypothesis that every interleaving of their rows is equally likely; exact without ties, too large with. */
export function twoSampleExactP(n1: number, n2: number, d: number): number {
  const g = greatestCommonDivisor(n1, n2);
  const h = Math.round((n1 / g) * n2 * d);
  if (h === 0) return 1;
  return Math.min(1, Math.max(0, n1 === n2 ? outsideSquare(n1, h) : outsideBand(Math.max(n1, n2), Math.min(n1, n2), g, h)));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Equal sizes: the reflection principle, 2 Σ (−1)^{k+1} C(2n, n−kh)/C(2n, n), in nested form. */
function outsideSquare(n: number, h: number): number {
  let outside = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio = ((n - k * h - j) * ratio) / (n + k * h + j + 1);
    outside = ratio * (1 - outside);
  }
  return 2 * outside;
}

/** Unequal sizes m > n: the chance that a random lattice path from (0,0) to (m,n) touches |x·n/g − y·m/g| ≥ h, column by column. */
function outsideBand(m: number, n: number, g: number, h: number): number {
  const mg = m / g;
  const ng = n / g;
  let low = 0;
  let high = Math.min(Math.ceil(h / mg), n + 1);
  const chance = new Float64Array(Math.min(2 * high + 2, n + 1)).fill(1);
  chance.fill(0, 0, high);
  for (let i = 1; i <= m; i++) {
    const [lastLow, lastLength] = [low, high - low];
    low = Math.min(Math.max(Math.floor((ng * i - h) / mg) + 1, 0), n);
    high = Math.min(Math.ceil((ng * i + h) / mg), n + 1);
    if (high <= low) return 1;
    let value = low === 0 ? 0 : 1;
    for (let j = low; j < high; j++) {
      value = (at(chance, j - lastLow) * i + value * j) / (i + j);
      chance[j - low] = value;
    }
    const length = high - low;
    if (lastLength > length) chance.fill(1, length, lastLength);
  }
  return at(chance, high - low - 1);
}

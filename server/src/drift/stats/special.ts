/**
 * Special functions. Accurate to about 1e-13 relative in the bulk and 1e-10 in tails as far as 1e-300.
 *
 * Sources: Loader, "Fast and accurate computation of binomial probabilities" (2000) for the saddle-point forms, which keep
 * full precision where differences of log-gammas would lose it; Abramowitz & Stegun 6.5, 26.5 for series and continued
 * fractions, evaluated by Lentz's method.
 */

const halfLogTwoPi = 0.9189385332046728;
const tiny = 1e-300;

/** What Stirling's formula misses: ln Γ(n+1) − ((n+½) ln n − n + ½ ln 2π), for n ≥ 0. */
export function stirlingError(n: number): number {
  if (n > 15) {
    const s = n * n;
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / s) / s) / s) / s) / s) / n;
  }
  return logGamma(n + 1) - ((n + 0.5) * Math.log(n) - n + halfLogTwoPi);
}

/** ln Γ(x) for x > 0: small arguments are shifted up to where Stirling's series holds. */
function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < 17) {
    product *= shifted;
    shifted += 1;
  }
  const n = shifted - 1;
  return (n + 0.5) * Math.log(n) - n + halfLogTwoPi + stirlingError(n) - Math.log(product);
}

/** Deviance x ln(x/m) + m − x, without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) < 0.1 * (x + m)) {
    const v = (x - m) / (x + m);
    let sum = (x - m) * v;
    let term = 2 * x * v;
    for (let j = 1; j < 1000; j++) {
      term *= v * v;
      const next = sum + term / (2 * j + 1);
      if (next === sum) return next;
      sum = next;
    }
  }
  return x * Math.log(x / m) + m - x;
}

/** Density of the Poisson distribution with mean `m` at `x` ≥ 0 (not only whole numbers): m^x e^−m / Γ(x+1). */
function poissonDensity(x: number, m: number): number {
  if (m === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-m);
  if (x < 1e-3 * m) return Math.exp(-m + x * Math.log(m) - logGamma(x + 1));
  return Math.exp(-stirlingError(x) - deviance(x, m)) / Math.sqrt(2 * Math.PI * x);
}

/** Binomial density C(n,k) p^k (1−p)^(n−k), for real 0 ≤ k ≤ n too. */
export function binomialDensity(k: number, n: number, p: number, q = 1 - p): number {
  if (k === 0) return q === 0 ? (n === 0 ? 1 : 0) : Math.exp(n * (p < 0.1 ? Math.log1p(-p) : Math.log(q)));
  if (k === n) return p === 0 ? 0 : Math.exp(n * (q < 0.1 ? Math.log1p(-q) : Math.log(p)));
  if (p === 0 || q === 0) return 0;
  const error = stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
  return Math.exp(error) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** Q(a, x) = Γ(a, x)/Γ(a), the regularised upper incomplete gamma function; a > 0, x ≥ 0; in [0, 1]. */
function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const front = poissonDensity(a, x);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; k < 100_000 && term > sum * 1e-17; k++) sum += term *= x / (a + k);
    return Math.max(0, 1 - front * sum);
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 100_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * a * h;
}

const nonZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);

/** P(X > x) of the chi-squared distribution with `dof` degrees of freedom. */
export const chiSquaredSf = (x: number, dof: number): number => (dof <= 0 ? 1 : gammaQ(dof / 2, x / 2));

/** P(Z > z) of the standard normal distribution. */
export const normalSf = (z: number): number => (z < 0 ? 1 - normalSf(-z) : gammaQ(0.5, (z * z) / 2) / 2);

/** I_x(a, b), the regularised incomplete beta function; a, b > 0, 0 ≤ x ≤ 1. */
export function betaI(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaI(b, a, 1 - x);
  // x^a (1−x)^b / (a B(a,b)) = C(a+b, a) x^a (1−x)^b · b/(a+b), with C by gamma functions.
  const front = (binomialDensity(a, a + b, x) * b) / (a + b);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * h;
}

/** P(T > t) of Student's distribution with `dof` degrees of freedom. */
export function studentSf(t: number, dof: number): number {
  const tail = betaI(dof / 2, 0.5, dof / (dof + t * t)) / 2;
  return t < 0 ? 1 - tail : tail;
}

/** P(X = k): k of `drawn` draws without replacement are among the `marked` of `total`. */
export function hypergeometricDensity(k: number, total: number, marked: number, drawn: number): number {
  if (k < Math.max(0, drawn + marked - total) || k > Math.min(marked, drawn)) return 0;
  if (drawn === 0 || drawn === total) return 1;
  const p = drawn / total;
  const q = (total - drawn) / total;
  return (binomialDensity(k, marked, p, q) * binomialDensity(drawn - k, total - marked, p, q)) / binomialDensity(drawn, total, p, q);
}

/** How figures and names are written for people. */

export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value >= 99.95) return `${Math.round(value)} %`;
  return `${value < 0.01 ? value.toExponential(0) : value < 1 ? value.toPrecision(1) : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** With as many digits as tell a hundredth of `scale`. */
export function figure(value: number, scale: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  const digits = scale > 0 && Number.isFinite(scale) ? Math.min(15, Math.max(1, Math.ceil(Math.log10(size)) - Math.floor(Math.log10(scale)) + 2)) : 4;
  const short = Number(value.toPrecision(digits));
  if (size >= 1e7 || size < 1e-4) return short.toExponential().replace("e+", "e");
  return String(short);
}

export const probability = (p: number): string =>
  p === 0 ? "below 1e-300" : p >= 0.0995 ? p.toFixed(2) : p >= 0.001 ? p.toPrecision(2) : p.toExponential(0).replace("e+", "e");

export const effectFigure = (value: number): string =>
  value >= 100
    ? value.toPrecision(3).replace("e+", "e")
    : value >= 10
      ? value.toFixed(1)
      : value >= 0.01 || value === 0
        ? value.toFixed(2)
        : value.toPrecision(1);

/** A name from the data: one line, not endless. */
export function quoted(name: string): string {
  const line = name.replace(/\s+/g, " ");
  return `"${line.length > 40 ? `${line.slice(0, 39)}…` : line}"`;
}

export function among(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

export const counted = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

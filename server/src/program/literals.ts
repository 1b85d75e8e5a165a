/** Python's literal notations read into JavaScript values. */

/** The value of an integer or float token; null for a complex number. Python 2's `0777` and `10L` are understood. */
export function numberValue(token: string): number | null {
  const digits = token.replaceAll("_", "");
  if (/^0[xX]/.test(digits)) return Number(digits.replace(/[lL]$/, ""));
  if (/[jJ]$/.test(digits)) return null;
  const plain = digits.replace(/[lL]$/, "");
  return /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
}

export interface StringShape {
  readonly isRaw: boolean;
  readonly isFormat: boolean;
  /** Length of prefix and opening quotes. */
  readonly opening: number;
  /** Length of the closing quotes. */
  readonly closing: number;
}

/** Prefix and quotes of the string literal at `start`. */
export function stringShape(text: string, start: number): StringShape {
  let i = start;
  while (i < start + 3 && text[i] !== '"' && text[i] !== "'") i++;
  const prefix = text.slice(start, i).toLowerCase();
  const quote = text[i];
  const closing = text[i + 1] === quote && text[i + 2] === quote ? 3 : 1;
  return {
    isRaw: prefix.includes("r"),
    isFormat: prefix.includes("f") || prefix.includes("t"),
    opening: i - start + closing,
    closing,
  };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  ...{ "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\n": "", "\r\n": "" },
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]*\}|(\r\n|[\s\S]))/g;

/** Text between the quotes, with escapes decoded. An unknown escape stays as written, as in Python. */
export function decodeEscapes(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replace(ESCAPE, (whole, octal, hex, short, long, simple) => {
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
    const code = hex ?? short ?? long;
    if (code) return codePoint(Number.parseInt(code, 16), whole);
    return simple === undefined ? whole : (SIMPLE_ESCAPES[simple] ?? whole);
  });
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

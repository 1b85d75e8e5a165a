/** A place in the user's own text. Offsets are UTF-16 code units, as in LSP and in JavaScript strings. */
export interface Span {
  readonly source: SourceId;
  readonly start: number;
  readonly end: number;
}

/** Names one unit of text (a cell, a script, an imported module). Opaque: only the host knows what it stands for. */
export type SourceId = string & { readonly __source: unique symbol };

export const sourceId = (text: string): SourceId => text as SourceId;

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which each line starts; `\n`, `\r\n` and `\r` end a line, as in LSP. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (c === 10 || c === 13) starts.push(i + 1);
  }
  return starts;
}

/** The position of `offset`, given the result of {@link lineStarts} for the same text. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((starts[mid] as number) <= offset) low = mid;
    else high = mid - 1;
  }
  return { line: low, column: offset - (starts[low] as number) };
}

/** Whether two places begin at the same character of one text: a call and the same call again. */
export const samePlace = (a: Span | null | undefined, b: Span | null | undefined): boolean =>
  a !== null && a !== undefined && a.source === b?.source && a.start === b.start;

/** Whether two chains of calls are the same, call by call. */
export const samePath = (a: readonly Span[], b: readonly Span[]): boolean => a.length === b.length && a.every((at, i) => samePlace(at, b[i]));

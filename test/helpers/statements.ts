/** Cuts a well-formatted program between its top-level statements, as if each stood in a cell of its own. */
export function statementsOf(text: string): string[] {
  const out: string[] = [];
  let decorated = false;
  for (const line of text.split(/(?<=\n)/)) {
    const starts = /^[^\s#)\]}]/.test(line) && !/^(else|elif|except|finally)\b/.test(line);
    if ((starts && !decorated) || !out.length) out.push(line);
    else out[out.length - 1] += line;
    if (starts) decorated = line.startsWith("@");
  }
  return out;
}

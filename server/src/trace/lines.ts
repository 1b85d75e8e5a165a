/** Lines in the text of a program. */

/** The line around a place. */
export const lineAt = (text: string, at: number): string => text.slice(text.lastIndexOf("\n", at) + 1, (text.indexOf("\n", at) + 1 || text.length + 1) - 1);

/** The lines above that of a place, and an empty one for it. */
export const linesAbove = (text: string, at: number): string[] => text.slice(0, text.lastIndexOf("\n", at) + 1).split("\n");

/** The lines without their comments; what is quoted behind a hash goes, too. */
export const codeLines = (text: string): string[] => text.replace(/#.*/g, "").split("\n");

export const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

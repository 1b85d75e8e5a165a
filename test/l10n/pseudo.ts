/** A language in which every letter is wide: whatever stays narrow was never handed to translation. */
import * as l10n from "@vscode/l10n";

const wide = (text: string): string => text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

/** Placeholders and code in backticks stay. */
const translated = (text: string): string => text.replace(/(\{\w+\}|`[^`]*`)|([^{`]+|[{`])/g, (_, kept?: string, words?: string) => kept ?? wide(words ?? ""));

/** Every sentence has its translation. */
export function speakWide(): void {
  const bundle = new Proxy<Record<string, string>>(
    {},
    { get: (_, key) => (typeof key === "string" ? translated(key.replace(/\/The tag of .*$/, "")) : undefined) },
  );
  l10n.config({ contents: bundle });
}

export const speakEnglish = (): void => l10n.config({ contents: {} });

const attributes = ["aria-label", "title", "placeholder", "alt"];

/** Words of two narrow letters or more that people see or hear on a page, with what stands around them. `known`: names from data, programs and formulas. */
export function narrowWords(root: Element, known: RegExp): string[] {
  const texts: string[] = [];
  const visit = (node: Node): void => {
    if (node.nodeType === 3) texts.push(node.textContent ?? "");
    if (node.nodeType !== 1) return;
    const element = node as Element;
    if (/^(script|style|code|pre)$/i.test(element.tagName)) return;
    for (const name of attributes) texts.push(element.getAttribute(name) ?? "");
    for (const child of element.childNodes) visit(child);
  };
  visit(root);
  return [...new Set(texts.filter((text) => (text.match(/(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])/g) ?? []).some((word) => !known.test(word))))];
}

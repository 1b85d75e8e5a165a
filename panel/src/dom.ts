/** Elements in one expression. Texts are set as texts, so nothing that comes from data is ever markup. */

type Attribute = string | number | boolean | null | undefined | ((event: Event) => void);
export type Child = Node | string | null | undefined | false;

function fill<E extends Element>(element: E, attributes: Readonly<Record<string, Attribute>>, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** An HTML element. Attributes that are null, undefined or false are left out; functions listen to the event of that name. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** Puts new children where the old ones were; the focus stays on an element of the same id. */
export function replace(parent: Element, ...children: readonly Child[]): void {
  const focused = document.activeElement?.id;
  const held = focused && parent.contains(document.activeElement);
  parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
  if (held) document.getElementById(focused)?.focus({ preventScroll: true });
}

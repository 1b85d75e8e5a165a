/** Texts that a program puts together: known but for the places marked `*`. */
import type { ArgValue } from "./binding.js";
import { any, constant, type Prov, textOfParts, type Value } from "./values.js";

/** Pieces of a template around the values that fill it; a value that is written in a way of its own (`{:03d}`, `%.2f`) is left unknown. */
function filled(template: string, places: RegExp, value: (m: RegExpExecArray) => Value | string, p: Prov): Value {
  const parts: Value[] = [];
  let from = 0;
  for (const m of template.matchAll(places)) {
    const v = value(m);
    parts.push(constant(template.slice(from, m.index)), typeof v === "string" ? constant(v) : v);
    from = m.index + m[0].length;
  }
  return textOfParts([...parts, constant(template.slice(from))], p);
}

/** `"fold_{}.pkl".format(i)`: what stands in braces is given by position or by name. */
export function formatCall(template: string, args: readonly ArgValue[], p: Prov): Value {
  const inOrder = args.filter((a) => a.name === null);
  let next = 0;
  return filled(
    template,
    /\{\{|\}\}|\{([^{}]*)\}/g,
    (m) => {
      const field = m[1];
      if (field === undefined) return m[0].charAt(0);
      const given = field === "" ? inOrder[next++] : /^\d+$/.test(field) ? inOrder[Number(field)] : args.find((a) => a.name === field);
      return given?.value ?? any();
    },
    p,
  );
}

/** `"fold_%d.pkl" % i`: one value, or as many as there are places. */
export function percentOf(template: string, value: Value, p: Prov): Value {
  const values = value.k === "tuple" ? value.items : [value];
  let next = 0;
  return filled(
    template,
    /%%|%(?:\(\w+\))?[-+ #0-9.]*[a-zA-Z]/g,
    (m) => {
      if (m[0] === "%%") return "%";
      const given = values[next++];
      return given && /^%[sdi]$/.test(m[0]) ? given : any();
    },
    p,
  );
}

/** Whether two names of files may be those of one: they are equal, or one of them leaves open only what the other one says. */
export const maybeOneFile = (a: string, b: string): boolean => a === b || fitsInto(a, b) || fitsInto(b, a);

function fitsInto(name: string, pattern: string): boolean {
  // A pattern of hardly more than an ending fits everything.
  if (!pattern.includes("*") || !/[a-z]{3}/i.test(pattern.replace(/\.\w*$/, ""))) return false;
  const [head = "", ...rest] = pattern.split("*");
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const piece of rest.slice(0, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const tail = rest.at(-1) ?? "";
  return name.length >= at + tail.length && name.endsWith(tail);
}

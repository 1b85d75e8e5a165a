/** A search that a condition gives scaled rows in one of its arms and the rows as they were in the other: its pipeline scales where the condition says so. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { changedSince, type Step } from "./chain.js";
import { type Call, given, namesIn } from "./learning.js";
import { indentOf, outdented, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, findExpr } from "./walk.js";

/** The other arm, which fits the same search to rows as they were. */
export interface OtherArm {
  readonly owner: Stmt & { k: "if" };
  readonly at: Span;
  readonly data: Expr;
  /** Whether the arm that scales is the one where the condition does not hold. */
  readonly scalesElse: boolean;
}

/** The arm beside that of a cross-validation which fits the same search; null where there is none, or more is done than this. */
function otherArm(v: Validated): OtherArm | null {
  const { owner } = v.place.line;
  const name = v.search?.name;
  if (owner?.k !== "if" || !name || !owner.orelse.length || holds(owner.at, v.modelPlace.stmt.at)) return null;
  const scalesElse = owner.orelse.includes(v.place.stmt);
  const fits: Call[] = [];
  for (const s of scalesElse ? owner.body : owner.orelse)
    eachExprIn(s, (e) => {
      if (e.k === "call" && e.func.k === "attr" && e.func.name === "fit" && e.func.object.k === "name" && e.func.object.name === name) fits.push(e);
    });
  const data = fits[0] && given(fits[0], "X", 0);
  return fits.length === 1 && data ? { owner, at: spanOf(scalesElse ? owner.body : owner.orelse), data, scalesElse } : null;
}

/** The same cross-validation with what its other arm does. */
export function withArm(v: Validated): Validated {
  const arm = otherArm(v);
  return arm ? { ...v, arm } : v;
}

const spanOf = (block: readonly Stmt[]): Span => {
  const [first, last] = [block[0] as Stmt, block.at(-1) as Stmt];
  return { ...first.at, end: last.at.end };
};

/** @throws CannotFix where the other arm is given other rows than the pipeline, or the condition may be another one where the search is made */
export function checkArms(view: View, v: Validated, arm: OtherArm, steps: readonly Step[]): void {
  if (view.units.some(({ input }) => /\bsklearn\.(cross_validation|grid_search)\b/.test(input.text)))
    no("this version of scikit-learn has no steps that are left out");
  const first = steps.at(-1);
  const owner = view.placeOf(arm.owner) as Place;
  const { test } = arm.owner;
  const isSame =
    first?.place &&
    first.input.k === "name" &&
    arm.data.k === "name" &&
    first.input.name === arm.data.name &&
    !changedSince(view, arm.data.name, first.place, owner);
  if (!isSame) no("the search is fitted twice, to other rows");
  if (findExpr({ k: "expr", at: test.at, value: test }, (e) => e.k === "call")) no("the condition may be another one when it is asked again");
  if (namesIn(test).some((n) => changedSince(view, n, v.modelPlace, owner))) no("the condition is another one where the search is made");
  if (v.modelPlace.line !== owner.line) no("the search is made in another block than the condition");
}

/** A transformer that is left out where the condition says so. */
export const inItsArm = (view: View, arm: OtherArm, object: string): string => {
  const test = view.textOf(arm.owner.test.at);
  return arm.scalesElse ? `"passthrough" if ${test} else ${object}` : `${object} if ${test} else "passthrough"`;
};

/** The edits, with one arm in the place of both where they are the same from then on. @throws CannotFix where a comment speaks of the two */
export function withOneArm(view: View, arms: readonly OtherArm[], edits: readonly TextEdit[]): TextEdit[] {
  let out = [...edits];
  for (const { owner } of arms) {
    const [own, other] = [owner.body, owner.orelse].map((block) => swapped(view, spanOf(block), out));
    const strip = (text: string | undefined): string => (text ?? "").replace(/[ \t]+$/gm, "").trim();
    if (strip(own) !== strip(other)) continue;
    const text = view.textOf(owner.at);
    const above = view.whole(owner.at.source).slice(0, owner.at.start).trimEnd().split("\n").at(-1) ?? "";
    if (/#|"""|'''/.test(text) || above.trimStart().startsWith("#") || !standsAlone(view, owner)) no("a comment speaks of the rows that a condition chooses");
    const first = owner.body[0] as Stmt;
    const lines = outdented(view, first, own as string);
    out = out.filter((e) => !holds(owner.at, e.at));
    out.push({ at: owner.at, text: lines.join(`\n${indentOf(view, owner)}`).trimEnd() });
  }
  return out;
}

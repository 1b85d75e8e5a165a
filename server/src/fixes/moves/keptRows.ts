/** Lists that a loop fills with what it makes of the held-out rows: with a validation part in their place they would hold other rows. */
import type { Span } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { no } from "./outcome.js";
import { isAfter } from "./partChecks.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, simpleIn } from "./walk.js";

/** A list or dictionary that keeps such values must not be read behind the region, where it is laid beside the held-out rows. @throws CannotFix */
export function checkKept(view: View, region: readonly Span[], anchor: Place, tests: readonly string[]): void {
  const stmts = statementsAt(view, region);
  const held = heldIn(stmts, tests);
  const kept = new Set<string>();
  for (const s of stmts) {
    eachExprIn(s, (e) => {
      if (e.k !== "call" || e.func.k !== "attr" || e.func.object.k !== "name" || !/^(append|insert|extend)$/.test(e.func.name)) return;
      if (e.args.some((a) => isRowwise(a.value, held))) kept.add(e.func.object.name);
    });
    for (const { targets, value } of assignsIn([s])) {
      const [to] = targets;
      if (to?.k === "index" && to.object.k === "name" && isRowwise(value, held)) kept.add(to.object.name);
    }
  }
  for (const name of kept) {
    const read = view
      .usesOf(name, anchor.line.fn)
      .find((u) => !u.stored && !region.some((r) => holds(r, u.at)) && isAfter(view, u.at, region) && !isEmptied(view, name, u, region));
    if (read) no(`\`${name}\` keeps what is made of the held-out rows, and is used by \`${short(view.textOf(read.place.stmt.at))}\` too`);
  }
}

/** Whether the name means another list by then. */
function isEmptied(view: View, name: string, u: Use, region: readonly Span[]): boolean {
  const store = lastStore(view, name, u.place);
  return store !== null && isAfter(view, store.stmt.at, region);
}

/** The held-out variables, and those that these statements make of them row by row. */
function heldIn(stmts: readonly Stmt[], tests: readonly string[]): Set<string> {
  const held = new Set(tests);
  for (const { targets, value } of assignsIn(stmts)) if (isRowwise(value, held)) for (const t of targets) if (t.k === "name") held.add(t.name);
  return held;
}

const ofRows = /^(predict\w*|decision_function|transform|ravel|flatten|reshape|squeeze|astype|round|argmax)$/;

/** Whether a value has an item for each held-out row: such data, alone or in a tuple, what a model predicts for it, or what is made of that. */
function isRowwise(e: Expr, held: ReadonlySet<string>): boolean {
  const go = (x: Expr): boolean => isRowwise(x, held);
  if (e.k === "name") return held.has(e.name);
  if (e.k === "tuple" || e.k === "list") return e.items.some(go);
  if (e.k === "index" || e.k === "attr") return go(e.object);
  if (e.k === "compare") return go(e.left);
  if (e.k === "binary") return go(e.left) || go(e.right);
  return e.k === "call" && e.func.k === "attr" && ofRows.test(e.func.name) && (go(e.func.object) || e.args.some((a) => go(a.value)));
}

/** The statements that these stretches of the program stand in. */
const statementsAt = (view: View, region: readonly Span[]): Stmt[] => region.flatMap((r) => view.placeAt(r)?.stmt ?? []);

const assignsIn = (stmts: readonly Stmt[]): (Stmt & { k: "assign" })[] => [...simpleIn(stmts)].filter((s) => s.k === "assign");

/** Models that are saved where the choice is made are used elsewhere: trained on a part of the rows, they would not be the same. @throws CannotFix */
export function checkSaved(view: View, region: readonly Span[]): void {
  const stmts = statementsAt(view, region);
  const trained = new Set<string>();
  for (const s of stmts)
    eachExprIn(s, (e) => {
      if (e.k === "call" && e.func.k === "attr" && /^(partial_)?fit$/.test(e.func.name) && e.func.object.k === "name") trained.add(e.func.object.name);
    });
  // `model = Ridge().fit(X_train, y_train)`, and what is made around a model.
  for (const { targets, value } of assignsIn(stmts)) {
    const isModel = (value.k === "name" && trained.has(value.name)) || (value.k === "call" && value.func.k === "attr" && value.func.name === "fit");
    if (isModel) for (const t of targets) if (t.k === "name") trained.add(t.name);
  }
  for (const s of stmts)
    eachExprIn(s, (e) => {
      if (e.k !== "call") return;
      const given = e.args.map((a) => a.value);
      if (e.func.k === "attr") given.push(e.func.object);
      const saved = given.find((x) => x.k === "name" && trained.has(x.name));
      if (/^(dump|save|save_model|save_weights|to_pickle)$/.test(calledName(e)) && saved?.k === "name")
        no(`\`${saved.name}\` is saved by \`${short(view.textOf(e.at))}\` in each round: it would be trained on a part of the training rows only`);
    });
}

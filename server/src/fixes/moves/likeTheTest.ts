/** A network that cuts its validation rows itself, after its training rows were prepared as the test rows are: they are cut behind the split, and prepared as the test rows are. */
import type { Expr, Stmt } from "../../program/ir.js";
import { short } from "./columns.js";
import { type Cut, partNames } from "./cutParts.js";
import { namesIn } from "./learning.js";
import { after, type Swap, standsAlone, swapped } from "./lines.js";
import { isOldSplit } from "./oldSplits.js";
import { no } from "./outcome.js";
import { rootName } from "./picked.js";
import { splitsIn, type WrittenSplit } from "./splits.js";
import type { NetworkFit } from "./validationSplit.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr, findExpr, simpleIn } from "./walk.js";

/** What a line does to the training part between the split and the training, and to the test part in the same words. */
interface Twins {
  readonly split: WrittenSplit;
  /** Training variable → test variable. */
  readonly names: Map<string, string>;
  /** The statements that prepare the training part. */
  readonly own: Stmt[];
  /** Those that prepare the test part. */
  readonly tests: Stmt[];
}

/**
 * `X_test = scaler.transform(X_test)` is said of the validation part too.
 * @throws CannotFix
 */
export function cutBehindSplit(view: View, fits: readonly NetworkFit[]): Cut {
  const [first] = fits as [NetworkFit, ...NetworkFit[]];
  const { line, index } = first.place;
  if (fits.some((f) => f.place.line !== line || !standsAlone(view, f.place.stmt))) no("several networks are trained in different blocks");
  if (fits.some((f) => [f.x.name, f.y.name].join() !== [first.x.name, first.y.name].join() || view.textOf(f.share.at) !== view.textOf(first.share.at)))
    no("several networks cut different validation parts");
  const all = splitsIn(view, line.stmts.slice(0, index)).map((s) => twinsOf(view, s, first.place));
  const twins = all.findLast(({ names }) => names.has(first.x.name) && names.has(first.y.name));
  if (!twins) return no(`\`${first.x.name}\` is made from the learning in a way that cannot be followed`);
  checkUses(view, twins, fits);
  const needed = testStatements(view, twins, [first.x.name, first.y.name]);
  const taken: string[] = [];
  const valid = new Map([...twins.names].filter(([, test]) => needed.names.has(test)).map(([train, test]) => [test, partNames(view, train, taken)[1]]));
  const { parts, call, place } = twins.split;
  if (!standsAlone(view, place.stmt) || parts.some((p) => !needed.names.has(p.test))) no("the split cuts other data as well");
  if (isOldSplit(view, call)) no("`sklearn.cross_validation` cannot keep rows in their order");
  const targets = parts.flatMap((p) => [p.train, valid.get(p.test)]).join(", ");
  const given = `${parts.map((p) => p.train).join(", ")}, test_size=${view.textOf(first.share.at)}, shuffle=False`;
  const edits = [after(view, place.stmt, [`${targets} = ${view.textOf(call.callee)}(${given})`])];
  for (const s of needed.stmts) edits.push(after(view, s, [swapped(view, s.at, renamed(s, valid))]));
  for (const f of fits) {
    const start = view.whole(f.share.at.source).lastIndexOf("validation_split", f.share.at.start);
    const [x, y] = [f.x, f.y].map((e) => valid.get(twins.names.get(e.name) as string));
    edits.push({ at: { ...f.share.at, start }, text: `validation_data=(${x}, ${y})` });
  }
  return { edits, at: place };
}

function twinsOf(view: View, split: WrittenSplit, until: Place): Twins {
  const names = new Map(split.parts.map((p) => [p.train, p.test]));
  const behind = split.place.line.stmts.slice(split.place.index + 1, until.index);
  const between = [...simpleIn(behind.filter((s) => s.k !== "def" && s.k !== "class"))];
  const out: Twins = { split, names, own: [], tests: [] };
  for (const s of between) {
    const made = assigned(s);
    if (!made) continue;
    const name = rootName(made.target)?.name ?? "";
    const isPlain = made.target.k === "name";
    if (isPlain ? !namesIn(made.value).some((n) => names.has(n)) : !names.has(name)) {
      if (isPlain) names.delete(name);
      continue;
    }
    const test = between.find((t) => t !== s && view.placeOf(t)?.line === view.placeOf(s)?.line && isTwin(view, made, assigned(t), names));
    const to = test && rootName((assigned(test) as Assigned).target)?.name;
    if (!test || !to) names.delete(name);
    else {
      names.set(name, to);
      out.own.push(s);
      out.tests.push(test);
    }
  }
  return out;
}

interface Assigned {
  readonly target: Expr;
  readonly value: Expr;
}

/** `T = …` and `T[…] = …`, of one target. */
const assigned = (s: Stmt): Assigned | null => {
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  return s.k === "assign" && target && (target.k === "name" || target.k === "index") ? { target, value: s.value } : null;
};

/** Whether a statement does to the test part what another one does to the training part: it learns nothing anew. */
function isTwin(view: View, own: Assigned, test: Assigned | null, names: ReadonlyMap<string, string>): boolean {
  if (!test || test.target.k !== own.target.k) return false;
  const said = (e: Expr): string => {
    const swaps: Swap[] = [];
    eachExpr(e, (x) => {
      if (x.k === "name" && names.has(x.name)) swaps.push({ at: x.at, text: names.get(x.name) as string });
      if (x.k === "attr" && x.name === "fit_transform") swaps.push({ at: x.nameAt, text: "transform" });
    });
    return plain(swapped(view, e.at, swaps));
  };
  if (said(own.value) !== plain(view.textOf(test.value.at))) return false;
  if (own.target.k === "index") return said(own.target) === plain(view.textOf(test.target.at));
  const [name, other] = [own.target, test.target].map((t) => (t.k === "name" ? t.name : "")) as [string, string];
  return name !== other && (names.get(name) ?? other) === other;
}

const plain = (text: string): string => text.replace(/\s+/g, "");

/** The statements that make the test variables which go with these, and the names that they are made of. */
function testStatements(view: View, { names, tests }: Twins, of: readonly string[]): { stmts: Stmt[]; names: ReadonlySet<string> } {
  const all = new Set(names.values());
  const wanted = new Set(of.map((n) => names.get(n) as string));
  const stmts: Stmt[] = [];
  for (const s of [...new Set(tests)].sort((a, b) => (view.isBefore(a.at, b.at) ? 1 : -1))) {
    const made = assigned(s) as Assigned;
    if (!wanted.has(rootName(made.target)?.name ?? "")) continue;
    if (!standsAlone(view, s)) no("another statement shares a line with it");
    stmts.push(s);
    for (const n of namesIn(made.value)) if (all.has(n)) wanted.add(n);
  }
  return { stmts: stmts.reverse(), names: wanted };
}

function renamed(s: Stmt, names: ReadonlyMap<string, string>): Swap[] {
  const swaps: Swap[] = [];
  findExpr(s, (e) => {
    if (e.k === "name" && names.has(e.name)) swaps.push({ at: e.at, text: names.get(e.name) as string });
    return false;
  });
  return swaps;
}

const counts = /^(len|sum|print|shape|bincount|unique|mean|std|min|max|Counter|compute_class_weight|isnan|isinf|predict|predict_proba|evaluate|score)$/;
const told = /^(shape|size|sum|mean|std|min|max|value_counts|nunique|unique|dtype|dtypes|ndim|columns|describe|head|info)$/;

/** The training part has fewer rows from the split on: nothing else may be made of it or trained on it. @throws CannotFix */
function checkUses(view: View, { split, names, own, tests }: Twins, fits: readonly NetworkFit[]): void {
  const { line, index } = split.place;
  const last = Math.max(...fits.map((f) => f.place.index));
  const seen = new Set(names.keys());
  const known = [...own, ...tests];
  for (const name of seen)
    for (const u of view.usesOf(name, line.fn)) {
      const i = view.ancestorIn(u.place, line)?.index ?? Number.POSITIVE_INFINITY;
      const s = u.place.stmt;
      if (i <= index || known.includes(s) || fits.some((f) => holds(f.call.at, u.at)) || isCounted(view, u)) continue;
      const made = assigned(s);
      // A table that is made of it, and goes nowhere but into numbers.
      if (made?.target.k !== "name" || u.stored || names.has(made.target.name) || i > last) no(`\`${name}\` is used by \`${short(view.textOf(s.at))}\` too`);
      else {
        seen.add(made.target.name);
        known.push(s);
      }
    }
}

function isCounted(view: View, { around }: Use): boolean {
  if (around?.k === "attr") return told.test(around.name);
  if (around?.k === "compare") return true;
  return around?.k === "call" && counts.test(view.textOf(around.callee).replace(/.*\./, ""));
}

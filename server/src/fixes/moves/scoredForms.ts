/** What stands between a model's predictions and its score: both in another form, as classes for rows of probabilities. */
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

/** Calls that give every row its own value again, and learn nothing. */
const forms = /^(argmax|tolist|list|array|asarray|to_numpy|ravel|flatten|reshape|squeeze|astype|round|rint|Series|DataFrame|exp|expm1|log|log1p)$/;

/** The statements that put labels, or what `asked` predicts, into the form that is scored; nothing else may read what they make. @throws CannotFix */
export function scoredForms(view: View, asked: readonly Place[], trained: Place, labels: string): Place[] {
  const out: Place[] = [];
  const predicted = asked.flatMap(({ stmt }) => (stmt.k === "assign" ? stmt.targets.flatMap((t) => (t.k === "name" ? t.name : [])) : []));
  const queue = [...asked];
  for (let p = queue.pop(); p; p = queue.pop()) {
    for (const name of namesRead(p)) {
      const store = lastStore(view, name, p);
      const s = store?.stmt;
      if (!store || s?.k !== "assign" || store.line !== trained.line || asked.includes(store) || out.includes(store)) continue;
      const ofLabels = namesIn(s.value).includes(labels) && lastStore(view, labels, store) === lastStore(view, labels, trained);
      if (s.targets.length !== 1 || s.targets[0]?.k !== "name" || !isForm(s.value)) continue;
      if (!ofLabels && !namesIn(s.value).some((n) => predicted.includes(n) && asked.some((a) => a === lastStore(view, n, store)))) continue;
      out.push(store);
      queue.push(store);
    }
  }
  for (const made of out) checkReaders(view, made, [...asked, ...out]);
  return out;
}

const namesRead = ({ stmt }: Place): Set<string> => {
  const names = new Set<string>();
  eachExprIn(stmt, (e, _fn, stored) => {
    if (e.k === "name" && !stored) names.add(e.name);
  });
  return names;
};

function isForm(e: Expr): boolean {
  let plain = true;
  eachExpr(e, (x) => {
    plain &&= x.k !== "call" || forms.test(calledName(x));
  });
  return plain;
}

/** Whoever else reads what is scored would read the other rows too. */
function checkReaders(view: View, made: Place, own: readonly Place[]): void {
  const [target] = made.stmt.k === "assign" ? made.stmt.targets : [];
  if (target?.k !== "name") return;
  const other = view
    .usesOf(target.name, made.line.fn)
    .find((u) => !u.stored && !own.some((p) => holds(p.stmt.at, u.at)) && lastStore(view, target.name, u.place) === made);
  if (other) no(`\`${target.name}\` of all rows is used by \`${short(view.textOf(other.place.stmt.at))}\` too`);
}

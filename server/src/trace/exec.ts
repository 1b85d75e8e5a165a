/** Statements: how the state changes. */
import type { Span } from "../base/span.js";
import type { Expr, Fn, Stmt } from "../program/ir.js";
import { act } from "./acts.js";
import { tellsDataset } from "./augmentation.js";
import { boundInChain } from "./chains.js";
import { evaluate } from "./eval.js";
import { getItem } from "./frames.js";
import { importFrom, importModule } from "./imports.js";
import { joinStates } from "./join.js";
import type { Layered } from "./layered.js";
import { elements, listed, mostListed } from "./loops.js";
import { assignName } from "./names.js";
import { binary, byRow, decidedBy, truthy } from "./operators.js";
import { besideArm } from "./otherArm.js";
import { keepInSlot } from "./slots.js";
import { renamedStatistic } from "./statisticTables.js";
import type { Trace } from "./trace.js";
import { any, type Cell, joinProv, none, nothing, type UserClass, type Value } from "./values.js";
import { setItem } from "./writes.js";

/** How a block ended. */
export type Flow = "on" | "return" | "loop";

interface State {
  vars: Layered<string, Value>;
  heap: Layered<number, Cell>;
}

export function execBlock(t: Trace, body: readonly Stmt[]): Flow {
  for (const s of body) {
    const flow = exec(t, s);
    if (flow !== "on") return flow;
  }
  return "on";
}

function exec(t: Trace, s: Stmt): Flow {
  t.tick();
  switch (s.k) {
    case "expr": {
      t.alone = s.value;
      const v = evaluate(t, s.value);
      if (t.frame.locals !== null || t.loops.length > 0) t.unread(v, s.value.at);
      // What stands behind `sys.exit()` does not run.
      return v.k === "any" && v.hint === "exits" ? "return" : "on";
    }
    case "assign": {
      const v = evaluate(t, s.value);
      for (const target of s.targets) assignTarget(t, target, v, s.value);
      return "on";
    }
    case "aug":
      augment(t, s);
      return "on";
    case "if":
      return execIf(t, s);
    case "for":
      return execFor(t, s);
    case "while": {
      const cond = evaluate(t, s.test);
      if (truthy(t, cond) === false && !s.orelse.length) return "on";
      const id = t.id(`loop:${s.at.source}:${s.at.start}`);
      t.loopTable.set(id, { id, at: s.test.at, over: "values", while: true });
      return runLoop(t, id, 2, true, () => "on", s.body, s.orelse);
    }
    case "try": {
      const flow = execBlock(t, s.body);
      if (flow === "on") {
        const arms: (() => Flow)[] = [() => execBlock(t, s.orelse)];
        for (const h of s.handlers) arms.push(() => execBlock(t, h.body));
        const after = s.handlers.length ? branch(t, arms) : (arms[0] as () => Flow)();
        const last = execBlock(t, s.final);
        return last !== "on" ? last : after;
      }
      // The body returned: what its handlers do still may happen.
      const arms = s.handlers.map((h) => () => execBlock(t, h.body));
      const handled = arms.length ? branch(t, arms) : flow;
      execBlock(t, s.final);
      return handled;
    }
    case "with": {
      let quiet = 0;
      for (const { value, target } of s.items) {
        const v = evaluate(t, value);
        if (target) assignTarget(t, target, v, value);
        if (v.k === "any" && v.hint === "noGrad") quiet++;
      }
      t.noGrad += quiet;
      const flow = execBlock(t, s.body);
      t.noGrad -= quiet;
      return flow;
    }
    case "def": {
      let v: Value = t.makeFn(s.fn);
      for (const d of [...s.fn.decorators].reverse()) {
        const dec = evaluate(t, d);
        quieten(t, s.fn, dec);
        // Decorators of user code wrap; the function stays what it is (staticmethod, property, lru_cache, njit).
        if (dec.k === "lib" && dec.path === "builtins.property") v = { ...(v as Value & { k: "fn" }), property: true } as Value;
      }
      assignName(t, s.fn.name, v, s.fn.nameAt);
      return "on";
    }
    case "class":
      defineClass(t, s);
      return "on";
    case "return":
      t.frame.returns.push({ value: s.value ? byRow(t, t.controlled(evaluate(t, s.value))) : none });
      return "return";
    case "raise":
      if (s.value) evaluate(t, s.value);
      return "return";
    case "import":
      for (const n of s.names) importModule(t, n.path, n.as, n.at);
      return "on";
    case "from":
      importFrom(t, s);
      return "on";
    case "del":
      for (const target of s.targets) deleteTarget(t, target);
      return "on";
    case "assert":
      evaluate(t, s.test);
      return "on";
    case "match": {
      const subject = evaluate(t, s.subject);
      return branch(t, [
        ...s.cases.map((c) => () => {
          for (const n of c.names) assignName(t, n, any(t.prov(subject)), s.at);
          if (c.guard) evaluate(t, c.guard);
          return execBlock(t, c.body);
        }),
        () => "on" as Flow,
      ]);
    }
    case "break":
    case "continue":
      return "loop";
    default:
      return "on";
  }
}

/** Runs alternatives on copies of the state and joins those that come back. */
function branch(t: Trace, arms: readonly (() => Flow)[]): Flow {
  const vars = t.vars;
  const heap = t.heap;
  const back: State[] = [];
  const left: State[] = [];
  let other: Flow = "return";
  for (const arm of arms) {
    t.vars = vars.fork();
    t.heap = heap.fork();
    const flow = arm();
    const state = { vars: t.vars, heap: t.heap };
    if (flow === "on") back.push(state);
    else {
      if (flow === "loop") other = "loop";
      left.push(state);
    }
  }
  t.vars = vars;
  t.heap = heap;
  if (!back.length) {
    joinStates(t, left);
    return other;
  }
  // What an arm that left (break, return) did to objects is still there afterwards for the loop's or the function's end.
  joinStates(t, back);
  return "on";
}

function execIf(t: Trace, s: Stmt & { k: "if" }): Flow {
  const test = evaluate(t, s.test);
  const truth = truthy(t, test);
  if (truth !== null) return truth ? besideArm(t, s.orelse, () => execBlock(t, s.body)) : besideArm(t, s.body, () => execBlock(t, s.orelse));
  const p = t.prov(test);
  const before = t.control;
  const decided = t.frame.decided;
  t.frame.decided = decidedBy(t, s.test, test) ?? decided;
  if (p.scores.size || p.chosen.size) t.control = joinProv(before, { ...nothing, scores: p.scores, chosen: p.chosen });
  const arm = (n: number, body: readonly Stmt[], other: readonly Stmt[]) => (): Flow =>
    t.inArm(s.test.at, p, n, () => besideArm(t, other, () => execBlock(t, body)));
  const bound = boundInChain(t, s);
  let made: (Value | undefined)[] = [];
  const taken = (): Flow => {
    const flow = arm(0, s.body, s.orelse)();
    if (flow === "on") made = bound.map((key) => t.vars.get(key));
    return flow;
  };
  const flow = branch(t, [taken, arm(1, s.orelse, s.body)]);
  bound.forEach((key, i) => {
    const v = made[i];
    if (v) t.vars.set(key, v);
  });
  t.control = before;
  t.frame.decided = decided;
  return flow;
}

function execFor(t: Trace, s: Stmt & { k: "for" }): Flow {
  const over = evaluate(t, s.iter);
  const deep = t.loops.length;
  const got = elements(t, over, deep === 0 ? 10 : deep === 1 ? 5 : 2, s.iter.at);
  if (!got) return "on";
  const times = got.exact ? got.items.length : deep >= 3 ? 1 : 2;
  return runLoop(
    t,
    got.loop,
    times,
    !got.exact,
    (i) => {
      assignTarget(t, s.target, got.items[Math.min(i, got.items.length - 1)] ?? any(), s.iter);
      return "on";
    },
    s.body,
    s.orelse,
  );
}

function runLoop(t: Trace, id: number, times: number, many: boolean, start: (i: number) => Flow, body: readonly Stmt[], orelse: readonly Stmt[]): Flow {
  let returned = false;
  for (let i = 0; i < times; i++) {
    t.loops.push({ id, iteration: i, many });
    start(i);
    const flow = branch(t, [() => execBlock(t, body)]);
    t.loops.pop();
    if (flow === "return") {
      returned = true;
      break;
    }
  }
  // A loop that always returns in its first round may still run over nothing.
  if (returned && times > 0) return "on";
  return execBlock(t, orelse);
}

// Targets

export function assignTarget(t: Trace, target: Expr, v: Value, from: Expr | null): void {
  switch (target.k) {
    case "name":
      assignName(t, target.name, v, target.at);
      return;
    case "tuple":
    case "list":
      unpack(t, target.items, v, from);
      return;
    case "star":
      assignTarget(t, target.value, v, from);
      return;
    case "attr": {
      const base = evaluate(t, target.object);
      if (target.name === "grad") act(t, target.nameAt, { k: "clear" });
      const table = target.name === "columns" ? renamedStatistic(t, base, v) : null;
      if (table) t.setName(target.object, table);
      else if (!tellsDataset(t, target, base, v)) t.setAttr(base, target.name, t.controlled(v));
      return;
    }
    case "index": {
      const base = evaluate(t, target.object);
      const key = evaluate(t, target.index);
      const stored = t.controlled(v);
      setItem(t, base, key, stored, target.at);
      keepInSlot(t, base, target.index, stored);
      rebind(t, target.object, base, v);
      return;
    }
    default:
      return;
  }
}

/** A statistic or other value without identity that is written into: the name now depends on what was written. */
function rebind(t: Trace, e: Expr, base: Value, v: Value): void {
  if (e.k === "name" && base.k === "any") assignName(t, e.name, any(joinProv(base.p, t.prov(v))), e.at);
}

function unpack(t: Trace, targets: readonly Expr[], v: Value, from: Expr | null): void {
  const star = targets.findIndex((x) => x.k === "star");
  const known =
    v.k === "tuple"
      ? v.items
      : v.k === "obj" && t.get(v).k === "list" && !(t.get(v) as { open: boolean }).open
        ? (t.get(v) as { items: readonly Value[] }).items
        : null;
  if (known && (known.length === targets.length || star >= 0)) {
    const tail = star < 0 ? 0 : targets.length - star - 1;
    targets.forEach((x, i) => {
      if (i === star) assignTarget(t, x, t.new({ k: "list", items: known.slice(star, known.length - tail), open: false, p: nothing }), from);
      else assignTarget(t, x, (star >= 0 && i > star ? known[known.length - (targets.length - i)] : known[i]) ?? any(), from);
    });
    return;
  }
  targets.forEach((x, i) => {
    // More or fewer parts than names: an error, or more than is known of them.
    assignTarget(t, x, v.k === "tuple" ? any(t.prov(v)) : part(t, v, i, targets.length, from?.at ?? x.at), from);
  });
}

/** One of several parts of a value that is not a known tuple. */
function part(t: Trace, v: Value, i: number, n: number, at: Span): Value {
  if (v.k === "obj") {
    const c = t.get(v);
    if (c.k === "unknown") return t.unknown(`${c.name}[${i}]`, at, c.p, `${c.rows.key}[${i}]`);
    if (c.k === "data") return t.partOf(c, i, n, at);
    if (c.k === "list") return t.joinValues(c.items, c.p);
  }
  if (v.k === "any" || v.k === "folds" || v.k === "zip") {
    const got = elements(t, v, 8);
    if (v.k === "any") return { ...v, hint: "" };
    return got?.items[Math.min(i, got.items.length - 1)] ?? any();
  }
  return getItem(t, v, { k: "const", v: i, p: nothing }, at);
}

function augment(t: Trace, s: Stmt & { k: "aug" }): void {
  const right = evaluate(t, s.value);
  if (s.target.k === "index" || s.target.k === "attr" || s.target.k === "name") {
    const left = evaluate(t, s.target);
    if (left.k === "obj") {
      const c = t.get(left);
      if (c.k === "list" && s.op === "+") {
        const add = elements(t, right, mostListed);
        const inLoop = t.loops.length > 0;
        t.put(left, { ...c, ...listed([...c.items, ...(add?.items ?? [])], c.open || inLoop || !add?.exact) });
        return;
      }
    }
    const sum = binary(t, s.op, left, right, s.at);
    // What counts rounds of which two stand for many may have any number.
    const many = t.loops.findLast((l) => l.many);
    const v: Value =
      many && sum.k === "const" && typeof sum.v === "number" ? { k: "any", p: joinProv(sum.p, { ...nothing, vary: new Set([many.id]) }), hint: "int" } : sum;
    // In-place change of an array or frame is seen through every name of it.
    if (s.target.k === "name" && left.k === "obj" && t.peekData(left) && v.k === "obj") {
      const now = t.get(v);
      if (now.k === "data") {
        t.put(left, { ...now, view: null });
        t.afterInPlace(left);
        return;
      }
    }
    assignTarget(t, s.target, v, s.value);
  }
}

function deleteTarget(t: Trace, e: Expr): void {
  if (e.k === "tuple" || e.k === "list") for (const x of e.items) deleteTarget(t, x);
  if (e.k === "index") {
    const base = evaluate(t, e.object);
    const key = evaluate(t, e.index);
    if (base.k === "obj" && key.k === "const" && typeof key.v === "string") t.dropColumn(base, key.v);
    else if (base.k === "obj" && t.peekData(base)) t.dropColumn(base, null);
  }
}

/** `@torch.no_grad()`: the function runs without gradients. */
function quieten(t: Trace, fn: Fn, decorator: Value): void {
  if ((decorator.k === "any" && decorator.hint === "noGrad") || t.isNoGrad(decorator)) t.quiet.add(fn);
}

function defineClass(t: Trace, s: Stmt & { k: "class" }): void {
  const bases = s.bases.filter((b) => !b.name && !b.star).map((b) => evaluate(t, b.value));
  const frame = t.newFrame(t.frame, null, t.frame.path);
  const cls: UserClass = { name: s.name, at: s.nameAt, bases, attrs: new Map(), frame: frame.id };
  const saved = t.frame;
  t.frame = frame;
  for (const m of s.body) {
    if (m.k === "def") {
      const decorated = m.fn.decorators.some((d) => d.k === "name" && d.name === "property");
      const statics = m.fn.decorators.some((d) => d.k === "name" && (d.name === "staticmethod" || d.name === "classmethod"));
      for (const d of m.fn.decorators) if (d.k !== "name") quieten(t, m.fn, evaluate(t, d));
      cls.attrs.set(m.fn.name, {
        k: "fn",
        fn: m.fn,
        frame: frame.id,
        defaults: t.defaultsOf(m.fn),
        cls: statics ? null : cls,
        ...(decorated ? { property: true } : {}),
      } as Value);
    } else if (m.k === "assign" || m.k === "class" || m.k === "aug" || m.k === "if") {
      exec(t, m);
      for (const n of assigned(m)) {
        const v = t.vars.get(`${frame.id}:${n}`);
        if (v) cls.attrs.set(n, v);
      }
    }
  }
  t.frame = saved;
  t.classes.push(cls);
  assignName(t, s.name, { k: "class", cls }, s.nameAt);
}

function assigned(s: Stmt): string[] {
  if (s.k === "assign") return s.targets.flatMap((x) => (x.k === "name" ? [x.name] : []));
  return s.k === "class" ? [s.name] : [];
}

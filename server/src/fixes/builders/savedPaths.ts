/** How a program stores a model, and how something else is stored beside it in the same way: library, folder and kind of file. */
import type { Expr } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import type { Placed, PlacedCall } from "../document.js";
import type { Draft } from "../draft.js";
import { changedSince, lastStore } from "../moves/chain.js";
import { namesIn } from "../moves/learning.js";
import { firstOf, no } from "../moves/outcome.js";
import type { Place, View } from "../moves/view.js";
import { calledName } from "../splits.js";

/** Where something stands beside a stored model. */
export interface Target {
  /** Names that the path reads. */
  readonly reads: readonly string[];
  /** The statement that further files are written behind. */
  readonly behind: Placed;
  /** The path of a file beside the model's, as it is written; `stem`: its name without an ending. */
  fileFor(stem: string): string;
  /** The statements that write something into a file. */
  lines(draft: Draft, what: string, file: string): string[];
}

/** The way in which a call stores its model. @throws CannotFix */
export function targetOf(cx: FixContext, view: View, dump: PlacedCall): Target {
  const { call } = dump;
  const place = view.placeAt(call.at) as Place;
  const how = wayOf(cx, view, dump, place);
  const path = pathOf(view, how.path, place);
  const ending = how.pickles ? path.ending : /^\.(pkl|pickle|joblib|sav)$/.test(path.ending ?? "") ? path.ending : ".joblib";
  return {
    reads: path.reads,
    behind: how.behind,
    fileFor: (stem) => {
      const is = `${stem}${ending ?? (how.lines ? ".pkl" : ".joblib")}`;
      const name = cx.doc.units.some((u) => u.text.includes(is)) ? `${path.stem ?? no(`a file is called ${is} already`)}_${is}` : is;
      return path.beside(name);
    },
    lines: (draft, what, file) => {
      const [word, from] = path.needsOs && !file.startsWith(path.quote) ? (["os", null] as const) : ([null, null] as const);
      if (word) draft.ensureImport(call.at, word, from);
      if (how.lines) return how.lines(what, file);
      return [`${how.dumps ?? `${draft.ensureImport(call.at, "joblib", null)}.dump`}(${what}, ${file})`];
    },
  };
}

interface Way {
  readonly path: Expr;
  readonly behind: Placed;
  /** Whether the file may hold anything. */
  readonly pickles: boolean;
  /** The function that stores anything under a path; null where the program's own stores one kind of model alone. */
  readonly dumps: string | null;
  /** The statements where it takes an open file. */
  readonly lines: ((what: string, file: string) => string[]) | null;
}

function wayOf(cx: FixContext, view: View, dump: PlacedCall, place: Place): Way {
  const { call } = dump;
  const whole = view.textOf(call.func.at);
  const named = (...names: string[]): Expr | undefined => call.args.find((a) => a.name !== null && names.includes(a.name))?.value;
  const free = call.args.filter((a) => !a.name && !a.star).map((a) => a.value);
  if (!/(^|\.)dump$/.test(whole) || /^(json|yaml)\./.test(whole)) {
    if (!/^(save|save_model)$/.test(calledName(call)) || /\bpyspark\b/.test(dump.unit.text)) return no("the way in which the model is saved is not known");
    const own = named("filepath", "fname", "f", "path") ?? free[free.length > 1 ? 1 : 0];
    return { path: own ?? no("the path of the model is not written where it is saved"), behind: dump, pickles: false, dumps: null, lines: null };
  }
  const file = named("filename", "file") ?? free[1] ?? no("the path of the model is not written where it is saved");
  const way = { behind: dump as Placed, pickles: true, dumps: whole, lines: null };
  const inline = openedBy(view, file);
  if (inline) return { ...way, path: inline, lines: (what, f) => [`${whole}(${what}, open(${f}, ${modeOf(view, file)}))`] };
  if (file.k !== "name") return { ...way, path: file };
  const within = dump.around.findLast((s) => s.k === "with" && s.items.some((i) => i.target?.k === "name" && i.target.name === file.name));
  const item = within?.k === "with" ? within.items.find((i) => i.target?.k === "name" && i.target.name === file.name) : undefined;
  const store = item ? null : lastStore(view, file.name, place);
  const opens = item?.value ?? (store?.stmt.k === "assign" ? store.stmt.value : null);
  const path = opens && openedBy(view, opens);
  if (opens && path) {
    const behind = (item && cx.doc.units.flatMap((u) => u.placed).find((p) => p.stmt === within)) || dump;
    // A file that is still open keeps its name.
    const word = (what: string): string => (item ? file.name : cx.doc.freshName(/^\w+$/.test(what) ? `${what}_file` : file.name));
    const step = item ? stepOf(dump) : "    ";
    return {
      ...way,
      path,
      behind,
      lines: (what, f) => [`with open(${f}, ${modeOf(view, opens)}) as ${word(what)}:`, `${step}${whole}(${what}, ${word(what)})`],
    };
  }
  const takesPaths = /\bjoblib\.dump$/.test(whole) || (whole === "dump" && /^\s*from\s+joblib\s+import\b/m.test(cx.doc.units.map((u) => u.text).join("\n")));
  if (item || !takesPaths) no("where the file of the model is opened cannot be followed");
  return { ...way, path: file };
}

/** The path that `open(…)` is given. */
const openedBy = (view: View, e: Expr): Expr | null => (e.k === "call" && view.textOf(e.func.at) === "open" ? (e.args[0]?.value ?? null) : null);

/** The mode that the program opens its file in. */
const modeOf = (view: View, open: Expr): string => {
  const mode = open.k === "call" ? (open.args[1]?.value ?? null) : null;
  return mode?.k === "const" ? view.textOf(mode.at) : '"wb"';
};

/** How far a block stands in. */
function stepOf({ unit, stmt }: Placed): string {
  const indent = (at: number): string => /^[ \t]*/.exec(unit.text.slice(unit.lineStart(at)))?.[0] ?? "";
  const outer = unit.placed.find((p) => p.stmt.k === "with" && p.stmt.at.start < stmt.at.start && stmt.at.end <= p.stmt.at.end);
  return indent(stmt.at.start).slice(outer ? indent(outer.stmt.at.start).length : 0) || "    ";
}

interface Path {
  readonly reads: readonly string[];
  /** The model's file name without its ending, and the ending; null where it is not written out. */
  readonly stem: string | null;
  readonly ending: string | null;
  readonly quote: string;
  readonly needsOs: boolean;
  beside(name: string): string;
}

/** A path beside the one that an expression gives. @throws CannotFix */
function pathOf(view: View, e: Expr, at: Place): Path {
  const written = literalPath(view, e, at);
  if (written) return written;
  if (e.k === "call" && e.args.length > 1 && /(^|\.)join$/.test(view.textOf(e.callee).replace(/.*\bpath\./, "path.")))
    return replacedEnd(view, e, (e.args.at(-1) as { value: Expr }).value, at) ?? besideOf(view, e);
  if (e.k === "binary" && view.textOf(e.at).includes("/")) return replacedEnd(view, e, e.right, at) ?? besideOf(view, e);
  if (e.k === "call" && e.args.length === 1 && !e.args[0]?.name && /^(str|Path|pathlib\.Path)$/.test(view.textOf(e.func.at))) {
    const inner = pathOf(view, (e.args[0] as { value: Expr }).value, at);
    return { ...inner, beside: (name) => `${view.textOf(e.func.at)}(${inner.beside(name)})` };
  }
  if (e.k === "name") {
    const store = lastStore(view, e.name, at);
    const value = store?.stmt.k === "assign" && store.stmt.targets.length === 1 && store.stmt.targets[0]?.k === "name" ? store.stmt.value : null;
    const sameThen = value && !namesIn(value).some((n) => n === e.name || changedSince(view, n, store as Place, at));
    const found =
      sameThen && value.k !== "name"
        ? firstOf<Path | null>(
            () => pathOf(view, value, store as Place),
            () => null,
          )
        : null;
    if (found && !found.needsOs) return found;
  }
  return besideOf(view, e);
}

/** `"models/model.pkl"`, `f"{folder}/model.pkl"`; a file name that is made of others gives its folder and its ending. */
function literalPath(view: View, e: Expr, at: Place, isJoined = false): Path | null {
  const m = /^([rRuUfF]*)(["'])([^"'\n]*)\2$/.exec(view.textOf(e.at));
  if (!m || (e.k !== "const" && e.k !== "fstring")) return null;
  const [, prefix = "", quote = '"', body = ""] = m;
  const own = /^\{(\w+)\}(?=\w[\w.]*$)/.exec(body)?.[1];
  // `f"{folder}model.pkl"`, where the folder ends in a slash.
  const split = own && endsInSlash(view, own, at) ? own.length + 2 : /^(?:[^{}]|\{[^{}]*\})*[\\/]/.exec(body)?.[0].length;
  const [folder, file] = [body.slice(0, split ?? 0), body.slice(split ?? 0)];
  const ending = /\.[A-Za-z]\w*$/.exec(file)?.[0] ?? null;
  if (!file || (file.includes("{") && split === undefined && !isJoined)) return null;
  const f = /f/i.test(prefix) && !folder.includes("{") ? prefix.replace(/f/i, "") : prefix;
  return {
    reads: namesIn(e).filter((n) => new RegExp(`\\{[^}]*\\b${n}\\b`).test(folder)),
    stem: file.includes("{") ? null : file.slice(0, file.length - (ending?.length ?? 0)),
    ending,
    quote,
    needsOs: false,
    beside: (name) => `${f}${quote}${folder}${name}${quote}`,
  };
}

function endsInSlash(view: View, name: string, at: Place): boolean {
  const store = lastStore(view, name, at)?.stmt;
  return store?.k === "assign" && (store.value.k === "const" || store.value.k === "fstring") && /[\\/]["']$/.test(view.textOf(store.value.at));
}

/** `os.path.join(folder, "model.pkl")`, `folder / "model.pkl"`. */
function replacedEnd(view: View, e: Expr, end: Expr, at: Place): Path | null {
  const written = literalPath(view, end, at, true);
  if (!written) return null;
  const [text, cut] = [view.textOf(e.at), end.at.start - e.at.start];
  const beside = (name: string): string => `${text.slice(0, cut)}${written.beside(name)}${text.slice(cut + end.at.end - end.at.start)}`;
  const reads = (e.k === "call" ? e.args.slice(0, -1).map((a) => a.value) : e.k === "binary" ? [e.left] : []).flatMap(namesIn);
  return { ...written, reads, beside };
}

/** The folder of a path that has a name. @throws CannotFix */
function besideOf(view: View, e: Expr): Path {
  if (e.k !== "name") return no("the path of the model is made in a way that gives no folder for another file");
  return {
    reads: [e.name],
    stem: null,
    ending: null,
    quote: '"',
    needsOs: true,
    beside: (name) => `os.path.join(os.path.dirname(${view.textOf(e.at)}), "${name}")`,
  };
}

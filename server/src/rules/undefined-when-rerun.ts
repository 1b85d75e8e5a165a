/** A cell uses a name that only a later or a deleted cell defines */
import { type Span, samePlace } from "../base/span.js";
import type { Stmt } from "../program/ir.js";
import { isAlwaysThere } from "../program/names.js";
import { type CellNames, maskedMagics, notebookNames } from "./cells.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD403",
  slug: "undefined-when-rerun",
  severity: "warning",
  default: true,
  summary: "A cell uses a name that only a later or a deleted cell defines",
  why: `The notebook ran because the name was still in memory. After a restart it stops with a NameError, and nobody can get the shown results again. Of 863,878 notebooks from GitHub that were run again from top to bottom, only 24 % finished, most of the others for an undefined name or a missing module; 4 % gave the same results (Pimentel and others, MSR 2019).`,
  whenNot: `When the cells are meant to be run in another order, and the notebook says so.`,
  examples: [
    {
      title: "Defined in a later cell",
      notebook: true,
      bad: `import pandas as pd
# %%
df = pd.read_csv("patients.csv")
# %%
print(df[columns].describe())  # error
# %%
columns = ["age", "dose"]`,
    },
    {
      title: "Defined first",
      good: `import pandas as pd
# %%
df = pd.read_csv("patients.csv")
# %%
columns = ["age", "dose"]
# %%
print(df[columns].describe())`,
    },
    {
      title: "Functions may use what later cells define",
      good: `import pandas as pd
# %%
def load():
    return pd.read_csv(path)
# %%
path = "patients.csv"
# %%
print(load().describe())`,
    },
  ],
  check: (q) => {
    // A script without cells is run as a whole: its interpreter says it.
    if (q.units.length < 2 && q.units.every((u) => u.input.cell === null)) return [];
    const out: RuleFinding[] = [];
    const cells = notebookNames(q);
    if (maskedMagics(cells)) return out;
    const told = new Set<string>();
    const leftOut = isExercise(cells);
    const helpers = helpersAtTheEnd(cells);
    for (const [i, c] of cells.entries()) {
      // A cell that does not parse, or that alone was never run, only shows something.
      if (c.broken || mixesIndents(c.text) || (c.count === null && cells.some((x) => x.count !== null))) continue;
      for (const r of c.names.reads) {
        if (told.has(r.name) || cells.slice(0, i).some((x) => x.names.binds.has(r.name)) || isAlwaysThere(r.name)) continue;
        const later = cells.slice(i).find((x) => x.names.binds.has(r.name));
        if (!later && (!deleted(q.units, c) || (automagic.test(r.name) && isLine(c, r.at)))) continue;
        if (later && later === helpers) continue;
        if (cells.slice(0, i).some((x) => x.broken && x.text.includes(r.name))) continue;
        // An earlier cell already stops for want of it, if its loop runs at all.
        if (cells.slice(0, i).some((x) => x.names.mayRead.has(r.name))) continue;
        told.add(r.name);
        // Above it in the cell, a loop may already stop for want of it.
        const round = c.names.inRounds.get(r.name);
        const at = round && round.start < r.at.start ? round : r.at;
        out.push({
          at,
          message: later
            ? `\`${r.name}\` is only defined ${later === c ? "below" : "in a later cell"}: running from top to bottom stops here`
            : `No cell defines \`${r.name}\`: running from top to bottom stops here`,
          confidence: "certain",
          steps: [
            { message: `\`${r.name}\` is used here`, at },
            {
              message: later ? "and defined only here" : "the cell has run, but nothing before it defines the name",
              at: later?.names.assigned.get(r.name) ?? later?.first ?? c.first,
            },
          ],
          variable: r.name,
          ...(leftOut && later ? { severity: "hint" as const } : {}),
        });
      }
    }
    // Many names without a definition come from somewhere else: a start-up file, an embedding.
    const lost = out.filter((f) => f.message.startsWith("No cell"));
    return lost.length > 2 ? out.filter((f) => !lost.includes(f)) : out;
  },
});

/** Commands that IPython takes without their percent sign, where no name is in their way. */
const automagic =
  /^(ls|ll|lf|lk|ldir|lx|pwd|cd|cat|cp|mv|rm|mkdir|rmdir|dirs|less|more|man|clear|who|whos|who_ls|hist|history|lsmagic|notebook|pip|conda|env|time|tb)$/;

/** Lines that begin with tabs among lines that begin with spaces: Python refuses them, and where a block ends is a guess. */
const mixesIndents = (text: string): boolean => /^\t+\S/m.test(text) && /^ +[^\s#]/m.test(text);

/** Whether a name stands alone as a statement. */
const isLine = (c: CellNames, at: Span): boolean => c.body.some((s) => s.k === "expr" && s.value.k === "name" && samePlace(s.value.at, at));

/** Cells that others are to fill in: what they would define is not there yet. */
const isExercise = (cells: readonly CellNames[]): boolean =>
  cells.some((c) => /#.*\b(your (code|answer|solution)s?( goes)? here|write your (code|answer))\b/i.test(c.text)) || cells.filter(asks).length > 2;

/** A cell of one or two comments that say in words what to do. */
const asks = (c: CellNames): boolean => {
  const lines = c.text.split("\n").filter((line) => line.trim());
  return lines.length > 0 && lines.length <= 2 && lines.every((line) => /^#+ ?[A-Z][a-z]+( [\w',-]+){2,}[.:]?$/.test(line.trim()));
};

/** A last cell of nothing but functions and what they need is meant to be run first. */
function helpersAtTheEnd(cells: readonly CellNames[]): CellNames | null {
  const last = cells.findLast((c) => c.body.length > 0);
  const only = last?.body.every((s) => ["def", "class", "import", "from", "assign"].includes(s.k) || isText(s)) ?? false;
  return last && only && last.body.some((s) => s.k === "def") ? last : null;
}

const isText = (s: Stmt): boolean => s.k === "expr" && (s.value.k === "const" || s.value.k === "call");

/** The cell ran without an error, though no cell that is left defines the name. */
function deleted(units: readonly { input: { executionCount?: number | null } }[], c: CellNames): boolean {
  return (
    units.every((u) => u.input.executionCount !== undefined) &&
    typeof c.count === "number" &&
    c.outputs.length > 0 &&
    !c.outputs.some((o) => /Error\b|Traceback/.test(o))
  );
}

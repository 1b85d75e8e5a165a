/** Applies, writes and prunes the baselines of the projects that a run touches. */
import fs from "node:fs";
import path from "node:path";
import { readTextSync } from "../host/node.js";
import { type BaselineEntry, compareWithBaseline, countFindings, formatBaseline, readBaseline, type StaleEntry } from "../report/baseline.js";
import type { CheckedFile } from "../report/located.js";
import { defaultSettings } from "../settings/schema.js";
import { buildSelection } from "../settings/selection.js";
import type { CheckCommand } from "./arguments.js";
import { shownName, type Task } from "./checkFile.js";
import { slashed } from "./files.js";
import type { Projects } from "./projects.js";

export interface Checked {
  readonly task: Task;
  readonly file: CheckedFile;
}

export interface Settled {
  /** In the order given, without what a baseline allows. */
  readonly files: readonly CheckedFile[];
  /** Why a baseline could not be used or written. */
  readonly problems: readonly string[];
  /** Entries for findings that are no longer there. */
  readonly stale: readonly string[];
  /** What was written. */
  readonly notes: readonly string[];
}

interface Group {
  /** Absolute path of the baseline, and as it is shown. */
  readonly file: string;
  readonly name: string;
  /** Somebody named it, so it must be there. */
  readonly isNamed: boolean;
  readonly members: Checked[];
}

export function settleBaselines(command: CheckCommand, checked: readonly Checked[], projects: Projects, cwd: string): Settled {
  const shown = new Map(checked.map((each) => [each, each.file]));
  const outcomes = groupByBaseline(command, checked, projects, cwd).map((group) => settle(group, command, shown));
  return {
    files: [...shown.values()],
    problems: outcomes.flatMap((outcome) => outcome.problems),
    stale: outcomes.flatMap((outcome) => outcome.stale),
    notes: outcomes.flatMap((outcome) => outcome.notes),
  };
}

function groupByBaseline({ baseline }: CheckCommand, checked: readonly Checked[], projects: Projects, cwd: string): Group[] {
  const groups = new Map<string, Group>();
  if (baseline.use === "none") return [];
  for (const each of checked) {
    const { root, settings } = projects.of(each.task.file);
    const named = baseline.file ?? settings.baseline;
    if (named === "") continue;
    const file = path.resolve(baseline.file === null ? (root ?? cwd) : cwd, named);
    const isNamed = baseline.file !== null || named !== defaultSettings.baseline;
    const group = groups.get(file) ?? { file, name: shownName(file, cwd), isNamed, members: [] };
    group.members.push(each);
    groups.set(file, group);
  }
  return [...groups.values()];
}

/** Takes what the baseline allows out of `shown`. */
function settle(group: Group, command: CheckCommand, shown: Map<Checked, CheckedFile>): Omit<Settled, "files"> {
  const outcome = { problems: [] as string[], stale: [] as string[], notes: [] as string[] };
  const { use } = command.baseline;
  const text = readTextSync(group.file);
  if (text === null && use !== "write") {
    if (group.isNamed) outcome.problems.push(`${group.name}: no such file; --write-baseline makes it`);
    return outcome;
  }
  const reading = text === null ? { ok: true as const, entries: [] } : readBaseline(text);
  if (!reading.ok) {
    outcome.problems.push(`${group.name}: ${reading.message}`);
    return outcome;
  }
  const entries = use === "write" ? freshEntries(group, command, reading.entries) : reading.entries;
  const stale = applyEntries(group, command, entries, shown);
  if (use === "write") save(group, entries, `${count(sum(entries), "finding")} in the baseline`, outcome);
  else if (use === "prune" && stale.length > 0) save(group, pruned(entries, stale), `${count(stale.length, "stale entry", "stale entries")} removed`, outcome);
  else outcome.stale.push(...stale.map((entry) => `${group.name}: ${describe(entry)}`));
  return outcome;
}

/** What this run found; of what it did not look at, the old entries stay. */
function freshEntries({ file, members }: Group, command: CheckCommand, old: readonly BaselineEntry[]): BaselineEntry[] {
  const own = new Map(members.map((member) => [nameIn(file, member), member]));
  const stays = (entry: BaselineEntry) => {
    const member = own.get(entry.file);
    return member ? isNarrowed(command) && isOff(member, entry.code) : exists(file, entry);
  };
  return [...old.filter(stays), ...members.flatMap((member) => countFindings(nameIn(file, member), member.file.findings))];
}

function applyEntries({ file, members }: Group, command: CheckCommand, entries: readonly BaselineEntry[], shown: Map<Checked, CheckedFile>): StaleEntry[] {
  const byFile = new Map<string, BaselineEntry[]>();
  for (const entry of entries) byFile.set(entry.file, [...(byFile.get(entry.file) ?? []), entry]);
  const stale: StaleEntry[] = [];
  for (const member of members) {
    const name = nameIn(file, member);
    const own = byFile.get(name) ?? [];
    byFile.delete(name);
    if (own.length === 0) continue;
    const compared = compareWithBaseline(own, member.file.findings);
    shown.set(member, without(member.file, compared.isNew));
    if (isJudged(member.file, command)) stale.push(...compared.stale);
  }
  const gone = [...byFile.values()].flat().filter((entry) => !exists(file, entry));
  return [...stale, ...gone.map((entry) => ({ ...entry, found: 0 }))];
}

function without(file: CheckedFile, isNew: (finding: CheckedFile["findings"][number]) => boolean): CheckedFile {
  const findings = file.findings.filter(isNew);
  const frames = file.frames.filter((_, i) => isNew(file.findings[i] as CheckedFile["findings"][number]));
  return { ...file, findings, frames, inBaseline: file.findings.length - findings.length };
}

/** A run that looks at part of the rules, or could not follow the file, proves nothing about what it did not find. */
const isJudged = (file: CheckedFile, command: CheckCommand): boolean => !isNarrowed(command) && file.broken.length === 0 && file.gaveUp.length === 0;
const isNarrowed = (command: CheckCommand): boolean => Object.keys(command.settings).length > 0;
const isOff = ({ task }: Checked, code: string): boolean => buildSelection(task.settings, task.relativePath, []).severity(code) === "off";

const nameIn = (baseline: string, { task }: Checked): string => slashed(path.relative(path.dirname(baseline), task.file));
const exists = (baseline: string, entry: BaselineEntry): boolean => fs.existsSync(path.resolve(path.dirname(baseline), entry.file));

function pruned(entries: readonly BaselineEntry[], stale: readonly StaleEntry[]): BaselineEntry[] {
  const key = ({ file, code, cell }: BaselineEntry) => JSON.stringify([file, code, cell]);
  const found = new Map(stale.map((entry) => [key(entry), entry.found]));
  return entries.map((entry) => ({ ...entry, count: found.get(key(entry)) ?? entry.count })).filter((entry) => entry.count > 0);
}

function save(group: Group, entries: readonly BaselineEntry[], done: string, outcome: { problems: string[]; notes: string[] }): void {
  try {
    fs.writeFileSync(group.file, formatBaseline(entries));
    outcome.notes.push(`${group.name}: ${done}`);
  } catch (error) {
    outcome.problems.push(`${group.name} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe({ file, code, cell, count: allowed, found }: StaleEntry): string {
  return `${code} in ${file}${cell === null ? "" : `, cell ${cell}`}: ${allowed} allowed, ${found} found`;
}

const sum = (entries: readonly BaselineEntry[]): number => entries.reduce((total, entry) => total + entry.count, 0);
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/**
 * Reads settings that people wrote, in the editor or in `pyproject.toml`: what is right is taken, what is wrong is
 * left out and explained. Nothing here throws on what a user wrote.
 */
import { parse, TomlError } from "smol-toml";
import { catalogue, findRule } from "./catalogue.js";
import {
  confidences,
  defaultSettings,
  editorName,
  importsCells,
  kebabCase,
  type SettingKind,
  type SettingSpec,
  type Settings,
  settingsSchema,
  severities,
} from "./schema.js";

export interface SettingsProblem {
  readonly message: string;
  /** 1-based line in the file, where there is one. */
  readonly line: number | null;
}

export interface SettingsReading {
  readonly values: Partial<Settings>;
  readonly problems: readonly SettingsProblem[];
}

const nothing: SettingsReading = { values: {}, problems: [] };

/** `[tool.holdout]` of a pyproject.toml; null if the file has no such table and parses. */
export function readPyproject(text: string): SettingsReading | null {
  let root: Record<string, unknown>;
  try {
    root = parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>;
  } catch (error) {
    if (!/^\s*\[\s*tool\s*\.\s*holdout\b/m.test(text)) return null;
    const line = error instanceof TomlError ? error.line : null;
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "") : String(error);
    return { values: {}, problems: [{ message: `not valid TOML: ${reason}`, line }] };
  }
  const table = asTable(asTable(root.tool)?.holdout);
  if (!table) return null;
  const reading = readTable(table, (spec) => (spec.project ? kebabCase(spec.key) : null));
  return { ...reading, problems: reading.problems.map((problem) => ({ ...problem, line: lineOfKey(text, problem.key) })) };
}

/** The editor's `holdout` section. Missing and null mean "not set"; sections that other parts read are let be. */
export function readEditorSettings(section: unknown): SettingsReading {
  const table = asTable(section);
  if (!table) return nothing;
  const names = settingsSchema.map(editorName);
  const given = names.map((name) => [name, name.split(".").reduce<unknown>((at, key) => asTable(at)?.[key], table)] as const);
  return readTable(Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined)), editorName);
}

/** Later layers win: lists replace, severities are joined rule by rule. */
export function mergeSettings(...layers: readonly Partial<Settings>[]): Settings {
  let merged = defaultSettings;
  for (const layer of layers) {
    const given = Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
    merged = { ...merged, ...given, severity: { ...merged.severity, ...layer.severity } };
  }
  return merged;
}

/** What is wrong with a selector, or null. */
export function selectorProblem(selector: string): string | null {
  if (/^(ALL|DEFAULT)$/i.test(selector) || findRule(selector)) return null;
  if (/^HLD\d*$/i.test(selector) && catalogue.some((rule) => rule.code.startsWith(selector.toUpperCase()))) return null;
  const near = nearest(
    selector.toLowerCase(),
    catalogue.map((rule) => rule.slug),
  );
  return `no rule is called "${selector}"${near ? `; did you mean "${near}"?` : ""}`;
}

interface KeyedProblem extends SettingsProblem {
  readonly key: string;
}

function readTable(table: Record<string, unknown>, nameOf: (spec: SettingSpec) => string | null) {
  const specs = new Map(
    settingsSchema.flatMap((spec) => {
      const name = nameOf(spec);
      return name ? [[name, spec] as const] : [];
    }),
  );
  const values: Record<string, unknown> = {};
  const problems: KeyedProblem[] = [];
  for (const [key, given] of Object.entries(table)) {
    const spec = specs.get(key);
    const complain = (message: string, at = key) => problems.push({ message, line: null, key: at });
    if (!spec) {
      const near = nearest(key, [...specs.keys()]);
      complain(`unknown setting "${key}"${near ? `; did you mean "${near}"?` : ""}`);
      continue;
    }
    const value = readers[spec.kind](given, key, complain);
    if (value !== undefined) values[spec.key] = value;
  }
  return { values: values as Partial<Settings>, problems };
}

type Complain = (message: string, at?: string) => void;

const readers: Record<SettingKind, (given: unknown, key: string, complain: Complain) => unknown> = {
  boolean: (given, key, complain) => (typeof given === "boolean" ? given : complain(`"${key}" must be true or false`)),
  number: (given, key, complain) => (typeof given === "number" && given >= 0 ? given : complain(`"${key}" must be a number of at least 0`)),
  file: (given, key, complain) => (typeof given === "string" ? given : complain(`"${key}" must be the name of a file`)),
  selectors: readSelectors,
  patterns: (given, key, complain) => (isStrings(given) ? given : complain(`"${key}" must be a list of patterns, such as ["archive/**"]`)),
  confidence: (given, key, complain) => (isOneOf(confidences, given) ? given : complain(`"${key}" must be one of ${confidences.join(", ")}`)),
  importsCell: (given, key, complain) => (isOneOf(importsCells, given) ? given : complain(`"${key}" must be one of ${importsCells.join(", ")}`)),
  files: (given, key, complain) => (isStrings(given) ? given : complain(`"${key}" must be a list of files, such as ["ml.holdout.json"]`)),
  nameByName(given, key, complain) {
    const table = asTable(given);
    if (!table) return complain(`"${key}" must be a table from names to names, such as { "proj.MyScaler" = "sklearn.preprocessing.StandardScaler" }`);
    return mapTable(table, (value, name) => {
      if (!isDotted(name)) return complain(`"${key}": "${name}" must be a name with its module, such as "proj.MyScaler"`, name);
      return isDotted(value)
        ? value
        : complain(`"${key}": "${name}" must stand for a name with its module, such as "sklearn.preprocessing.StandardScaler"`, name);
    });
  },
  selectorsByPattern(given, key, complain) {
    const table = asTable(given);
    if (!table) return complain(`"${key}" must be a table from patterns to lists of rules, such as { "tests/**" = ["ALL"] }`);
    return mapTable(table, (value, pattern) => readSelectors(value, `${key}.${pattern}`, (message) => complain(message, pattern)));
  },
  severityBySelector(given, key, complain) {
    const table = asTable(given);
    if (!table) return complain(`"${key}" must be a table from rules to severities, such as { HLD203 = "warning" }`);
    return mapTable(table, (value, selector) => {
      const wrong = selectorProblem(selector);
      if (wrong) return complain(`"${key}": ${wrong}`, selector);
      return isOneOf(severities, value) ? value : complain(`"${key}.${selector}" must be one of ${severities.join(", ")}`, selector);
    });
  },
};

function readSelectors(given: unknown, key: string, complain: Complain): string[] | undefined {
  if (!isStrings(given)) {
    complain(`"${key}" must be a list of rules, such as ["HLD1", "tuning-on-test"]`);
    return undefined;
  }
  return given.filter((selector) => {
    const wrong = selectorProblem(selector);
    if (wrong) complain(`"${key}": ${wrong}`);
    return !wrong;
  });
}

const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string");
const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T => values.includes(value as T);
const isDotted = (value: unknown): value is string => typeof value === "string" && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value);
const asTable = (value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null);

function mapTable(table: Record<string, unknown>, read: (value: unknown, key: string) => unknown): Record<string, unknown> {
  const entries = Object.entries(table).map(([key, value]) => [key, read(value, key)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The first line in or after `[tool.holdout…]` that assigns `key`, bare or quoted. The parser gives values without positions. */
export function lineOfKey(text: string, key: string): number | null {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => /^\s*\[\s*tool\s*\.\s*holdout\b/.test(line));
  const named = (line: string) =>
    line.includes(key) &&
    line
      .trim()
      .split(/[=\],[{]/)
      .some((part) => part.trim().replace(/^["']|["']$/g, "") === key || part.trim().endsWith(`.${key}`));
  const at = lines.findIndex((line, index) => index >= first && named(line));
  return at < 0 ? (first < 0 ? null : first + 1) : at + 1;
}

/** The closest name at an edit distance of at most a third of its length. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const distance = editDistance(name, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/**
 * The one schema of all settings: names, types, defaults and descriptions. The reader of `pyproject.toml`, the reader
 * of the editor's settings, the manifest's `contributes.configuration` and the documentation all follow from it.
 */
import type { Confidence, Severity } from "../engine.types.js";

export interface Settings {
  readonly enable: boolean;
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  /** Pattern → selectors. */
  readonly perFileIgnores: Readonly<Record<string, readonly string[]>>;
  /** Selector → severity. */
  readonly severity: Readonly<Record<string, Severity | "off">>;
  readonly exclude: readonly string[];
  readonly minConfidence: Confidence;
  /** Relative to the project's root; "" for none. */
  readonly baseline: string;
  /** Files that describe the project's own transformers, relative to its root. */
  readonly knowledge: readonly string[];
  /** Dotted name → dotted name of the known class or function that it is like. */
  readonly alias: Readonly<Record<string, string>>;
  /** Whether data files that programs read are looked at. */
  readonly evidenceDataFiles: boolean;
  readonly delay: number;
  readonly rowHints: boolean;
  /** Where fixes put the imports that they add to a notebook. */
  readonly fixImportsCell: ImportsCell;
  /** Python that measurements run; "" to ask the Python extension, or the user. */
  readonly measureInterpreter: string;
  /** Seconds for each run of a measurement. */
  readonly measureTimeout: number;
  /** Megabytes above which a smaller copy is offered. */
  readonly measureLargeCopy: number;
}

export const importsCells = ["first", "same"] as const;
export type ImportsCell = (typeof importsCells)[number];

export type SettingKind =
  | "boolean"
  | "number"
  | "file"
  | "selectors"
  | "patterns"
  | "confidence"
  | "importsCell"
  | "selectorsByPattern"
  | "severityBySelector"
  | "files"
  | "nameByName";

export interface SettingSpec {
  readonly key: keyof Settings;
  readonly kind: SettingKind;
  readonly default: Settings[keyof Settings];
  readonly description: string;
  /** Whether a project's `pyproject.toml` may set it, and not only a person's editor. */
  readonly project: boolean;
  /** Its name in the editor, where that is not its key. */
  readonly editorName?: string;
  /** Who may set it in the editor; the resource where it is absent. */
  readonly scope?: "window" | "machine-overridable";
}

export const severities = ["error", "warning", "information", "hint", "off"] as const;
export const confidences = ["certain", "likely", "possible"] as const;

export const settingsSchema: readonly SettingSpec[] = [
  { key: "enable", kind: "boolean", default: true, project: false, description: "Check Python files and notebooks while you type." },
  {
    key: "select",
    kind: "selectors",
    default: ["DEFAULT"],
    project: true,
    description: "Rules to report: codes (`HLD101`), prefixes (`HLD1`), names (`preprocessing-before-split`), `DEFAULT` (every rule but the hints) or `ALL`.",
  },
  {
    key: "ignore",
    kind: "selectors",
    default: [],
    project: true,
    description: "Rules not to report. Between `select` and `ignore`, the more precise selector wins.",
  },
  {
    key: "perFileIgnores",
    kind: "selectorsByPattern",
    default: {},
    project: true,
    description: 'Rules not to report in files whose path matches a pattern, e.g. `{ "tests/**": ["ALL"] }`.',
  },
  {
    key: "severity",
    kind: "severityBySelector",
    default: {},
    project: true,
    description: 'Severity by rule, e.g. `{ "HLD203": "warning" }`; `off` silences the rule, any other severity also turns it on.',
  },
  {
    key: "exclude",
    kind: "patterns",
    default: [],
    project: true,
    description:
      "Files and folders not to check, as in `.gitignore`. Virtual environments, `site-packages`, `.ipynb_checkpoints`, `build` and the like are never checked.",
  },
  {
    key: "minConfidence",
    kind: "confidence",
    default: "likely",
    project: true,
    description:
      "How sure a finding must be: `certain` (every step is modelled), `likely` (one step is guessed, or a careful reader may disagree) or `possible`.",
  },
  {
    key: "knowledge",
    kind: "files",
    default: [],
    project: true,
    description: 'Files that tell what your own classes and functions do to rows, relative to the project, e.g. `["ml.holdout.json"]`.',
  },
  {
    key: "alias",
    kind: "nameByName",
    default: {},
    project: true,
    description: 'Your own names for what Holdout knows, e.g. `{ "proj.features.MyScaler": "sklearn.preprocessing.StandardScaler" }`.',
  },
  {
    key: "evidenceDataFiles",
    kind: "boolean",
    default: true,
    project: true,
    editorName: "evidence.dataFiles",
    description:
      "Look at the CSV, TSV, JSON-lines and Parquet files that a program reads by a literal path: shares of classes, columns that tell the target, repeated ids, copies of rows, order in time. Only files inside the project, in a trusted workspace; nothing leaves the machine.",
  },
  {
    key: "baseline",
    kind: "file",
    default: "holdout-baseline.json",
    project: true,
    description: 'File of findings that may stay, relative to the project, as `holdout check --write-baseline` writes it; `""` for none.',
  },
  {
    key: "rowHints",
    kind: "boolean",
    default: false,
    project: false,
    description: "Show beside each variable which rows it holds: `train`, `test`, `all rows`, `learned from all rows`.",
  },
  {
    key: "delay",
    kind: "number",
    default: 700,
    project: false,
    scope: "window",
    description: "Milliseconds of rest after the last edit before a new finding appears. A cured finding goes at once.",
  },
  {
    key: "fixImportsCell",
    kind: "importsCell",
    default: "first",
    project: true,
    editorName: "fix.importsCell",
    description:
      "Where a quick fix puts an import that it needs in a notebook: `first`, with the imports of the first cell that has some, or `same`, in the cell that uses it.",
  },
  {
    key: "measureInterpreter",
    kind: "file",
    default: "",
    project: false,
    editorName: "measure.interpreter",
    scope: "machine-overridable",
    description:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's own variable, for people to write
      "Python that *Holdout: Measure This Finding* runs programs with: a path, which may start with `~` or `${workspaceFolder}`. Empty: the one that is selected in the Python extension, or the one that you pick.",
  },
  {
    key: "measureTimeout",
    kind: "number",
    default: 600,
    project: false,
    editorName: "measure.timeout",
    description: "Seconds after which *Holdout: Measure This Finding* stops a run. There are six runs.",
  },
  {
    key: "measureLargeCopy",
    kind: "number",
    default: 200,
    project: false,
    editorName: "measure.largeCopy",
    description:
      "Megabytes from which on *Holdout: Measure This Finding* also offers a smaller copy of the folder, without large files that the code does not name.",
  },
];

export const defaultSettings = Object.fromEntries(settingsSchema.map((spec) => [spec.key, spec.default])) as unknown as Settings;

export const editorName = (spec: SettingSpec): string => spec.editorName ?? spec.key;

/** `perFileIgnores` → `per-file-ignores`. */
export const kebabCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const jsonTypes: Record<SettingKind, object> = {
  boolean: { type: "boolean" },
  number: { type: "number", minimum: 0 },
  file: { type: "string" },
  selectors: { type: "array", items: { type: "string" } },
  patterns: { type: "array", items: { type: "string" } },
  confidence: { type: "string", enum: [...confidences] },
  importsCell: { type: "string", enum: [...importsCells] },
  selectorsByPattern: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
  files: { type: "array", items: { type: "string" } },
  nameByName: { type: "object", additionalProperties: { type: "string" } },
  severityBySelector: { type: "object", additionalProperties: { type: "string", enum: [...severities] } },
};

/**
 * `contributes.configuration.properties` of the manifest. What a project may set has the default `null` there, because
 * the editor cannot tell "left alone" from "set to the default", and only what was set may win over the project's file.
 */
export function manifestProperties(): Record<string, object> {
  const properties = settingsSchema.map((spec) => {
    const json = jsonTypes[spec.kind] as { type: string; enum?: readonly string[] };
    const shape = spec.project ? { ...json, type: [json.type, "null"], ...(json.enum && { enum: [...json.enum, null] }) } : json;
    const scope = spec.scope ?? "resource";
    return [`holdout.${editorName(spec)}`, { ...shape, default: spec.project ? null : spec.default, markdownDescription: spec.description, scope }];
  });
  return Object.fromEntries(properties) as Record<string, object>;
}

/** JSON schema of the `[tool.holdout]` table. */
export function projectSchema(): object {
  const properties = settingsSchema
    .filter((spec) => spec.project)
    .map((spec) => [kebabCase(spec.key), { ...jsonTypes[spec.kind], default: spec.default, description: spec.description }]);
  return { $schema: "http://json-schema.org/draft-07/schema#", type: "object", additionalProperties: false, properties: Object.fromEntries(properties) };
}

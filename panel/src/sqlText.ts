/** The SQL behind a column's figures, to run and doubt it elsewhere: DuckDB's dialect, over the files themselves. */
import * as l10n from "@vscode/l10n";
import type { ColumnProfile } from "../../server/src/drift/profile.js";
import { asNumber, distancesSql, doubles, isFiniteNumber, name } from "../../server/src/host/duckdb/sql.js";

type Sides<T> = readonly [reference: T, current: T];

/** `relations`: what to select from; null for a baseline, whose rows nobody has. */
export function sqlFor(profiles: Sides<ColumnProfile>, relations: Sides<string | null>, edges: readonly number[] | null): string {
  const parts: string[] = [];
  const labels = [l10n.t("reference"), l10n.t("current")] as const;
  profiles.forEach((profile, i) => {
    const relation = relations[i];
    if (!relation) return;
    const x = name(profile.name);
    parts.push(`-- ${l10n.t("{0}: missing values", labels[i] ?? "")}\nSELECT count(*) AS rows, count(*) - count(${x}) AS missing FROM ${relation};`);
    if (profile.kind === "number" && edges && edges.length > 0)
      parts.push(
        `-- ${l10n.t("{0}: the histogram; a bin is named by its upper edge", labels[i] ?? "")}\nSELECT histogram(${asNumber(profile)}, ${doubles(edges)}) FROM ${relation} WHERE ${isFiniteNumber(profile)};`,
      );
    if (profile.kind === "category")
      parts.push(
        `-- ${l10n.t("{0}: categories", labels[i] ?? "")}\nSELECT ${x}, count(*) AS n FROM ${relation} WHERE ${x} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC;`,
      );
  });
  const [reference, current] = relations;
  if (reference && current && profiles[0].kind === "number") {
    const sql = distancesSql({ relation: reference, column: profiles[0] }, { relation: current, column: profiles[1] });
    parts.push(`-- ${l10n.t("D, where it is, and the gap there; the Wasserstein distance; the integral of the squared gap; numbers of rows")}${sql};`);
  }
  return parts.length > 0 ? `${parts.join("\n\n").replaceAll(/\n {4}/g, "\n")}\n` : `-- ${l10n.t("A baseline has no rows to ask.")}\n`;
}

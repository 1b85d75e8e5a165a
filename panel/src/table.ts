/** The table of columns. Only rows in sight are in the page, so 500 columns scroll as 20 do; rows are moved in by keys, and are told their number. */
import * as l10n from "@vscode/l10n";
import type { Trend } from "../../server/src/drift/history.js";
import { wordFor } from "../../server/src/drift/words.js";
import { effectBar, miniHistogram } from "./charts.js";
import { h } from "./dom.js";
import { stateIcon } from "./icons.js";
import { effectText, effectTitle, floorText, isAlarm, missingText, pText, type Row, type Sort, type SortKey, stateWord } from "./rows.js";
import { sparkline, trendText } from "./trend.js";

const rowHeight = 46;
/** Rows beyond those in sight, on either side. */
const spare = 6;

export interface TableEvents {
  readonly select: (name: string) => void;
  readonly sort: (by: SortKey) => void;
  readonly uses: (name: string) => void;
  readonly scrolled: (top: number) => void;
}

interface Head {
  readonly key: SortKey | null;
  readonly title: () => string;
  readonly hint?: () => string;
  readonly className?: string;
}

const trendHead: Head = { key: null, title: () => l10n.t("Trend"), hint: () => l10n.t("distance in each comparison of the history"), className: "trend" };

const usualHeads: readonly Head[] = [
  { key: "state", title: () => l10n.t("Verdict"), className: "state" },
  { key: "name", title: () => l10n.t("Column"), className: "name" },
  { key: null, title: () => l10n.t("Distribution"), hint: () => l10n.t("filled: reference; line: current"), className: "distribution" },
  { key: "effect", title: () => l10n.t("Effect"), hint: () => l10n.t("against its floors for moderate and major"), className: "effect" },
  { key: "p", title: () => l10n.t("Adjusted p"), className: "p" },
  { key: "missing", title: () => l10n.t("Missing"), hint: () => l10n.t("before → now"), className: "missing" },
  { key: "new", title: () => l10n.t("New categories"), className: "new" },
  { key: null, title: () => l10n.t("Code"), className: "code" },
];

export class Table {
  readonly element: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly grid: HTMLTableElement;
  private readonly body: HTMLTableSectionElement;
  private readonly headRow: HTMLTableRowElement;
  private rows: readonly Row[] = [];
  private selected: string | null = null;
  private sort: Sort = { by: "state", descending: false };
  private trends: ReadonlyMap<string, Trend> = new Map();
  private drawn = "";

  constructor(private readonly events: TableEvents) {
    this.headRow = h("tr", { "aria-rowindex": 1 });
    this.body = h("tbody");
    this.grid = h("table", { role: "grid", "aria-label": l10n.t("Columns"), "aria-colcount": usualHeads.length }, h("thead", {}, this.headRow), this.body);
    this.scroller = h("div", { class: "scroller" }, this.grid);
    this.element = this.scroller;
    this.scroller.addEventListener("scroll", () => {
      this.draw();
      events.scrolled(this.scroller.scrollTop);
    });
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  show(rows: readonly Row[], selected: string | null, sort: Sort, trends: readonly Trend[] = []): void {
    this.rows = rows;
    this.trends = new Map(trends.filter(({ values }) => values.length > 1).map((trend) => [trend.name, trend]));
    this.grid.setAttribute("aria-colcount", String(this.heads().length));
    this.grid.classList.toggle("with-trends", this.trends.size > 0);
    this.selected = selected;
    this.sort = sort;
    this.drawn = "";
    this.grid.setAttribute("aria-rowcount", String(rows.length + 1));
    this.drawHead();
    this.draw();
  }

  scrollTo(top: number): void {
    this.scroller.scrollTop = top;
    this.draw();
  }

  focusSelected(): void {
    this.focusRow(
      Math.max(
        0,
        this.rows.findIndex(({ name }) => name === this.selected),
      ),
    );
  }

  /** That of the trend is there once there is one. */
  private heads(): readonly Head[] {
    return this.trends.size > 0 ? [...usualHeads.slice(0, -1), trendHead, ...usualHeads.slice(-1)] : usualHeads;
  }

  private drawHead(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.sort : undefined;
    this.headRow.replaceChildren(
      ...this.heads().map(({ key, title, hint, className }, i) => {
        const { by, descending } = this.sort;
        const on = key !== null && key === by;
        const attributes = {
          scope: "col",
          class: className,
          "aria-colindex": i + 1,
          "aria-sort": on ? (descending ? "descending" : "ascending") : null,
          title: hint?.(),
        };
        if (key === null) return h("th", attributes, title());
        const arrow = on && h("span", { class: "arrow", "aria-hidden": "true" }, descending ? " ▾" : " ▴");
        return h("th", attributes, h("button", { class: "sort", "data-sort": key, click: () => this.events.sort(key) }, title(), arrow));
      }),
    );
    if (focused) this.headRow.querySelector<HTMLElement>(`[data-sort="${focused}"]`)?.focus();
  }

  /** Puts the rows in sight into the page, between two empty rows as high as those that are not. */
  private draw(): void {
    const height = this.scroller.clientHeight || 600;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - spare);
    const last = Math.min(this.rows.length, Math.ceil((this.scroller.scrollTop + height) / rowHeight) + spare);
    const key = `${first}-${last}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const focused = document.activeElement instanceof HTMLElement && this.body.contains(document.activeElement) ? document.activeElement : null;
    const focusedRow = focused?.closest("tr")?.dataset.name;
    const onButton = focused?.tagName === "BUTTON";
    const columns = this.headRow.cells.length;
    const shown = this.rows.slice(first, last).map((row, i) => this.row(row, first + i));
    this.body.replaceChildren(space(first, columns), ...shown, space(this.rows.length - last, columns));
    if (focusedRow === undefined) return;
    const row = this.rowElement(focusedRow);
    (onButton ? row?.querySelector("button") : row)?.focus({ preventScroll: true });
  }

  private row(row: Row, index: number): HTMLTableRowElement {
    const { name, kind, column, check, state } = row;
    const isSelected = name === this.selected;
    // One row is in the order of the tab key; arrows move between rows.
    const inOrder = isSelected || (index === 0 && !this.rows.some((each) => each.name === this.selected));
    const role = column && column.role !== "feature" ? ` · ${wordFor(column.role)}` : "";
    const element = h(
      "tr",
      { "data-name": name, "aria-rowindex": index + 2, "aria-selected": isSelected, tabindex: inOrder ? 0 : -1, class: `row ${state}` },
      h("td", { class: "state", title: stateWord(state) }, stateIcon(state), h("span", {}, stateWord(state))),
      h(
        "th",
        { scope: "row", class: "name", title: name },
        h("span", { class: "title" }, name || l10n.t("(no name)")),
        h("span", { class: "kind" }, `${wordFor(kind)}${role}`),
      ),
      h(
        "td",
        { class: "distribution" },
        column?.histogram ? miniHistogram(column.histogram) : "",
        h("span", { class: "moved", title: check?.moved }, check?.moved ?? row.sentence),
      ),
      h(
        "td",
        { class: "effect", title: check && effectTitle(check) },
        check && effectBar(check.effect.value, check.floor, check.level),
        check && h("span", { class: "figure" }, effectText(check), h("span", { class: "faint" }, ` ${floorText(check)}`)),
      ),
      h("td", { class: "p" }, check ? pText(check) : "–"),
      h("td", { class: isAlarm(row, "missing") ? "missing alarm" : "missing" }, missingText(row.missing)),
      h("td", { class: isAlarm(row, "newCategory") ? "new alarm" : "new" }, row.newShare > 0 ? `${Number((row.newShare * 100).toPrecision(2))} %` : "–"),
      this.trends.size > 0 && trendCell(this.trends.get(name)),
      h(
        "td",
        { class: "code" },
        h(
          "button",
          {
            class: "link",
            tabindex: isSelected ? 0 : -1,
            "aria-label": l10n.t("Go to where the code uses {0}", name),
            title: l10n.t("Go to where the code uses this column"),
          },
          l10n.t("Go to"),
        ),
      ),
    );
    for (const [i, cell] of [...element.children].entries()) cell.setAttribute("aria-colindex", String(i + 1));
    return element;
  }

  private rowElement(name: string): HTMLTableRowElement | undefined {
    return [...this.body.querySelectorAll<HTMLTableRowElement>("tr[data-name]")].find((row) => row.dataset.name === name);
  }

  private click(event: Event): void {
    const target = event.target as Element;
    const name = target.closest<HTMLElement>("tr[data-name]")?.dataset.name;
    if (name === undefined) return;
    if (target.closest("button")) this.events.uses(name);
    else this.events.select(name);
  }

  private key(event: KeyboardEvent): void {
    const name = (event.target as Element).closest<HTMLElement>("tr[data-name]")?.dataset.name;
    const at = this.rows.findIndex((row) => row.name === name);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / rowHeight) - 2);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.rows.length - 1 };
    const to = moves[event.key];
    const onButton = (event.target as Element).tagName === "BUTTON";
    if (to !== undefined) this.focusRow(to);
    else if ((event.key === "Enter" || event.key === " ") && !onButton) this.events.select((this.rows[at] as Row).name);
    else if ((event.key === "g" || event.key === "G") && !onButton) this.events.uses((this.rows[at] as Row).name);
    else return;
    event.preventDefault();
  }

  private focusRow(index: number): void {
    const at = Math.min(this.rows.length - 1, Math.max(0, index));
    const row = this.rows[at];
    if (!row) return;
    const head = this.headRow.offsetHeight;
    const top = at * rowHeight;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight + head > scrollTop + clientHeight) this.scroller.scrollTop = top + rowHeight + head - clientHeight;
    this.draw();
    this.rowElement(row.name)?.focus({ preventScroll: true });
  }
}

/** The rows out of sight: as high as they are, over all columns and no more, since another column would take its share of the width. */
function space(rows: number, columns: number): HTMLTableRowElement {
  const row = h("tr", { class: "space", "aria-hidden": "true" }, h("td", { colspan: columns }));
  row.style.height = `${rows * rowHeight}px`;
  return row;
}

function trendCell(trend: Trend | undefined): HTMLTableCellElement {
  if (!trend) return h("td", { class: "trend" }, "–");
  return h("td", { class: "trend", title: trendText(trend) }, sparkline(trend.values), h("span", { class: "unseen" }, trendText(trend)));
}

/** The two tabs of the panel. Arrows move between them, as in every list of tabs. */
import * as l10n from "@vscode/l10n";
import { h } from "./dom.js";
import type { Tab } from "./messages.js";

const tabs = (): readonly (readonly [Tab, string])[] => [
  ["columns", l10n.t("Columns")],
  ["time", l10n.t("Over time")],
];

export function tabList(selected: Tab, select: (tab: Tab) => void): HTMLElement {
  return h(
    "div",
    {
      class: "tabs",
      role: "tablist",
      "aria-label": l10n.t("What is compared"),
      keydown: (event) => {
        const { key } = event as KeyboardEvent;
        if (key !== "ArrowLeft" && key !== "ArrowRight") return;
        event.preventDefault();
        const next = selected === "time" ? "columns" : "time";
        select(next);
        document.getElementById(`tab-${next}`)?.focus();
      },
    },
    ...tabs().map(([tab, title]) =>
      h(
        "button",
        { id: `tab-${tab}`, role: "tab", "aria-selected": String(tab === selected), tabindex: tab === selected ? 0 : -1, click: () => select(tab) },
        title,
      ),
    ),
  );
}

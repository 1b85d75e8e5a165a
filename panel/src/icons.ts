/** Shapes for verdicts: each its own, so that colour is never all there is. */
import { s } from "./dom.js";
import type { RowState } from "./rows.js";

const paths: Record<RowState, string> = {
  major: "M8 1.5 15 14H1z M7.4 6h1.2v4H7.4z M7.4 11h1.2v1.4H7.4z",
  missing: "M8 1.5 15 14H1z M7.4 6h1.2v4H7.4z M7.4 11h1.2v1.4H7.4z",
  moderate: "M8 1.2 14.8 8 8 14.8 1.2 8z M7.4 4.5h1.2v4.6H7.4z M7.4 10h1.2v1.4H7.4z",
  ok: "M6.4 12.6 2 8.2l1.2-1.2 3.2 3.2 6.4-6.4L14 5z",
  "not-enough-rows": "M2.5 7h2.4v2.4H2.5z M6.8 7h2.4v2.4H6.8z M11.1 7h2.4v2.4h-2.4z",
  "not-compared": "M3 7.2h10v1.6H3z",
  comparing: "M8 2a6 6 0 1 1-6 6h1.5A4.5 4.5 0 1 0 8 3.5z",
  new: "M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2z",
};

export const stateIcon = (state: RowState): SVGSVGElement =>
  s(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: `icon ${state}` },
    s("path", { d: paths[state], "fill-rule": "evenodd" }),
  );

/** Blocks as HTML: as a page of its own that loads nothing, or as the body of a view in the editor, whose places are buttons. Everything a program says is escaped. */
import * as l10n from "@vscode/l10n";
import { type Block, type Inline, type Place, placeText, type Rendering, type Text } from "./blocks.js";
import { language } from "./words.js";

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export interface HtmlRendering extends Rendering {
  /** Places become buttons and actions are shown: in the editor. */
  readonly live: boolean;
}

/** A self-contained page: no scripts, nothing loaded from anywhere. */
export function toHtmlPage(title: string, blocks: readonly Block[], how: Rendering = {}): string {
  return `<!doctype html>
<html lang="${escaped(language())}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${pageStyle}</style></head><body><main>
${toHtml(blocks, { ...how, live: false })}
</main></body></html>
`;
}

export function toHtml(blocks: readonly Block[], how: HtmlRendering): string {
  return blocks.map((b) => htmlBlock(b, how)).join("\n");
}

function htmlBlock(b: Block, how: HtmlRendering): string {
  const text = (t: Text): string => t.map((x) => htmlInline(x, how)).join("");
  // A summary is a button itself and holds no others.
  const still = (t: Text): string => t.map((x) => htmlInline(x, { ...how, live: false })).join("");
  switch (b.k) {
    case "heading":
      return `<h${b.level}${b.id ? ` id="${escaped(b.id)}"` : ""}>${text(b.text)}</h${b.level}>`;
    case "para":
      return `<p>${text(b.text)}</p>`;
    case "list": {
      const tag = b.ordered ? "ol" : "ul";
      return `<${tag}>${b.items.map((item) => `<li>${text(item)}</li>`).join("")}</${tag}>`;
    }
    case "table": {
      const head = b.head.map((h) => `<th scope="col">${escaped(h)}</th>`).join("");
      const rows = b.rows.map((cells) => `<tr>${cells.map((c, i) => (i === 0 ? `<th scope="row">${text(c)}</th>` : `<td>${text(c)}</td>`)).join("")}</tr>`);
      return `<div class="wide" role="group" aria-label="${escaped(b.caption)}" tabindex="0"><table><caption>${escaped(b.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
    }
    case "details":
      return `<details${b.open ? " open" : ""}><summary>${still(b.summary)}</summary>${toHtml(b.blocks, how)}</details>`;
    case "log":
      return `<pre tabindex="0">${escaped(b.text)}</pre>`;
    case "drawing":
      return `<figure>${b.svg}</figure>${b.words.length ? `<details><summary>${escaped(l10n.t("The same in words"))}</summary>${toHtml(b.words, how)}</details>` : ""}`;
  }
}

function htmlInline(x: Inline, how: HtmlRendering): string {
  if (typeof x === "string") return escaped(x);
  if ("code" in x) return `<code>${escaped(x.code)}</code>`;
  if ("strong" in x) return `<strong>${escaped(x.strong)}</strong>`;
  if ("tag" in x) return `<strong class="tag ${x.tone}">${escaped(x.tag)}</strong>`;
  if ("place" in x) {
    const text = escaped(x.text ?? placeText(x.place, how));
    return how.live ? `<button type="button" class="jump" ${jumpAttributes(x.place)}>${text}</button>` : text;
  }
  if ("link" in x) return `<a href="${escaped(x.link)}">${escaped(x.text)}</a>`;
  return how.live
    ? `<button type="button" class="action" data-action="${escaped(x.action)}" data-argument="${escaped(x.argument)}">${escaped(x.text)}</button>`
    : x.page
      ? `<a href="${escaped(x.page)}">${escaped(x.text)}</a>`
      : "";
}

/** What the view hands to the editor when a place is clicked. */
export const jumpAttributes = ({ filename, cell, location }: Place): string =>
  `data-file="${escaped(filename)}" data-cell="${cell ?? ""}" data-row="${location.row}" data-column="${location.column}"`;

const pageStyle = `:root{color-scheme:light dark;--bad:#b3261e;--unsure:#7a4f00;--good:#1b6e3c;--line:#8886;--soft:#8881;--fg:CanvasText;--bg:Canvas;--leak:#c62828}
@media(prefers-color-scheme:dark){:root{--bad:#ff8a80;--unsure:#ffc66d;--good:#7fd6a2;--leak:#ff6b60}}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:1px solid var(--line)}h3{font-size:1.05rem}h4{font-size:1rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.4rem 0}td,th{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}tbody th{font-weight:400}
code{background:var(--soft);padding:0 .2em;border-radius:3px}.wide,pre{overflow-x:auto}pre{background:var(--soft);padding:.6em}.tag.bad{color:var(--bad)}.tag.unsure{color:var(--unsure)}.tag.good{color:var(--good)}
figure{margin:1rem 0;overflow:auto}summary{cursor:pointer}@media print{details>*{display:block}}`;

/** The script of every view: hands clicks to the extension, and shows one of several drawings. It knows nothing of what is shown. */
declare function acquireVsCodeApi(): { postMessage(message: object): void; getState(): unknown; setState(state: unknown): void };

const editor = acquireVsCodeApi();

const shownGrouping = (): string | undefined => document.querySelector<HTMLElement>(".drawing:not([hidden])")?.dataset.grouping;

function act(target: Element): boolean {
  const place = target.closest<HTMLElement | SVGElement>("[data-file]");
  if (place) {
    const { file, cell, row, column } = place.dataset;
    editor.postMessage({ type: "jump", file, cell, row, column });
    return true;
  }
  const button = target.closest<HTMLElement>("button");
  if (!button) return false;
  const { action, argument, show } = button.dataset;
  if (action) editor.postMessage({ type: "action", action, argument });
  else if (show) showGrouping(show);
  else if (button.dataset.export) editor.postMessage({ type: "export", format: button.dataset.export, grouping: shownGrouping() });
  else if ("fit" in button.dataset) button.setAttribute("aria-pressed", String(document.querySelector(".canvas")?.classList.toggle("fit") ?? false));
  else if ("copy" in button.dataset) editor.postMessage({ type: "copy" });
  else if ("refresh" in button.dataset) editor.postMessage({ type: "refresh" });
  else return false;
  return true;
}

function showGrouping(grouping: string): void {
  for (const drawing of document.querySelectorAll<HTMLElement>(".drawing")) drawing.hidden = drawing.dataset.grouping !== grouping;
  for (const button of document.querySelectorAll<HTMLElement>("button[data-show]"))
    button.setAttribute("aria-pressed", String(button.dataset.show === grouping));
  editor.setState({ grouping });
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && act(event.target)) event.preventDefault();
});
// Boxes of a drawing are buttons that the browser does not know as such.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  const target = event.target;
  if (target instanceof SVGElement && act(target)) event.preventDefault();
});

const remembered = editor.getState() as { grouping?: string } | undefined;
if (remembered?.grouping && document.querySelector(`.drawing[data-grouping="${CSS.escape(remembered.grouping)}"]`)) showGrouping(remembered.grouping);

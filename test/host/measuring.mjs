// Measures a finding in a workbench as a person would: the command, the question before anything runs, the result and the cancel button.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sleep } from "./code-server.mjs";
import { run } from "./driftPanel.mjs";

const programs = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "measure", "programs");

/** A folder with programs of test/measure, and `python` as the interpreter that is set for it. */
export function writeMeasureWorkspace(folder, python) {
  fs.mkdirSync(path.join(folder, ".vscode"), { recursive: true });
  for (const name of ["selected.py", "endless.py"]) {
    const text = fs.readFileSync(path.join(programs, name), "utf8");
    fs.writeFileSync(path.join(folder, name), text.replace("PID_FILE", path.join(path.dirname(folder), "pids")).replace(/^# .*\n/, ""));
  }
  fs.writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify({ "holdout.measure.interpreter": python }));
}

/** Opens a file, waits until its finding is underlined, and asks to have it measured. What is asked then is returned as text. */
export async function askToMeasure(page, file) {
  await run(page, "View: Close All Editors");
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await sleep(300);
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: file }).waitFor();
  await page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning").first().waitFor({ timeout: 60_000 });
  await run(page, "Holdout: Measure This Finding");
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.waitFor({ timeout: 120_000 });
  return dialog.innerText();
}

export async function answer(page, button) {
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: button }).first().click();
  await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
}

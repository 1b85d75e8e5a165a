/** What VS Code calls in its extension host: runs every *.test.js beside this file (or those with HOLDOUT_HOST_ONLY in their name) and leaves the tally in a file for the process outside. */
import * as fs from "node:fs";
import * as path from "node:path";

export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, retries: 1, slow: 20_000, color: false, reporter: "spec" });
  for (const name of fs.readdirSync(__dirname).sort())
    if (name.endsWith(".test.js") && name.includes(process.env.HOLDOUT_HOST_ONLY ?? "")) mocha.addFile(path.join(__dirname, name));
  const failed: string[] = [];
  let passed = 0;
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("pass", () => passed++);
    // A workbench under load may swallow a key. A check that needs its second try is named, with what went wrong in the first.
    runner.on("retry", (test, error) => console.log(`    second try: ${test.fullTitle()}\n${error.stack ?? error}`));
    runner.on("fail", (test) => failed.push(test.fullTitle()));
  });
  const results = process.env.HOLDOUT_HOST_RESULTS;
  if (results) fs.writeFileSync(results, JSON.stringify({ passed, failed }));
  if (failed.length > 0) throw new Error(`${failed.length} host tests failed`);
}

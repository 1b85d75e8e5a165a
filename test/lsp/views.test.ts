/** Views of a whole workspace through the protocol: they say how far they are and can be stopped. */
import { expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver";
import { startSession } from "./session.js";

const fit = "s.fit_transform(a)\n";

it.each([
  ["a report", "holdout/view", { view: "report", uri: null }, null],
  ["readiness", "holdout/view", { view: "readiness", uri: null }, null],
  ["a model card", "holdout/modelCard", { uri: null, existing: null }, { text: null, problem: null }],
])("can be cancelled on the way to %s, which says how far it is", async (_, method, params, nothing) => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}.py`, fit]));
  const session = await startSession({ files: many });
  const source = new CancellationTokenSource();
  const request = session.client.sendRequest(method, { ...params, workDoneToken: "t" }, source.token);
  await session.until(() => session.progress.filter(({ kind }) => kind === "report").length > 3);
  source.cancel();
  expect(await request).toEqual(nothing);
  await session.until(() => session.progress.at(-1)?.kind === "end");
  const steps = session.progress.filter(({ kind }) => kind === "report");
  expect(steps[0]?.message).toMatch(/^1 of 300: m0\.py$/);
  expect(steps.length).toBeLessThan(300);
});

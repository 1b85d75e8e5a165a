/** A project's own knowledge in the editor: read again when its file changes, its faults shown where they are. */
import { describe, expect, it } from "vitest";
import { testEngine } from "../helpers/check.js";
import { startSession } from "./session.js";

const program = `import pandas as pd
from proj.features import MyScaler
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X = MyScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const row = (more: string) => `{"modules": {"proj.features": {"classes": {\n"MyScaler": {"is": "transformer"${more}}}}}}`;

describe("knowledge", () => {
  it("is read from the project and read again when it changes", async () => {
    const files = {
      "pyproject.toml": '[tool.holdout]\nselct = []\nknowledge = ["own.json", "gone.json"]\n',
      "own.json": row(', "traits": {"stateless": true}'),
    };
    const session = await startSession({ files, engine: await testEngine() });
    const uri = session.openScript("a.py", program);
    await session.nextStatus();
    expect(session.messages(uri)).toEqual([]);
    expect(session.messages(session.uri("pyproject.toml"))).toEqual([
      'unknown setting "selct"; did you mean "select"?',
      '"knowledge": cannot read "gone.json"',
    ]);
    const write = async (text: string) => {
      session.write("own.json", text);
      await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: session.uri("own.json"), type: 2 }] });
    };
    await write(row(""));
    await session.until(() => session.messages(uri).length === 1);
    await write(row(', "traits": {"stateles": true}'));
    await session.until(() => session.messages(session.uri("own.json")).length === 1);
    expect(session.messages(session.uri("own.json"))[0]).toContain('unknown key "stateles"; did you mean "stateless"?');
    expect(session.diagnostics(session.uri("own.json"))[0]?.range.start.line).toBe(1);
    await write(row(', "traits": {"stateless": true}'));
    await session.until(() => session.messages(session.uri("own.json")).length === 0 && session.messages(uri).length === 0);
  });
});

/** Data files in the editor: looked at in the background, only where the workspace is trusted, and again when they change. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { testEngine } from "../helpers/check.js";
import { type Session, type SessionOptions, startSession } from "./session.js";

const program = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("data/d.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age"]], df["fraud"], stratify=df["fraud"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`;
const data = (rare: number) => `age,fraud\n${Array.from({ length: 400 }, (_, i) => `${i},${i % rare === 0 ? 1 : 0}`).join("\n")}\n`;
const message = "Accuracy is the only metric, and the classes are imbalanced";

const start = async (options: SessionOptions & { data?: string } = {}): Promise<Session> =>
  startSession({ engine: await testEngine(), files: { "data/d.csv": options.data ?? data(20) }, trusted: true, ...options });

/** Checks have come to rest: so many have been shown, and nothing follows. */
async function settled(session: Session): Promise<void> {
  await session.nextStatus();
  await new Promise((resolve) => setTimeout(resolve, 150));
}

describe("data files", () => {
  it("raise a finding as soon as they are known", async () => {
    const session = await start();
    const uri = session.openScript("a.py", program);
    await session.until(() => session.messages(uri).includes(message));
    expect(session.statuses[0]?.findings).toBe(0); // The first check did not wait.
  });

  it.each([
    'df["age"] = df["age"].fillna(df["age"].median())',
    'asked = pd.read_csv("data/asked.csv")\nboth = pd.concat([df, asked])\nboth["age"] = both["age"].fillna(both["age"].median())\ndf = both[:len(df)]',
  ])("silence a finding as soon as they are known: %s", async (fill) => {
    const session = await start();
    const uri = session.openScript("a.py", program.replace("X_train, X_test", `${fill}\nX_train, X_test`));
    const ofFills = () => session.messages(uri).filter((x) => x.includes("median"));
    await session.until(() => ofFills().length > 0);
    await session.until(() => ofFills().length === 0);
    expect(ofFills()).toEqual([]);
  });

  it("are read as Parquet too", async () => {
    const session = await start();
    const fixture = path.join(import.meta.dirname, "../profiles/parquet/pandas.parquet");
    fs.copyFileSync(fixture, path.join(session.folder, "data", "d.parquet"));
    const text = program.replace('read_csv("data/d.csv")', 'read_parquet("data/d.parquet")').replaceAll('"age"', '"dose"').replaceAll('"fraud"', '"healthy"');
    const uri = session.openScript("a.py", text);
    await session.until(() => session.messages(uri).includes(message));
    fs.truncateSync(path.join(session.folder, "data", "d.parquet"), 4_000);
    const other = session.openScript("b.py", text);
    await session.until(() => session.logs.some((line) => line.includes("d.parquet is no evidence: it is damaged, or no Parquet file")));
    expect(session.messages(other)).toEqual([]);
  });

  it("are looked at from notebooks too", async () => {
    const session = await start();
    const { cells } = session.openNotebook("n.ipynb", program.split(/(?<=\n)(?=df|model)/));
    await session.until(() => session.messages(cells.at(-1) as string).includes(message));
    expect(session.messages(cells[0] as string)).toEqual([]);
  });

  it("are left alone in a workspace that is not trusted, until it is", async () => {
    const session = await start({ trusted: false });
    const uri = session.openScript("a.py", program);
    await settled(session);
    expect(session.messages(uri)).toEqual([]);
    await session.client.sendNotification("holdout/trusted");
    await session.until(() => session.messages(uri).includes(message));
  });

  it.each([{ evidence: { dataFiles: false } }])("are left alone by %j", async (settings) => {
    const session = await start({ settings });
    const uri = session.openScript("a.py", program);
    await settled(session);
    expect(session.messages(uri)).toEqual([]);
  });

  it("are left alone where the project says so", async () => {
    const session = await start({ files: { "data/d.csv": data(20), "pyproject.toml": "[tool.holdout]\nevidence-data-files = false\n" } });
    const uri = session.openScript("a.py", program);
    await settled(session);
    expect(session.messages(uri)).toEqual([]);
  });

  it("are looked at again when they have changed", async () => {
    const session = await start({ data: data(2) });
    const uri = session.openScript("a.py", program);
    await settled(session);
    expect(session.messages(uri)).toEqual([]);
    fs.writeFileSync(path.join(session.folder, "data", "d.csv"), data(25));
    // A check asks again, though not more often than every two seconds.
    for (let i = 0; i < 40 && session.messages(uri).length === 0; i++) {
      session.edit(uri, "random_state", "random_state");
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    expect(session.messages(uri)).toEqual([message]);
  });

  it("that are broken are said to be so in the log, and raise nothing", async () => {
    const session = await start({ data: `${data(20)}1,2,3\n` });
    const uri = session.openScript("a.py", program);
    await session.until(() => session.logs.some((line) => line.includes("d.csv is no evidence: line 402 has 3 fields, and there are 2 columns")));
    expect(session.messages(uri)).toEqual([]);
  });

  it("are not read where the server has no files of its own", async () => {
    const session = await start({ web: true });
    const uri = session.openScript("a.py", program);
    await settled(session);
    expect(session.messages(uri)).toEqual([]);
  });
});

/** The real analysis behind the server, while the examples of the rules are typed. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { noFiles } from "../../server/src/program/program.js";
import { rules } from "../../server/src/rules/index.js";
import { defaults, testEngine } from "../helpers/check.js";
import { noRest, type Session, startSession } from "./session.js";

const examples = rules.flatMap((rule) =>
  rule.examples.flatMap((example) =>
    [example.bad, example.good].filter((text) => text !== undefined).map((text) => [`${rule.code} ${example.title}`, text] as const),
  ),
);

/** Every state of a text while it is typed in an editor that closes brackets and quotes by itself. */
function* statesOf(text: string): Generator<string> {
  const closers: Record<string, string> = { "(": ")", "[": "]", "{": "}", '"': '"', "'": "'" };
  let behind = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (behind.startsWith(c)) behind = behind.slice(1);
    else if (closers[c]) behind = closers[c] + behind;
    yield text.slice(0, i + 1) + behind;
  }
}

describe("typing an example", () => {
  it.each(examples)("ends where reading it begins: %s", async (_, text) => {
    const engine = await testEngine();
    const unit = (typed: string) => ({ path: "/a.py", kind: "script" as const, units: [{ source: sourceId("a"), text: typed, cell: null }] });
    const typing = engine.open(noFiles);
    let step = 0;
    for (const state of statesOf(text)) {
      typing.update(unit(state), { keepBroken: true });
      if (++step % 7 === 0) typing.check(defaults);
    }
    typing.update(unit(text), { keepBroken: true });
    const fresh = engine.open(noFiles);
    fresh.update(unit(text));
    expect(typing.check(defaults)).toEqual(fresh.check(defaults));
    typing.dispose();
    fresh.dispose();
  });

  it("shows nothing before a rest", { timeout: 60_000 }, async () => {
    const session = await startSession({ engine: await testEngine(), settings: { delay: noRest } });
    for (const [i, [, text]] of examples.entries()) {
      const uri = session.openScript(`a${i}.py`, "\n");
      await session.nextStatus();
      let typed = "\n";
      for (const state of statesOf(text)) {
        session.edit(uri, typed, `${state}\n`);
        typed = `${state}\n`;
        if (typed.length % 40 === 0) await session.nextStatus();
      }
    }
    expect(session.published.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });
});

it("follows rows through cells, and back again when they move", async () => {
  const session = await startSession({ engine: await testEngine() });
  const cells = [
    "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.linear_model import LogisticRegression\ndf = pd.read_csv('a.csv')\nX, y = df.drop(columns='t'), df['t']",
    "# Scale",
    "X = StandardScaler().fit_transform(X)",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)",
    "model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))",
  ];
  const { notebook, cells: uris } = session.openNotebook(
    "a.ipynb",
    cells.map((text, i) => ({ text, kind: i === 1 ? ("markdown" as const) : ("code" as const) })),
  );
  const scaling = uris[2] as string;
  await session.until(() => session.marked(scaling).join() === "fit_transform");
  expect(session.diagnostics(scaling)[0]?.relatedInformation?.map(({ location }) => uris.indexOf(location.uri))).toEqual([0, 2, 3, 4, 4]);
  session.moveCell(notebook, 2, 4);
  await session.until(() => session.diagnostics(scaling).length === 0);
  session.moveCell(notebook, 4, 2);
  await session.until(() => session.marked(scaling).join() === "fit_transform");
  session.edit(scaling, "(X)", "(X)  # holdout: ignore[HLD101]", notebook);
  await session.until(() => session.diagnostics(scaling).length === 0);
});

describe("hovering over a variable", () => {
  const textAt = async (session: Session, uri: string, line: number, character: number): Promise<string> => {
    const hover = await session.client.sendRequest<{ contents: { value: string } } | null>("textDocument/hover", {
      textDocument: { uri },
      position: { line, character },
    });
    return hover?.contents.value ?? "";
  };

  it("tells its rows and the way they came, with addresses of lines", async () => {
    const session = await startSession({ engine: await testEngine() });
    const uri = session.openScript("a.py", "import pandas as pd\nframe = pd.read_csv('rows.csv')\nfirst = frame[:10]\n");
    await session.nextStatus();
    expect(await textAt(session, uri, 2, 2)).toBe(
      `**first**\n\nsome rows of \`rows.csv\`\n\n1. [line 2](${uri}#L2): rows of \`rows.csv\` are read\n2. [line 3](${uri}#L3): a slice of rows is taken`,
    );
  });

  it("leads into other cells by a command of our client, and by no address that others could not open", async () => {
    for (const appliesFixes of [true, false]) {
      const session = await startSession({ engine: await testEngine(), appliesFixes });
      const { cells } = session.openNotebook("a.ipynb", ["import pandas as pd\nframe = pd.read_csv('rows.csv')", "first = frame[:10]"]);
      await session.nextStatus();
      const text = await textAt(session, cells[1] as string, 0, 2);
      if (!appliesFixes) expect(text).toContain("1. cell 1, line 2: rows of `rows.csv` are read");
      else {
        const [, link = ""] = /\[cell 1, line 2\]\(command:holdout\.goTo\?([^)]*)\)/.exec(text) ?? [];
        expect(JSON.parse(decodeURIComponent(link))).toEqual([cells[0], 1, 11]);
      }
    }
  });

  it("takes nothing that a program says for a link", async () => {
    const session = await startSession({ engine: await testEngine(), appliesFixes: true });
    const name = "a`](command:workbench.action.quit)[`.csv";
    const uri = session.openScript("a.py", `import pandas as pd\nframe = pd.read_csv('${name}')\n`);
    await session.nextStatus();
    const text = await textAt(session, uri, 1, 2);
    expect(text).toContain("workbench");
    expect(text.replace(/`[^`]*`/g, "")).not.toMatch(/(?<!\\)\]\(command:workbench/);
  });
});

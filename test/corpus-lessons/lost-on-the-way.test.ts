/** Rows and knowledge that used to be lost between reading and scoring: texts cleaned word by word, drawn values, counters, sets looked at before. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";
import { reveal } from "../trace/reveal.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

describe("texts stay rows", () => {
  const head = `import re
import unicodedata
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("letters.csv")
stop = {"the", "a"}
`;
  const tail = `X = TfidfVectorizer().fit_transform(texts)
a, b, c, d = train_test_split(X, df["kind"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("through patterns, words and a list that grows", async () => {
    const loop = `texts = []
for i in range(len(df)):
    words = re.sub("[^a-z]", " ", df["body"][i]).lower().split()
    texts.append(" ".join([w for w in words if w not in stop]))
`;
    expect(await found(head + loop + tail, /HLD101/)).toHaveLength(1);
  });
  it("through a helper for one text", async () => {
    const helper = `pattern = re.compile("[0-9]+")
def clean(text):
    text = unicodedata.normalize("NFKD", text)
    return " ".join(pattern.findall(text))
texts = [clean(text) for text in df["body"]]
`;
    expect(await found(head + helper + tail, /HLD101/)).toHaveLength(1);
  });
  it("of the training part only, when only those were cleaned", async () => {
    const part = `train, test = train_test_split(df, random_state=0)
texts = [re.sub("x", "", t) for t in train["body"]]
others = [re.sub("x", "", t) for t in test["body"]]
v = TfidfVectorizer()
m = LogisticRegression().fit(v.fit_transform(texts), train["kind"])
print(m.score(v.transform(others), test["kind"]))
`;
    expect(await found(head + part, /HLD/)).toEqual([]);
  });
  it("all words of one text put together are a piece of that row, and nothing is learned of it", async () => {
    const t = await reveal(`${head}texts = []\nfor body in df["body"]:\n    one = " ".join(sorted(body.split()))\n    texts.append(one)\nprint(one)\n`);
    expect(t.isElement("one")).toBe(true);
  });
});

describe("drawn values know what their bounds were taken from", () => {
  const program = (frame: string): string => `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("people.csv")
train, test = train_test_split(df, random_state=0)
mean, std = ${frame}["age"].mean(), ${frame}["age"].std()
for part in [train, test]:
    gaps = part["age"].isnull()
    part.loc[gaps, "age"] = np.random.randint(mean - std, mean + std, size=gaps.sum())
m = KNeighborsClassifier().fit(train[["age"]], train["old"])
print(m.score(test[["age"]], test["old"]))
`;
  it("of all rows", async () => {
    expect(await found(program("df"), /HLD10/)).not.toEqual([]);
  });
  it("of the training rows", async () => {
    expect(await found(program("train"), /HLD10/)).toEqual([]);
  });
});

describe("counters in loops of which two rounds are followed", () => {
  it("may have any number: what is done every tenth round is done", async () => {
    const t = await reveal(`import numpy as np
from sklearn.linear_model import SGDClassifier
X, y = np.load("x.npy"), np.load("y.npy")
m = SGDClassifier()
n = 0
for batch in range(1000):
    n += 1
    m.partial_fit(X[:100], y[:100])
    if n % 10 == 0:
        print(m.score(X[100:], y[100:]))
`);
    expect(t.evaluations).toEqual(["held accuracy"]);
  });
  it("are what they are where every round is followed", async () => {
    const t = await reveal(`import pandas as pd
df = pd.read_csv("a.csv")
n = 0
for name in ["x", "y"]:
    n += 1
part = df[:n]
other = df[2:]
print(part, other)
`);
    expect(t.relation("part", "other")).toBe("disjoint");
  });
});

describe("models compared on the test rows", () => {
  const head = `import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
X, y = np.load("x.npy"), np.load("y.npy")
a, b, c = X[:600], X[600:800], X[800:]
u, v, w = y[:600], y[600:800], y[800:]
one = LogisticRegression().fit(a, u)
two = SVC().fit(a, u)
`;
  it("are not excused by rows that were looked at before", async () => {
    expect(await found(`${head}print(one.score(b, v), two.score(b, v))\nprint(one.score(c, w))\nprint(two.score(c, w))\n`, /HLD203/)).toHaveLength(1);
  });
  it("are judged by rows that come after them", async () => {
    expect(await found(`${head}print(one.score(b, v))\nprint(two.score(b, v))\nprint(one.score(c, w))\n`, /HLD203/)).toEqual([]);
  });
});

/** What modules do in two ways, and what they only show: encodings of one arm, the ends of a slider. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

describe("means of the target in two arms, of which one is honest", () => {
  const program = (learnsFrom: string) => `import sys
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

def encoded(table, means):
    table["town"] = table["town"].map(means)
    return table[["town", "age"]], table["paid"]

def train(honest=False):
    raw = pd.read_csv("loans.csv")
    if honest:
        rows, others = train_test_split(raw.index, test_size=0.2, random_state=1)
        means = ${learnsFrom}.groupby("town")["paid"].mean()
        X, y = encoded(raw.copy(), means)
        X_train, y_train = X.loc[rows], y.loc[rows]
        X_test, y_test = X.loc[others], y.loc[others]
    else:
        means = raw.groupby("town")["paid"].mean()
        X, y = encoded(raw.copy(), means)
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
    model = RandomForestClassifier().fit(X_train, y_train)
    print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))

train(honest="--leaky" not in sys.argv)
`;

  it("are said where all rows are learned from, and not where the arm's own training rows are", async () => {
    expect(await found(program("raw.loc[rows]"), /HLD10/)).toEqual(["HLD104 cell1:20"]);
  });

  it("are said in both where neither is honest", async () => {
    expect(await found(program("raw"), /HLD10/)).toEqual(["HLD104 cell1:15", "HLD104 cell1:20"]);
  });
});

describe("the least and the greatest value", () => {
  const program = (use: string) => `import pandas as pd
import streamlit as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("people.csv")
low = float(df["age"].min())
high = float(df["age"].max())
ages = st.slider("Age", low, high, (low, high))
${use}
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="bought"), df["bought"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
st.write(accuracy_score(y_test, model.predict(X_test)))
`;

  it("are the ends of a slider, and whoever chooses rows between them is told nothing", async () => {
    expect(await found(program(`df = df[df["age"].between(ages[0], ages[1])]`), /HLD10/)).toEqual([]);
    expect(await found(program(`df = df[(df["age"] >= ages[0]) & (df["age"] <= ages[1])]`), /HLD10/)).toEqual([]);
  });

  it("are nothing that a column holds, where people choose a number between them", async () => {
    const old = (limit: string) => found(program(`limit = ${limit}\ndf["old"] = (df["age"] > limit).astype(int)\ndf = df.drop(columns="age")`), /HLD10/);
    expect(await old(`st.sidebar.slider("Old", low, high, 60.0)`)).toEqual([]);
    expect(await old(`st.number_input("Old", min_value=low, max_value=high)`)).toEqual([]);
    expect(await old(`(low + high) / 2`)).toContain("HLD101 cell1:7");
  });

  it("are said where a column holds them, and so is a share of the rows that is cut off", async () => {
    // Both stand in the formula of one column.
    expect(await found(program(`df["age"] = (df["age"] - low) / (high - low)`), /HLD10/)).toContain("HLD101 cell1:7");
    expect(await found(program(`df = df[df["age"] < df["age"].quantile(0.99)]`), /HLD10/)).toEqual(["HLD101 cell1:10"]);
  });
});

describe("an arm that only lists the names of categories", () => {
  const program = (arm: string) => `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
flats = pd.read_csv("flats.csv")
words = [name for name in flats.columns if flats.dtypes[name] == "object"]
for name in words:
    flats[name] = flats[name].astype("category")
    if flats[name].isnull().any():
        ${arm}
model = Ridge().fit(flats[["rooms", "floor"]], flats["rent"])
print(mean_squared_error(flats["rent"], model.predict(flats[["rooms", "floor"]])))
`;

  it("makes nobody less sure of the rows, as one that learns numbers does", async () => {
    const levels = `flats[name] = flats[name].cat.add_categories(["none"])`;
    expect(await found(program(levels), /HLD205/)).toEqual(["HLD205 cell1:12"]);
    expect(await found(program(`flats[name] = flats[name].fillna(flats[name].mean())`), /HLD205/)).toEqual([]);
  });
});

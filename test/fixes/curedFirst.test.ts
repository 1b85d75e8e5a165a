/** A fault in whose way another one stands: copies of rows made before something is learned of them, a scaler fitted on the copies, rows that two transformers were fitted on. */
import { describe, expect, it } from "vitest";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { documentOf, fixedText, offered, textsOf, titles, withheld } from "./offers.js";
import { head, scored, split } from "./plants.js";

const balanced = `model = LogisticRegression().fit(X_train, y_train)
print(balanced_accuracy_score(y_test, model.predict(X_test)))
`;
const fill = 'df["leaf"] = df["leaf"].fillna(df["leaf"].mean())\n';
const again = "X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)\n";
const text = (between = again, cut = "X_more, y_more"): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
${fill}X, y = df[["leaf", "stem"]], df["kind"]
${between}X_train, X_test, y_train, y_test = train_test_split(${cut}, test_size=0.25, random_state=4)
${balanced}`;

describe("copies of rows between what learns and a split", () => {
  it("are made of the training part, and the training part alone is learned from", async () => {
    expect(await titles(text(), "HLD101")).toEqual([
      'Resample the training part only; draw the training rows first, and learn the mean of df["leaf"] from them alone',
    ]);
    const fixed = await fixedText(text(), "HLD101");
    expect(fixed).toContain(`train_rows, test_rows = train_test_split(np.arange(len(df)), test_size=0.25, random_state=4, stratify=y)
df["leaf"] = df["leaf"].fillna(df["leaf"].iloc[train_rows].mean())
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = X.iloc[train_rows], X.iloc[test_rows], y.iloc[train_rows], y.iloc[test_rows]
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
`);
  });

  it("take the comment above them along", async () => {
    const fixed = await fixedText(text(`# balanced\n${again}\n`), "HLD105");
    expect(fixed).toContain("stratify=y)\n# balanced\nX_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n");
    expect(fixed.match(/# balanced/g)).toHaveLength(1);
  });

  it("do not matter where they are made after the split", async () => {
    const after = text("", "X, y").replace(balanced, `X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n${balanced}`);
    expect(await titles(after, "HLD101")).toEqual(['Draw the training rows first, and learn the mean of df["leaf"] from them alone']);
  });

  it("leave both as they are where they are used beside the split", async () => {
    expect(await withheld(text(`${again}X_more = X_more * 2\nprint(X_more)\n`), "HLD101")).not.toEqual([]);
  });
});

describe("a scaler of the copies before a search", () => {
  const searched = (copied: string, rows: string, labels: string): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV
smote, scaler = SMOTE(random_state=0), StandardScaler()
${copied}X_scaled = scaler.fit_transform(${rows})
X_test_scaled = scaler.transform(X_test)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=3)
search.fit(X_scaled, ${labels})
print(balanced_accuracy_score(y_test, search.predict(X_test_scaled)))
`;
  const inside = `search = GridSearchCV(make_pipeline(smote, scaler, LogisticRegression()), {"logisticregression__C": [1, 2]}, cv=3)
search.fit(X_train, y_train)
print(balanced_accuracy_score(y_test, search.predict(X_test)))
`;

  it("goes into the pipeline first, and the resampling before it", async () => {
    const before = searched(`${split}X_more, y_more = smote.fit_resample(X_train, y_train)\n`, "X_more", "y_more");
    expect(await titles(before, "HLD105")).toEqual(["Make it a Pipeline: fit StandardScaler inside each fold; resample inside each fold"]);
    expect(await fixedText(before, "HLD105")).toContain(inside);
  });

  it("does so, too, where the copies are made before the split", async () => {
    const before = searched(`X_more, y_more = smote.fit_resample(X, y)\n${split.replace("(X, y", "(X_more, y_more")}`, "X_train", "y_train");
    const fixed = await fixedText(before, "HLD105");
    expect(fixed).toContain("X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)\n");
    expect(fixed).toContain(inside);
  });
});

describe("two transformers that are fitted on the test rows, one behind the other", () => {
  const text = `${head}from sklearn.decomposition import PCA
${split}X_train = StandardScaler().fit_transform(X_train)
X_test = StandardScaler().fit_transform(X_test)
X_train = PCA(n_components=1).fit_transform(X_train)
X_test = PCA(n_components=1).fit_transform(X_test)
${scored}`;

  it("are both fitted on the training rows alone", async () => {
    const first = "Fit one transformer on the training rows and use it on both";
    expect(await titles(text, "HLD111")).toEqual([first, `${first}; here and above`]);
    const [, both] = (await offered(text, "HLD111")).flatMap(({ offer }) => offer.fix ?? []);
    const changed = textsOf(applyToDocument(documentOf([text]), both?.edits ?? [])).join();
    expect(changed).toContain(`standard_scaler = StandardScaler()
X_train = standard_scaler.fit_transform(X_train)
X_test = standard_scaler.transform(X_test)
pca = PCA(n_components=1)
X_train = pca.fit_transform(X_train)
X_test = pca.transform(X_test)
`);
  });
});

/** Something was learned from rows that later validate the model */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD102",
  slug: "preprocessing-before-validation",
  severity: "warning",
  default: true,
  summary: "Something was learned from rows that later validate the model",
  why: `Cross-validation is honest only when every fold's held-out rows are new to the whole procedure. A transformer that was fitted before the folds were cut has seen them all.`,
  whenNot: `When the validation score is used for nothing: neither to choose nor to report.`,
  examples: [
    {
      title: "Scaling before cross-validation",
      bad: `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv("cells.csv")
X = PCA(n_components=5).fit_transform(df.drop(columns="kind"))  # error
print(cross_val_score(LogisticRegression(), X, df["kind"], cv=5).mean())`,
    },
    {
      title: "Scaling inside cross-validation",
      good: `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
df = pd.read_csv("cells.csv")
model = make_pipeline(PCA(n_components=5), LogisticRegression())
print(cross_val_score(model, df.drop(columns="kind"), df["kind"], cv=5).mean())`,
    },
  ],
  check: (q) => leakFindings(q, "HLD102"),
});

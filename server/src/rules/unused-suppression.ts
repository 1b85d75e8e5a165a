/** A directive that silences nothing */
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD900",
  slug: "unused-suppression",
  severity: "warning",
  default: true,
  summary: "A directive that silences nothing",
  why: `The finding that it silenced is gone, or it names a rule that does not exist. Left in place it hides the next fault on that line, and tells readers of a problem that is none.`,
  whenNot: `When the text is checked elsewhere with rules or a confidence that are off here. \`# holdout: ignore[HLD101, HLD900]\` keeps a directive quiet.`,
  examples: [
    {
      title: "The fault is gone, the directive stayed",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
train, test = train_test_split(df, random_state=0)
scaler = StandardScaler().fit(train[["age", "dose"]])  # holdout: ignore[HLD101] # error
model = LogisticRegression().fit(scaler.transform(train[["age", "dose"]]), train["sick"])
print(model.score(scaler.transform(test[["age", "dose"]]), test["sick"]))`,
    },
    {
      title: "Comments for other tools",
      good: `import pandas as pd
df = pd.read_csv("patients.csv")  # noqa: E501
print(df.describe())  # noqa`,
    },
  ],
  check: (q) =>
    q.unusedDirectives().map((d) => ({
      at: d.at,
      message: `This directive silences nothing${
        d.selectors?.length
          ? `: no finding of ${d.selectors
              .map((s) => `\`${s}\``)
              .join(", ")
              .slice(0, 60)} here`
          : ""
      }`,
      confidence: "certain",
      steps: [
        { message: "the directive stands here", at: d.at },
        { message: "nothing is found here", at: d.covers },
      ],
      variable: null,
    })),
});

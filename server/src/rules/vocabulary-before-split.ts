/** Only codes or categories were learned from rows that later evaluate the model */
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD112",
  slug: "vocabulary-before-split",
  severity: "hint",
  default: false,
  summary: "Codes or categories were learned from rows that later evaluate the model",
  why: `A list of categories tells the model nothing about the answers of the test rows, so the score is hardly touched. But the program never finds out what happens to a category that the training part does not know, and in production there will be one.`,
  whenNot: `Nearly always, when only the score matters: the categories of a country, a colour or a weekday are known beforehand.`,
  examples: [
    {
      title: "Dummies of all rows",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
orders = pd.read_csv("orders.csv")
X = pd.get_dummies(orders[["country", "channel"]])  # error
X_train, X_test, y_train, y_test = train_test_split(X, orders["returned"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "An encoder that knows the training part only",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder
orders = pd.read_csv("orders.csv")
X_train, X_test, y_train, y_test = train_test_split(orders[["country", "channel"]], orders["returned"], random_state=0)
encoder = OneHotEncoder(handle_unknown="ignore").fit(X_train)
model = LogisticRegression().fit(encoder.transform(X_train), y_train)
print(model.score(encoder.transform(X_test), y_test))`,
    },
    {
      title: "Words counted over all texts",
      bad: `import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
# %%
mails = pd.read_csv("mails.csv")
words = CountVectorizer().fit_transform(mails["text"])  # error
# %%
X_train, X_test, y_train, y_test = train_test_split(words, mails["spam"], random_state=0)
print(MultinomialNB().fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const { learned: l, evaluation } of q.leaks()) {
      const key = `${l.at.source}:${l.at.start}`;
      if (l.weight !== "vocabulary" || out.has(key)) continue;
      out.set(key, {
        at: l.at,
        message: l.name
          ? `\`${l.what}\` lists the categories of \`${l.name}\`, evaluation rows included`
          : `\`${l.what}\` lists the categories of all rows, evaluation rows included`,
        confidence: q.confidence(l.conf, evaluation.score.conf),
        steps: q.path(l, evaluation),
        variable: l.name || null,
      });
    }
    return [...out.values()];
  },
});

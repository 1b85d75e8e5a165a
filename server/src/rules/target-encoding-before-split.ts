/** Statistics of the target by group became a feature before the rows were split */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD104",
  slug: "target-encoding-before-split",
  severity: "error",
  default: true,
  summary: "Group statistics or encodings of the target were made over rows that later evaluate the model",
  why: `The mean target of a group that holds three rows is, for a third, the answer to each of them. Taken over all rows it writes the answers of the test part into a feature. A category without any meaning but with few rows each then looks like the best predictor of all, and the score falls to chance on new data.`,
  whenNot: `When the statistics come from rows that are older than every row of the file, such as last year's averages.`,
  examples: [
    {
      title: "Mean target by group, over all rows",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
# %%
flats = pd.read_csv("flats.csv")
flats["street_rent"] = flats.groupby("street")["rent"].transform("mean")  # error
# %%
X = flats[["rooms", "floor", "street_rent"]]
X_train, X_test, y_train, y_test = train_test_split(X, flats["rent"], random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Mean target by group, of the training part",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
train, test = train_test_split(flats, random_state=0)
means = train.groupby("street")["rent"].mean()
train = train.assign(street_rent=train["street"].map(means))
test = test.assign(street_rent=test["street"].map(means))
model = RandomForestRegressor(random_state=0).fit(train[["rooms", "street_rent"]], train["rent"])
print(model.score(test[["rooms", "street_rent"]], test["rent"]))`,
    },
    {
      title: "A target encoder before the split",
      bad: `import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")
X, y = calls[["region", "agent", "hour"]], calls["sold"]
X = TargetEncoder(cols=["region", "agent"]).fit_transform(X, y)  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "A table of group means looked up again",
      bad: `import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")
rate = calls.groupby("agent")["sold"].mean()  # error
calls["agent_rate"] = calls["agent"].map(rate)
train, test = train_test_split(calls, random_state=0)
model = GradientBoostingClassifier(random_state=0).fit(train[["hour", "agent_rate"]], train["sold"])
print(roc_auc_score(test["sold"], model.predict_proba(test[["hour", "agent_rate"]])[:, 1]))`,
    },
    {
      title: "The encoder inside a pipeline",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import TargetEncoder
calls = pd.read_csv("calls.csv")
X_train, X_test, y_train, y_test = train_test_split(calls[["region", "agent"]], calls["sold"], random_state=0)
model = make_pipeline(TargetEncoder(), LogisticRegression()).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  check: (q) => leakFindings(q, "HLD104"),
});

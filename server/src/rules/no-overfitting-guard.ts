/** A network is trained with nothing that would show or hold back overfitting */
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD506",
  slug: "no-overfitting-guard",
  severity: "hint",
  default: false,
  summary: "A network is trained with nothing that would show or hold back overfitting",
  why: `A network that is trained long enough learns its training rows by heart. Without validation rows, early stopping, dropout or weight decay nobody sees when it stops learning what other rows have in common.`,
  whenNot: `Small networks on large data, or a final training on all rows with a number of epochs that was found before.`,
  examples: [
    {
      title: "Fifty epochs in the dark",
      bad: `import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
houses = pd.read_csv("houses.csv")
model = Sequential([Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(houses[["area", "rooms"]], houses["price"], epochs=50)  # error`,
    },
    {
      title: "Watched by validation rows",
      good: `import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
houses = pd.read_csv("houses.csv")
model = Sequential([Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(houses[["area", "rooms"]], houses["price"], epochs=50, validation_split=0.2)`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const a of q.lineage.acts) {
      if (a.k !== "train" || a.guarded) continue;
      const key = `${a.at.source}:${a.at.start}`;
      if (out.has(key)) continue;
      const before = q.lineage.acts.find((x) => x.k === "compile" && x.object === a.object);
      out.set(key, {
        at: a.at,
        message: `\`${a.name}\` is trained without validation rows, early stopping, dropout or weight decay`,
        confidence: q.confidence(0),
        steps: [
          { message: "the network is put together here", at: before?.at ?? a.at },
          { message: "and trained here", at: a.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

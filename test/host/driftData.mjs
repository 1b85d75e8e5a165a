// Made-up data for the drift panel: what a model was trained on, and what it meets half a year later.
import fs from "node:fs";
import path from "node:path";

/** Uniform in [0, 1), the same every time. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function drawer(seed) {
  const random = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pick = (shares) => {
    let left = random();
    for (const [name, share] of Object.entries(shares)) if ((left -= share) < 0) return name;
    return Object.keys(shares)[0];
  };
  return { random, normal, pick };
}

function customers(seed, rows, now) {
  const { random, normal, pick } = drawer(seed);
  const header = [
    "age",
    "income",
    "tenure_months",
    "plan",
    "device",
    "country",
    "visits",
    "last_payment",
    "discount",
    "support_calls",
    "newsletter",
    "churned",
  ];
  const lines = [header.filter((name) => !now || name !== "churned").join(",")];
  for (let i = 0; i < rows; i++) {
    const values = {
      age: Math.round(Math.min(90, Math.max(18, 41 + 12 * normal()))),
      income: Math.round(Math.exp(10.4 + 0.45 * normal() + (now ? 0.28 : 0))),
      tenure_months: Math.round(-30 * Math.log(1 - random())),
      plan: pick(now ? { basic: 0.34, plus: 0.36, pro: 0.12, family: 0.18 } : { basic: 0.52, plus: 0.33, pro: 0.15 }),
      device: pick({ phone: 0.55, desktop: 0.3, tablet: 0.15 }),
      country: pick({ DE: 0.32, FR: 0.2, IT: 0.14, ES: 0.12, NL: 0.09, AT: 0.07, PL: 0.06 }),
      visits: Math.max(0, Math.round(12 + 5 * normal())),
      last_payment: random() < (now ? 0.19 : 0.03) ? "" : (9.99 + 40 * random()).toFixed(2),
      discount: random() < 0.7 ? "0" : (5 + Math.floor(random() * 4) * 5).toString(),
      support_calls: Math.floor(-1.2 * Math.log(1 - random())),
      newsletter: random() < 0.4,
      churned: random() < 0.17 ? 1 : 0,
    };
    lines.push(
      header
        .filter((name) => !now || name !== "churned")
        .map((name) => values[name])
        .join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}

function wide(seed, rows, columns, shift) {
  const { normal } = drawer(seed);
  const names = Array.from({ length: columns }, (_, i) => `feature_${String(i).padStart(3, "0")}`);
  const lines = [names.join(",")];
  for (let row = 0; row < rows; row++) lines.push(names.map((_, i) => (normal() + (i % 7 === 0 ? shift : 0)).toFixed(4)).join(","));
  return `${lines.join("\n")}\n`;
}

/**
 * What a model said of `days` days, `perDay` rows each, by day: incomes rise from the 91st day on, and from the 126th on customers leave for
 * other reasons than before. Labels of the last fortnight are not there yet. `day` is the first, or null for rows that were held out.
 */
export function scored(seed, days, perDay, day, drift = true) {
  const { random, normal, pick } = drawer(seed);
  const header = ["created_at", "income", "tenure_months", "plan", "visits", "last_payment", "churned", "predicted", "risk"];
  const lines = [header.join(",")];
  for (let i = 0; i < days * perDay; i++) {
    const at = Math.floor(i / perDay);
    const [moved, turned] = [drift && at >= 91, drift && at >= 126];
    const tenure = Math.round(-30 * Math.log(1 - random()));
    const visits = Math.max(0, Math.round(12 + 5 * normal()));
    const z = 1.2 - tenure / 18 - (visits - 12) / 4;
    const risk = 1 / (1 + Math.exp(-z));
    const leaves = random() < (turned ? 1 / (1 + Math.exp(0.5 - 0.1 * z)) : risk);
    const when = new Date(Date.UTC(2025, 0, 6) + at * 86_400_000 + (i % perDay) * 600_000).toISOString().slice(0, 19);
    const values = [
      day ? when : when.replace("2025", "2024"),
      Math.round(Math.exp(10.4 + 0.45 * normal() + (moved ? 0.2 + (at - 91) * 0.003 : 0))),
      tenure,
      pick(moved ? { basic: 0.4, plus: 0.34, pro: 0.12, family: 0.14 } : { basic: 0.52, plus: 0.33, pro: 0.15 }),
      visits,
      random() < 0.03 + (moved ? (at - 91) * 0.002 : 0) ? "" : (9.99 + 40 * random()).toFixed(2),
      day && at >= days - 14 ? "" : Number(leaves),
      Number(risk >= 0.5),
      risk.toFixed(4),
    ];
    lines.push(values.join(","));
  }
  return `${lines.join("\n")}\n`;
}

const train = `import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

customers = pd.read_csv("data/train.csv")
X = pd.get_dummies(customers.drop(columns="churned"), columns=["plan", "device", "country"])
X["income"] = X["income"] / 1000
X_train, X_test, y_train, y_test = train_test_split(X, customers["churned"], random_state=0, stratify=customers["churned"])

model = RandomForestClassifier(class_weight="balanced", random_state=0).fit(X_train, y_train)
print(balanced_accuracy_score(y_test, model.predict(X_test)))
joblib.dump(model, "model.joblib")
`;

const score = `import joblib
import pandas as pd

model = joblib.load("model.joblib")
new = pd.read_csv("data/production.csv")
new["income"] = new["income"] / 1000
new["risk"] = model.predict_proba(pd.get_dummies(new, columns=["plan", "device", "country"]))[:, 1]
new.to_csv("scored.csv")
`;

/** Writes data/train.csv, data/production.csv, both wide ones, and the programs that read the first two. */
export function writeDriftWorkspace(folder) {
  const put = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  put("data/train.csv", customers(1, 4000, false));
  put("data/production.csv", customers(2, 1500, true));
  put("data/wide_train.csv", wide(3, 400, 500, 0));
  put("data/wide_now.csv", wide(4, 400, 500, 0.9));
  put("data/same.csv", customers(5, 1500, false));
  put("data/broken.csv", "");
  put("data/heldout.csv", scored(6, 40, 100, null, false));
  put("data/log.csv", scored(7, 182, 40, true));
  put("train.py", train);
  put("score.py", score);
}
